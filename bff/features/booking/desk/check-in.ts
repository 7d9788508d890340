import { appointmentStates } from '../../../../shared/domain/appointment';
import { Problem } from '../../../problem';
import { type Change, changeAppointment } from '../change-appointment';
import { readCheckInCode } from '../check-in-code';
import { refuse, withLatest } from '../find-appointment';
import { type AppointmentDoc, conflictOf } from '../model';
import { type Asking, type BookingParts, citizenBy } from '../parts';
import { type DeskAsking, deskChange, findForDesk, refuseDesk, withTicket } from './act';
import { isHallCode } from './hall-code';
import type { StaffAsking } from './scope';
import { freshTurn } from './take-ticket';
import { drawTicket } from './ticket-number';

/**
 * Checks somebody in by the code on their phone or by the reference they say. Who is in line already is shown as they
 * are: scanning twice does no harm.
 * @throws Problem NOT_FOUND, CHECK_IN_CODE_INVALID, APPOINTMENT_STATE, OUTSIDE_CHECK_IN
 */
export async function checkInBy(
  parts: BookingParts,
  command: StaffAsking & ({ code: string } | { reference: string }),
): Promise<AppointmentDoc> {
  if ('reference' in command) {
    const reference = spelled(command.reference);
    const known = await parts.references.findById(reference).lean<{ appointmentId: string }>();
    if (!known)
      throw new Problem('NOT_FOUND', { next: '核对预约号，比如 ZT-1126-7K3Q；也可以取一个现场号。' });
    return checkInAtDesk(parts, { ...command, id: known.appointmentId });
  }
  const said = readCheckInCode(parts.settings.ticketKey, command.code);
  if (!said) throw new Problem('CHECK_IN_CODE_INVALID');
  const found = await findForDesk(parts, { ...command, id: said.id });
  // After check-in the version has gone on; before it, an older code is of a time that was moved.
  const inLine = found.turn !== undefined && said.version < found.version;
  if (!inLine && said.version !== found.version) throw new Problem('CHECK_IN_CODE_INVALID');
  return checkInAtDesk(parts, { ...command, id: said.id });
}

/** @throws Problem NOT_FOUND, APPOINTMENT_STATE, OUTSIDE_CHECK_IN */
export async function checkInAtDesk(parts: BookingParts, command: DeskAsking): Promise<AppointmentDoc> {
  return withTicket(parts, command, async (appointment) => {
    if (appointment.turn && appointmentStates[appointment.state].active) return appointment;
    refuseDesk(parts, appointment, 'check-in', command.now);
    return intoLine(parts, appointment, deskChange(command, 'check-in'));
  });
}

/**
 * The citizen checks in with the code the hall shows: whoever knows it is in the hall.
 * @throws Problem NOT_FOUND, HALL_CODE_INVALID, OUTSIDE_CHECK_IN, APPOINTMENT_STATE
 */
export async function checkInMyself(
  parts: BookingParts,
  command: Asking & { id: string; code: string },
): Promise<AppointmentDoc> {
  return withLatest(parts, command, async (appointment) => {
    if (appointment.turn && appointmentStates[appointment.state].active) return appointment;
    refuse(parts, appointment, 'check-in', command.now);
    if (!isHallCode(parts.settings.ticketKey, appointment.venueId, command.code, command.now)) {
      throw new Problem('HALL_CODE_INVALID');
    }
    return intoLine(parts, appointment, {
      action: 'check-in',
      ...citizenBy(command),
      now: command.now,
      operationId: command.operationId,
    });
  });
}

/** @returns null when the appointment was no longer as given, or the number turned out to be taken */
async function intoLine(
  parts: BookingParts,
  appointment: AppointmentDoc,
  change: Change,
): Promise<AppointmentDoc | null> {
  const queue = parts.venues.queue(appointment.queueId);
  if (!queue) throw new Problem('APPOINTMENT_STATE', { next: '这个窗口已经调整，为对方取一个现场号。' });
  const ticket = await drawTicket(parts, queue, appointment.date);
  try {
    return await changeAppointment(parts, appointment, {
      ...change,
      turn: freshTurn(ticket, change.now, { walkIn: false, priority: null }),
    });
  } catch (error) {
    if (conflictOf(error) === 'ticket') return null;
    throw error;
  }
}

/** As references are written, however it was typed. */
function spelled(typed: string): string {
  const bare = typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const [, day, rest] = /^(?:ZT)?(\d{4})([0-9A-Z]+)$/.exec(bare) ?? [];
  return day && rest ? `ZT-${day}-${rest}` : typed.toUpperCase();
}
