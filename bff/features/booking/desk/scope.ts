import type { StaffCaller } from '../../../http/route';
import { Problem } from '../../../problem';
import type { ActingStaff } from '../model';
import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';

/** Who of the staff asks for something, and under which operation. */
export interface StaffAsking {
  staff: StaffCaller;
  operationId: string;
  now: Date;
}

/** Whether somebody's venue and department reach there. */
export function reaches(staff: StaffCaller, venueId: string, department: string | undefined): boolean {
  return (
    (staff.venueId === null || staff.venueId === venueId) &&
    (staff.department === null || department === undefined || staff.department === department)
  );
}

/** A queue within somebody's reach. @throws Problem NOT_FOUND, also for one that is not */
export function queueWithin(parts: BookingParts, staff: StaffCaller, queueId: string): BookingQueue {
  const queue = parts.venues.queue(queueId);
  if (!queue || !reaches(staff, queue.venueId, queue.department)) {
    throw new Problem('NOT_FOUND', { next: '返回队列列表重新选择。' });
  }
  return queue;
}

/** A venue within somebody's reach. @throws Problem NOT_FOUND */
export function venueWithin(parts: BookingParts, staff: StaffCaller, venueId: string) {
  const venue = parts.venues.venue(venueId);
  if (!venue || !reaches(staff, venue.id, undefined)) throw new Problem('NOT_FOUND');
  return venue;
}

/** As it stands in records and on the citizen's screen. */
export function actingAs({ staffId, number, name, window }: StaffCaller): ActingStaff {
  return { id: staffId, number, name, window };
}

/** Calling needs a window to call to. @throws Problem WINDOW_NEEDED */
export function windowOfCaller({ window }: StaffCaller): string {
  if (window === null) throw new Problem('WINDOW_NEEDED');
  return window;
}
