import type { DayHours } from '../../../../shared/domain/hours';
import { at, dateOf } from '../../../../shared/domain/time';
import { whenWords } from '../../../../shared/domain/words';
import type { AppointmentDoc } from '../model';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';

const SHOWN = 100;
const ahead = ['held', 'booked'] as const;
const inLine = ['checked-in', 'parked'] as const;

export interface Changed {
  venueId: string;
  /** null: whatever is ahead. */
  range: { from: string; to: string } | null;
  /** The hours a day has after the change. */
  hoursOn: (date: string) => DayHours;
}

/**
 * Whom a change of hours hits, by time: whose booked time is not open any more; and, when today is closed from now on, who
 * stands in line already. A change of the weekly hours sends nobody out of the hall.
 */
export async function appointmentsHit(
  parts: BookingParts,
  changed: Changed,
  now: Date,
): Promise<AppointmentDoc[]> {
  const today = dateOf(now);
  const dates = [
    ...new Set([today, ...parts.timetable.dates(now, parts.settings.booking.rebookExtraDays)]),
  ].filter((date) => !changed.range || (changed.range.from <= date && date <= changed.range.to));
  const queues = parts.venues.queuesOf(changed.venueId);
  const queueDays = queues.flatMap(({ id }) => dates.map((date) => queueDayOf(id, date)));
  if (queueDays.length === 0) return [];
  const found = await parts.appointments
    .find({ queueDay: { $in: queueDays }, state: { $in: [...ahead, ...inLine] } })
    .sort({ start: 1, _id: 1 })
    .lean<AppointmentDoc[]>();
  return found.filter((doc) => {
    const { periods } = changed.hoursOn(doc.date);
    if (!doc.turn) {
      return !periods.some(({ from, to }) => at(doc.date, from) <= doc.start && doc.end <= at(doc.date, to));
    }
    return changed.range !== null && !periods.some(({ to }) => at(doc.date, to) > now);
  });
}

/** As the head of the venue sees them. */
export function presentHits(parts: BookingParts, hits: readonly AppointmentDoc[], now: Date) {
  return {
    count: hits.length,
    items: hits.slice(0, SHOWN).map((doc) => ({
      id: doc._id,
      reference: doc.reference ?? null,
      state: doc.state,
      queueName: parts.venues.queue(doc.queueId)?.name ?? '窗口已调整',
      itemName: doc.itemName,
      whenWords: whenWords(doc.start, now),
    })),
  };
}
