import { type AppointmentAction, refusalOf } from '../../../shared/domain/appointment';
import { Problem } from '../../problem';
import { type AppointmentDoc, factsOf } from './model';
import type { Asking, BookingParts } from './parts';
import { isDue, settle } from './settle';

/** More collisions than one person can cause. */
const MOST_TURNS = 10;

/**
 * An appointment of the person, as it stands after what was due.
 * @throws Problem NOT_FOUND, also when it is another citizen's
 */
export async function findAppointment(
  parts: BookingParts,
  id: string,
  personId: string,
  now: Date,
): Promise<AppointmentDoc> {
  const find = () => parts.appointments.findOne({ _id: id, personId }).lean<AppointmentDoc>();
  let found = await find();
  if (found && isDue(found, now)) {
    await settle(parts, found, now);
    found = await find();
  }
  if (!found) throw new Problem('NOT_FOUND', { next: '在“我的事”里查看您的全部预约。' });
  return found;
}

/**
 * Does something to the appointment as it is now, again when someone else changed it in between. What was
 * already done under this operation is answered, not repeated.
 * @param change gives null when the appointment was no longer as given
 */
export async function withLatest(
  parts: BookingParts,
  command: Asking & { id: string },
  change: (appointment: AppointmentDoc) => Promise<AppointmentDoc | null>,
): Promise<AppointmentDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const appointment = await findAppointment(parts, command.id, command.personId, command.now);
    if (appointment.operations.includes(command.operationId)) return appointment;
    const changed = await change(appointment);
    if (changed) return changed;
  }
  throw new Problem('APPOINTMENT_STATE');
}

/** @throws Problem saying why the citizen may not do this now */
export function refuse(
  parts: BookingParts,
  appointment: AppointmentDoc,
  action: AppointmentAction,
  now: Date,
): void {
  const refusal = refusalOf(factsOf(appointment), action, 'citizen', now, parts.settings.booking);
  if (refusal === null) return;
  if (refusal === 'CUT_OFF_PASSED') {
    const phone = parts.venues.venue(appointment.venueId)?.phone ?? '12345';
    throw new Problem(refusal, { next: `来不了也没关系，打大厅电话 ${phone} 说一声就行。` });
  }
  throw new Problem(refusal);
}
