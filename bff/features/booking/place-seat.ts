import { Problem } from '../../problem';
import type { OpenTime } from './availability';
import type { Seat } from './change-appointment';
import type { BookingQueue } from './needs';
import type { BookingParts } from './parts';
import type { Place } from './seat-stock';
import { queueDayOf } from './timetable';

/** A time someone asked for, found to be offered. */
export interface Target extends Place {
  queue: BookingQueue;
  date: string;
  start: Date;
  end: Date;
}

/**
 * @param extra working days beyond those open to everyone, for whom the hall cancelled
 * @throws Problem SLOT_NOT_OFFERED, naming near ones that are
 */
export async function offeredTarget(
  parts: BookingParts,
  queue: BookingQueue,
  date: string,
  slot: string,
  now: Date,
  extra = 0,
): Promise<Target> {
  const target = targetOf(parts, queue, date, slot, now, extra);
  if (!target) {
    throw new Problem('SLOT_NOT_OFFERED', { next: await parts.availability.offersNear(queue, date, slot) });
  }
  return target;
}

/** @returns null when the time is not offered */
export function targetOf(
  parts: BookingParts,
  queue: BookingQueue,
  date: string,
  slot: string,
  now: Date,
  extra = 0,
): Target | null {
  const { slots } = parts.timetable.day(queue, date, now, extra);
  const found = slots.find((each) => each.slot === slot);
  if (!found) return null;
  return {
    queue,
    date,
    ...found,
    queueDay: queueDayOf(queue.id, date),
    seats: queue.seatsPerSlot,
    slots: slots.map((each) => each.slot),
  };
}

export function seatAt(target: Target, seat: number): Seat {
  const { queue, queueDay, date, slot, start, end } = target;
  return { queueDay, queueId: queue.id, venueId: queue.venueId, date, slot, seat, start, end };
}

/**
 * Looks for the first time that `take` gets, onward from what is soonest; what turns out to be taken is left
 * out and the next one tried.
 * @returns null when none is left
 */
export async function firstThatIsFree<T>(
  parts: BookingParts,
  queueIds: readonly string[],
  now: Date,
  take: (target: Target) => Promise<T | null>,
  extra = 0,
): Promise<T | null> {
  const taken = new Set<string>();
  const key = (queueId: string, date: string, slot: string) => `${queueId} ${date} ${slot}`;
  for (;;) {
    const open = await parts.availability.firstOpen(queueIds, (...at) => taken.has(key(...at)), extra);
    const soonest = [...open.values()].reduce<OpenTime | null>(
      (best, each) => (best === null || each.start < best.start ? each : best),
      null,
    );
    if (!soonest) return null;
    const queue = parts.availability.queue(soonest.queueId);
    const target = targetOf(parts, queue, soonest.date, soonest.slot, now, extra);
    const got = target && (await take(target));
    if (got) return got;
    taken.add(key(soonest.queueId, soonest.date, soonest.slot));
  }
}
