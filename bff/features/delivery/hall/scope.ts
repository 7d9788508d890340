import type { StaffCaller } from '../../../http/route';
import type { DeliveryDoc } from '../model';

/** Whether a parcel lies within the hall and the department of an officer. */
export function isWithin(
  { venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>,
  doc: Pick<DeliveryDoc, 'venueId' | 'department'>,
): boolean {
  return (
    (venueId === null || venueId === doc.venueId) && (department === null || department === doc.department)
  );
}
