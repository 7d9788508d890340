import type { Period } from '../../../../shared/domain/hours';
import { dateOf, toIso } from '../../../../shared/domain/time';
import { Problem } from '../../../problem';
import { type StaffAsking, venueWithin } from '../desk/scope';
import type { AppointmentDoc } from '../model';
import type { BookingClosure } from '../needs';
import type { BookingParts } from '../parts';
import { appointmentsHit, presentHits } from './hits';

export interface CloseHall extends StaffAsking {
  venueId: string;
  from: string;
  to: string;
  periods: Period[];
  reason: string;
  confirm?: { expected: number };
}

/**
 * Closes or shortens days. Without a confirmation nothing is done and whom it hits is listed; with one it is done when they
 * are still that many. What is written first is the closure; that its bookings are cancelled and their people told
 * follows from it, however often it is interrupted (`apply-changes.ts`).
 * @throws Problem NOT_FOUND, CLOSURE_PAST, HITS_CHANGED
 */
export async function closeHall(parts: BookingParts, command: CloseHall) {
  const { now, operationId, from, to, periods, reason } = command;
  const venue = venueWithin(parts, command.staff, command.venueId);
  const made = parts.venues.closuresOf(venue.id).find(({ id }) => id === operationId);
  if (made) return { closure: presentClosure(made), hits: presentHits(parts, [], now) };
  if (from < dateOf(now)) throw new Problem('CLOSURE_PAST');
  const closure = { from, to, periods, reason };
  const hits = await appointmentsHit(
    parts,
    {
      venueId: venue.id,
      range: { from, to },
      hoursOn: (date) => parts.venues.periodsIf(venue.id, { closure }, date),
    },
    now,
  );
  if (!command.confirm) return { closure: null, hits: presentHits(parts, hits, now) };
  refuseOtherCount(hits, command.confirm.expected);
  const announced = { ...closure, id: operationId, venueId: venue.id, announcedAt: now };
  await parts.venues.close(announced);
  return { closure: presentClosure({ ...announced, applying: true }), hits: presentHits(parts, hits, now) };
}

export interface ChangeHours extends StaffAsking {
  venueId: string;
  week: Period[][];
  reason: string;
  confirm?: { expected: number };
}

/** The same for the weekly hours, which hold from now on. @throws Problem NOT_FOUND, HITS_CHANGED */
export async function changeHours(parts: BookingParts, command: ChangeHours) {
  const { now, week, reason } = command;
  const venue = venueWithin(parts, command.staff, command.venueId);
  const hits = await appointmentsHit(
    parts,
    {
      venueId: venue.id,
      range: null,
      hoursOn: (date) => parts.venues.periodsIf(venue.id, { week }, date),
    },
    now,
  );
  if (!command.confirm) return { done: false, hits: presentHits(parts, hits, now) };
  refuseOtherCount(hits, command.confirm.expected);
  await parts.venues.setWeek(venue.id, week, reason, now);
  return { done: true, hits: presentHits(parts, hits, now) };
}

/** Closures that are not over. @throws Problem NOT_FOUND */
export function listClosures(parts: BookingParts, command: Pick<CloseHall, 'staff' | 'venueId'>) {
  const venue = venueWithin(parts, command.staff, command.venueId);
  return { items: parts.venues.closuresOf(venue.id).map(presentClosure) };
}

/** Takes a closure back: its days can be booked again, and nothing more is cancelled. @throws Problem NOT_FOUND */
export async function withdrawClosure(
  parts: BookingParts,
  command: Pick<CloseHall, 'staff' | 'venueId'> & { closureId: string },
): Promise<void> {
  const venue = venueWithin(parts, command.staff, command.venueId);
  if (!(await parts.venues.withdrawClosure(venue.id, command.closureId))) throw new Problem('NOT_FOUND');
}

function refuseOtherCount(hits: readonly AppointmentDoc[], expected: number): void {
  if (hits.length === expected) return;
  throw new Problem('HITS_CHANGED', {
    next: `现在有 ${hits.length} 个预约受影响。看一遍最新的名单，再确认。`,
  });
}

function presentClosure({ id, venueId, from, to, periods, reason, announcedAt, applying }: BookingClosure) {
  return { id, venueId, from, to, periods, reason, announcedAt: toIso(announcedAt), applying };
}
