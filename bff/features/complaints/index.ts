import { complaintsContract } from '../../../shared/contract/complaints';
import type { publishedContract } from '../../../shared/contract/published';
import { publishedContract as published } from '../../../shared/contract/published';
import { staffComplaintsContract } from '../../../shared/contract/staff-complaints';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { ServiceProvider } from '../evaluations';
import type { MatterProvider } from '../matters';
import type { DataHolder } from '../session';
import { unbuilt } from '../unbuilt';
import { type ComplaintViewer, mayRead } from './may-read';
import { createModels } from './model';
import type { ComplaintNeeds } from './needs';
import type { ComplaintParts } from './parts';
import { recomputeDeadlines } from './recompute-deadlines';

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
  /** Figures about one window since a moment. */
  aboutWindow(windowId: string, since: Date): Promise<{ filed: number; answered: number; published: number }>;
  /** After holidays were announced or changed. @returns how many complaints changed */
  recomputeDeadlines(): Promise<number>;
}

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/** Complaints: from filing to the archive, by the table in shared/domain/complaint.ts. */
export function createComplaints(deps: Deps & ComplaintNeeds): Complaints {
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
  return {
    routes: unbuilt(complaintsContract),
    staffRoutes: unbuilt(staffComplaintsContract),
    publishedRoutes: unbuilt(published),
    models: Object.values(models) as AnyModel[],
    matters: { list: async () => [] },
    dataHolder: {
      name: 'complaints',
      exportFor: async () => [],
      erase: async () => ({ erased: [], kept: [] }),
    },
    services: { kind: 'complaint', endedSince: async () => [] },
    mayRead: (complaintId, viewer) => mayRead(parts, complaintId, viewer, () => false),
    aboutWindow: async () => ({ filed: 0, answered: 0, published: 0 }),
    recomputeDeadlines: () => recomputeDeadlines(parts),
  };
}
