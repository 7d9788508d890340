import { appointmentStates, refusalOf } from '../../../shared/domain/appointment';
import { changeAppointment, freeSeat } from './change-appointment';
import { type AppointmentDoc, factsOf } from './model';
import type { BookingParts } from './parts';

const BATCH = 200;

/** True when something should already have happened to it by itself. */
export const isDue = ({ dueAt }: AppointmentDoc, now: Date) => dueAt !== undefined && dueAt <= now;

/**
 * Lets happen what the clock brings: a hold runs out, a booking nobody came for becomes a no-show, a seat that
 * was cancelled returns. Guarded by the version, so two processes doing it at once do it once.
 */
export async function settle(parts: BookingParts, appointment: AppointmentDoc, now: Date): Promise<void> {
  if (!isDue(appointment, now)) return;
  if (appointment.state === 'held') {
    await changeAppointment(parts, appointment, { action: 'expire', by: 'system', now });
  } else if (appointment.state === 'booked') {
    const why = parts.timetable.closedReason(appointment);
    await changeAppointment(
      parts,
      appointment,
      // Nobody failed to come to a hall that was closed.
      why === null
        ? { action: 'no-show', by: 'system', now }
        : { action: 'cancel-by-venue', by: 'venue', now, why },
    );
  } else if (appointmentStates[appointment.state].active) {
    // In line: the day is over, or three calls were not answered.
    const dayOver =
      refusalOf(factsOf(appointment), 'day-end', 'system', now, parts.settings.booking) === null;
    await changeAppointment(parts, appointment, { action: dayOver ? 'day-end' : 'miss', by: 'system', now });
  } else if (!appointmentStates[appointment.state].occupies) {
    await freeSeat(parts, appointment);
  }
}

/** Everything due, of one queue's day or one person or all there is. */
export async function settleDue(
  parts: BookingParts,
  where: { queueDay: string } | { personId: string } | Record<string, never>,
): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const due = await parts.appointments
      .find({ ...where, dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .lean<AppointmentDoc[]>();
    for (const appointment of due) await settle(parts, appointment, now);
    if (due.length < BATCH) return;
  }
}
