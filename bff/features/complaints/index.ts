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
import type { ComplaintNeeds } from './needs';

/** Who wants to see a photo of a complaint. */
export type ComplaintViewer = { personId: string } | { staffId: string };

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
}

/** Complaints: from filing to the archive, by the table in shared/domain/complaint.ts. */
export function createComplaints(_deps: Deps & ComplaintNeeds): Complaints {
  return {
    routes: unbuilt(complaintsContract),
    staffRoutes: unbuilt(staffComplaintsContract),
    publishedRoutes: unbuilt(published),
    models: [],
    matters: { list: async () => [] },
    dataHolder: {
      name: 'complaints',
      exportFor: async () => [],
      erase: async () => ({ erased: [], kept: [] }),
    },
    services: { kind: 'complaint', endedSince: async () => [] },
    mayRead: async () => false,
    aboutWindow: async () => ({ filed: 0, answered: 0, published: 0 }),
  };
}
