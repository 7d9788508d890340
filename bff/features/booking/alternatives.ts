import { changeUntil } from '../../../shared/domain/appointment';
import { dateOf, minutesOf, toIso } from '../../../shared/domain/time';
import { dayWords } from '../../../shared/domain/words';
import { findAppointment, refuse } from './find-appointment';
import type { BookingParts } from './parts';
import { extraDays } from './reschedule-appointment';

/**
 * Times an appointment can be moved to in its own queue; after the hall cancelled it also on days that are not open to
 * others yet.
 * @throws Problem NOT_FOUND, APPOINTMENT_STATE, CUT_OFF_PASSED, HOLD_EXPIRED
 */
export async function alternatives(parts: BookingParts, id: string, personId: string, now: Date) {
  const appointment = await findAppointment(parts, id, personId, now);
  refuse(parts, appointment, 'move', now);
  const queue = parts.availability.queue(appointment.queueId);
  const extra = extraDays(parts, appointment);
  const days = await parts.availability.daysLeft(queue, 0, extra);
  const lastOpen = parts.timetable.dates(now).at(-1) ?? '';
  const free = days.filter(({ total }) => total > 0);
  const held = appointment.state === 'held' ? appointment.dueAt : undefined;
  return {
    until: toIso(held ?? appointment.rebookUntil ?? changeUntil(appointment, parts.settings.booking)),
    queueId: queue.id,
    reservedFrom: free.find(({ date }) => date > lastOpen)?.date ?? null,
    days: free.map(({ date, slots, left }) => ({
      date,
      words: dayWords(date, dateOf(now)),
      slots: slots
        .filter(({ slot }) => (left.get(slot) ?? 0) > 0)
        .map(({ slot, start, end }) => ({
          slot,
          start: toIso(start),
          end: toIso(end),
          period: minutesOf(slot) < 12 * 60 ? ('morning' as const) : ('afternoon' as const),
          left: left.get(slot) ?? 0,
        })),
    })),
    now: toIso(now),
  };
}
