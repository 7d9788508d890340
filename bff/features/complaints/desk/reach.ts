import type { QueryFilter } from 'mongoose';
import type { ComplaintCategory } from '../../../../shared/contract/complaints';
import { complaintCategories } from '../../../../shared/domain/complaint';
import type { StaffRole } from '../../../../shared/domain/staff';
import type { StaffCaller } from '../../../http/route';
import { Problem } from '../../../problem';
import type { ComplaintDoc } from '../model';
import type { DeskParts } from './parts';

/** Who looks. A link to a photo knows no more of them. */
export type DeskReader = Pick<StaffCaller, 'staffId' | 'roles' | 'venueId' | 'department'>;

/** Those whom a department of its own answers: the others are the centre's own. */
const ofDepartments = (Object.keys(complaintCategories) as ComplaintCategory[]).filter(
  (category) => complaintCategories[category].desk === 'department',
);

/**
 * Which complaints an officer may know of, as one filter that every query of staff goes through: lists, details, acts, links
 * to photos, what is alike. Dispatchers and supervisors see those of their desk; what became late a second time comes to the city's supervisors; everybody sees what is assigned to them, and what
 * is joined to that. Whoever is complained about, and whoever sits at the window complained about in any of their browsers,
 * sees none of it, whatever their roles are.
 */
export async function withinReach(parts: DeskParts, reader: DeskReader): Promise<QueryFilter<ComplaintDoc>> {
  const { staffId } = reader;
  const [windows, leads] = await Promise.all([
    parts.officers.windowsOf(staffId),
    parts.complaints.find({ open: true, 'handler.staffId': staffId }, { _id: 1 }).lean<{ _id: string }[]>(),
  ]);
  const ways: QueryFilter<ComplaintDoc>[] = [{ 'handler.staffId': staffId }, ...byRole(parts, reader)];
  if (leads.length > 0) ways.push({ leadId: { $in: leads.map(({ _id }) => _id) } });
  return {
    $and: [
      { barred: { $ne: staffId } },
      ...(windows.length > 0 ? [{ barredWindowId: { $nin: windows } }] : []),
      { $or: ways },
    ],
  };
}

function byRole(parts: DeskParts, { roles, venueId, department }: DeskReader): QueryFilter<ComplaintDoc>[] {
  const has = (role: StaffRole) => roles.includes(role);
  if (!has('dispatcher') && !has('supervisor')) return [];
  // A department's own people answer what is for departments; the rest is the centre's.
  const theirs: QueryFilter<ComplaintDoc> =
    department === null ? {} : { department, category: { $in: ofDepartments } };
  if (venueId === null) return [theirs];
  const ways: QueryFilter<ComplaintDoc>[] = [{ ...theirs, deskVenueId: venueId }];
  if (has('supervisor') && isCitys(parts, venueId)) ways.push({ ...theirs, escalated: 2 });
  return ways;
}

/** Whether an officer dispatches and oversees a complaint by their roles, as `withinReach` says it to the store. */
export function dispatches(parts: DeskParts, doc: ComplaintDoc, reader: DeskReader): boolean {
  const { roles, venueId, department } = reader;
  if (!roles.includes('dispatcher') && !roles.includes('supervisor')) return false;
  if (department !== null && (department !== doc.department || !ofDepartments.includes(doc.category)))
    return false;
  if (venueId === null || venueId === doc.deskVenueId) return true;
  return doc.escalated === 2 && roles.includes('supervisor') && isCitys(parts, venueId);
}

/** Whether a hall is the city's own: who is there is over the counties. */
export function isCitys({ venues }: Pick<DeskParts, 'venues'>, venueId: string | null): boolean {
  return venueId === null || venues.venue(venueId)?.level === 'city';
}

/** @throws Problem NOT_FOUND, also when it lies outside the officer's reach */
export async function findWithin(parts: DeskParts, id: string, reader: DeskReader): Promise<ComplaintDoc> {
  const found = await parts.complaints
    .findOne({ $and: [{ _id: id }, await withinReach(parts, reader)] })
    .lean<ComplaintDoc>();
  if (!found) throw new Problem('NOT_FOUND', { next: '回到投诉列表重新选择。' });
  return found;
}
