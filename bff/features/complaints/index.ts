import type { complaintsContract } from '../../../shared/contract/complaints';
import type { publishedContract } from '../../../shared/contract/published';
import type { staffComplaintsContract } from '../../../shared/contract/staff-complaints';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { ServiceProvider } from '../evaluations';
import type { MatterProvider } from '../matters';
import type { DataHolder } from '../session';
import { createDesk } from './desk/create-desk';
import type { DeskNeeds } from './desk/parts';
import { followDue } from './follow';
import { type ComplaintViewer, mayRead } from './may-read';
import { createModels } from './model';
import type { ComplaintNeeds } from './needs';
import { complaintMatters } from './own-complaints';
import type { ComplaintParts } from './parts';
import { complaintData } from './person-data';
import { aboutWindow, createPublicationSide, publicationRoutes, publishedRoutes } from './publication';
import { recomputeDeadlines } from './recompute-deadlines';
import { complaintRoutes } from './routes';
import { answeredComplaints } from './services';

export type { ComplaintViewer } from './may-read';

/** What others may ask of complaints. */
export interface Complaints {
  routes: Routes<typeof complaintsContract>;
  staffRoutes: Routes<typeof staffComplaintsContract>;
  publishedRoutes: Routes<typeof publishedContract>;
  models: AnyModel[];
  matters: MatterProvider;
  dataHolder: DataHolder;
  /** Answered complaints, for rating. */
  services: ServiceProvider;
  /** Whether somebody may see the photos of a complaint now. */
  mayRead(complaintId: string, viewer: ComplaintViewer): Promise<boolean>;
  /** Figures about one window of what was filed in a time; `to` is not included. */
  aboutWindow(
    windowId: string,
    time: { from: Date; to: Date },
  ): Promise<{ filed: number; answered: number; published: number }>;
  /** After holidays were announced or changed. @returns how many complaints changed */
  recomputeDeadlines(): Promise<number>;
}

/** What the desk asks besides, of the same features. */
export interface ComplaintDeskNeeds extends Pick<DeskNeeds, 'record'> {
  staff: DeskNeeds['officers'];
}

const FOLLOW_EVERY_MS = 2_000;
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/** Complaints: from filing to the archive, by the table in shared/domain/complaint.ts. */
export function createComplaints(deps: Deps & ComplaintNeeds & ComplaintDeskNeeds): Complaints {
  const { settings, clock, log, cipher, reached, mongo, outboxes, limiters } = deps;
  const { safety, evaluations, questions, venues, catalogue, cases, appointments, staff, uploads, people } =
    deps;
  const models = createModels(mongo);
  const { perPersonPerDay, perAddressPerDay, lookupsPerNumber, lookupsPerAddress } = settings.complaints;
  const parts: ComplaintParts = {
    settings,
    clock,
    log,
    cipher,
    reached,
    safety,
    evaluations,
    questions,
    venues,
    catalogue,
    cases,
    appointments,
    staff,
    uploads,
    people,
    ...models,
    limits: {
      person: limiters.limiter('complaints-person', perPersonPerDay, DAY_SECONDS),
      address: limiters.limiter('complaints-address', perAddressPerDay, DAY_SECONDS),
      lookupNumber: limiters.limiter('complaint-lookup-number', lookupsPerNumber, HOUR_SECONDS),
      lookupAddress: limiters.limiter('complaint-lookup-address', lookupsPerAddress, HOUR_SECONDS),
    },
  };
  outboxes.register(models.complaints);
  const publication = createPublicationSide(parts);
  const deskParts = { ...parts, officers: staff, record: deps.record, publication };
  const desk = createDesk(deskParts, deps);
  // After the desk's: what the clock brought is told in the same run.
  deps.work.add({ name: 'complaints-follow', every: FOLLOW_EVERY_MS, run: () => followDue(parts) });
  safety.onVerdict('complaint', async (id, verdict) => {
    // Whoever changes it in this moment looks again: what is added then waits for a word of its own.
    await models.complaints.updateOne({ _id: id }, { $set: { safety: verdict }, $inc: { writes: 1 } });
  });
  return {
    routes: complaintRoutes(parts),
    staffRoutes: { ...desk.routes, ...publicationRoutes(deskParts) },
    publishedRoutes: publishedRoutes(parts),
    models: Object.values(models) as AnyModel[],
    matters: complaintMatters(parts),
    dataHolder: complaintData(parts),
    services: answeredComplaints(parts),
    mayRead: (complaintId, viewer) => mayRead(parts, complaintId, viewer, desk.mayRead),
    aboutWindow: (windowId, time) => aboutWindow(parts, windowId, time),
    recomputeDeadlines: () => recomputeDeadlines(parts),
  };
}
