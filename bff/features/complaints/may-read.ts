import type { StaffCaller } from '../../http/route';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';

/** Who wants to see a photo of a complaint. */
export type ComplaintViewer =
  | { personId: string }
  | { staff: Pick<StaffCaller, 'staffId' | 'roles' | 'venueId' | 'department' | 'windowId'> };

/**
 * Whether somebody may see the photos of a complaint now. Without a name nobody is known as whoever complained, so only staff see
 * them.
 * @param mayStaffRead of the desk: within reach, and never whoever it is about
 */
export async function mayRead(
  parts: Pick<ComplaintParts, 'complaints'>,
  complaintId: string,
  viewer: ComplaintViewer,
  mayStaffRead: (
    complaintId: string,
    staff: Extract<ComplaintViewer, { staff: unknown }>['staff'],
  ) => Promise<boolean>,
): Promise<boolean> {
  if ('staff' in viewer) return mayStaffRead(complaintId, viewer.staff);
  const doc = await parts.complaints.findById(complaintId).lean<ComplaintDoc>();
  if (!doc) return false;
  return doc.personId !== null && doc.personId === viewer.personId;
}
