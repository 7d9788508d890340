import type {
  StaffComplaint,
  StaffComplaintAction,
  staffComplaintsContract,
} from '../../../../shared/contract/staff-complaints';
import type { Routes, StaffCaller } from '../../../http/route';
import type { ComplaintDoc } from '../model';

/** The three acts of publishing an answered complaint. */
export type PublicationRoutes = Pick<
  Routes<typeof staffComplaintsContract>,
  | 'POST /staff/complaints/{id}/draft-publication'
  | 'POST /staff/complaints/{id}/approve-publication'
  | 'POST /staff/complaints/{id}/refuse-publication'
>;

/** What the desk shows of publishing, made in publication/. */
export interface PublicationSide {
  view(doc: ComplaintDoc): Promise<StaffComplaint['publication']>;
  /** Those of the three that an officer who dispatches it may do now. */
  actions(doc: ComplaintDoc, staff: StaffCaller): StaffComplaintAction[];
}
