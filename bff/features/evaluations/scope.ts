import type { StaffCaller } from '../../http/route';
import type { Served } from './model';

/** Whether something lies within the hall and the department of an officer. */
export function isWithin(
  { venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>,
  served: Pick<Served, 'venueId' | 'department'>,
): boolean {
  return (
    (venueId === null || venueId === served.venueId) &&
    (department === null || department === served.department)
  );
}

/** Those who see more than their own: the others read what was said of themselves. */
export function seesOthers({ roles }: Pick<StaffCaller, 'roles'>): boolean {
  return roles.some((role) => role === 'reviewer' || role === 'dispatcher' || role === 'supervisor');
}

/** Whether an officer may have to do with what a rating brought about: never with one of themselves. */
export function mayHandle(staff: StaffCaller, served: Served): boolean {
  return isWithin(staff, served) && served.staffId !== staff.staffId;
}

/** The same as a filter, for what is asked of the store. */
export function within({ venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>) {
  return { ...(venueId !== null && { venueId }), ...(department !== null && { department }) };
}
