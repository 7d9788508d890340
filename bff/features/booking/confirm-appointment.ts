import { Problem } from '../../problem';
import { changeAppointment } from './change-appointment';
import { refuse, withLatest } from './find-appointment';
import type { AppointmentDoc } from './model';
import { type Asking, type BookingParts, citizenBy } from './parts';
import { offeredTarget } from './place-seat';
import { giveReference } from './reference';
import { refuseSuspended } from './suspension';

/**
 * Turns a held seat into a booking, after looking once more whether the hall is still open then and the person
 * may book. The hold is judged by the clock, whether or not a sweeper has been here.
 * @throws Problem NOT_FOUND, HOLD_EXPIRED, APPOINTMENT_STATE, SLOT_NOT_OFFERED, BOOKING_SUSPENDED
 */
export async function confirmAppointment(
  parts: BookingParts,
  command: Asking & { id: string },
): Promise<AppointmentDoc> {
  return withLatest(parts, command, async (held) => {
    refuse(parts, held, 'confirm', command.now);
    const queue = parts.venues.queue(held.queueId);
    if (!queue) throw new Problem('SLOT_NOT_OFFERED');
    await offeredTarget(parts, queue, held.date, held.slot, command.now);
    await refuseSuspended(parts, command.personId, command.now);
    return changeAppointment(parts, held, {
      action: 'confirm',
      ...citizenBy(command),
      now: command.now,
      operationId: command.operationId,
      also: { reference: await giveReference(parts.references, held._id, command.now) },
    });
  });
}
