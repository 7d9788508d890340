import { changeAppointment } from './change-appointment';
import { refuse, withLatest } from './find-appointment';
import type { AppointmentDoc } from './model';
import { type Asking, type BookingParts, citizenBy } from './parts';

/**
 * Gives a seat back: a hold at any time, a booking until the cut-off. A booking's seat waits a while before
 * others can have it; the person may book anew at once.
 * @throws Problem NOT_FOUND, CUT_OFF_PASSED, APPOINTMENT_STATE
 */
export async function cancelAppointment(
  parts: BookingParts,
  command: Asking & { id: string },
): Promise<AppointmentDoc> {
  return withLatest(parts, command, async (appointment) => {
    refuse(parts, appointment, 'cancel', command.now);
    return changeAppointment(parts, appointment, {
      action: 'cancel',
      ...citizenBy(command),
      now: command.now,
      operationId: command.operationId,
    });
  });
}
