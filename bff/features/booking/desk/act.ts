import { type AppointmentAction, refusalOf } from '../../../../shared/domain/appointment';
import { Problem } from '../../../problem';
import { type Change, changeAppointment } from '../change-appointment';
import { type AppointmentDoc, factsOf, type Turn } from '../model';
import type { BookingParts } from '../parts';
import { isDue, settle } from '../settle';
import { actingAs, reaches, type StaffAsking } from './scope';

/** An act on one ticket. */
export interface DeskAsking extends StaffAsking {
  /** Of the appointment. */
  id: string;
}

/** More collisions than one queue can cause. */
const MOST_TURNS = 10;

/** An appointment within somebody's reach, after what was due. @throws Problem NOT_FOUND */
export async function findForDesk(
  parts: BookingParts,
  { id, staff, now }: Pick<DeskAsking, 'id' | 'staff' | 'now'>,
): Promise<AppointmentDoc> {
  const find = () => parts.appointments.findOne({ _id: id }).lean<AppointmentDoc>();
  let found = await find();
  if (found && isDue(found, now)) {
    await settle(parts, found, now);
    found = await find();
  }
  // A mere hold is nobody's business yet.
  if (!found || (found.reference === undefined && !found.turn)) throw notThere();
  if (!reaches(staff, found.venueId, parts.venues.queue(found.queueId)?.department)) throw notThere();
  return found;
}

const notThere = () => new Problem('NOT_FOUND', { next: '刷新队列，重新选择。' });

/**
 * Does something to a ticket as it is now, again when someone else changed it in between; what was already done under
 * this operation is answered, not repeated.
 * @param change gives null when the ticket was no longer as given
 */
export async function withTicket(
  parts: BookingParts,
  command: DeskAsking,
  change: (ticket: AppointmentDoc) => Promise<AppointmentDoc | null>,
): Promise<AppointmentDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const ticket = await findForDesk(parts, command);
    if (ticket.operations.includes(command.operationId)) return ticket;
    const changed = await change(ticket);
    if (changed) return changed;
  }
  throw new Problem('APPOINTMENT_STATE');
}

/** @throws Problem saying why the desk may not do this now */
export function refuseDesk(
  parts: BookingParts,
  ticket: AppointmentDoc,
  action: AppointmentAction,
  now: Date,
): void {
  const refusal = refusalOf(factsOf(ticket), action, 'desk', now, parts.settings.booking);
  if (refusal === null) return;
  if (refusal === 'CALLED_JUST_NOW') throw calledJustNow(parts, ticket, now);
  throw new Problem(
    refusal === 'HOLD_EXPIRED' || refusal === 'CUT_OFF_PASSED' ? 'APPOINTMENT_STATE' : refusal,
  );
}

/** Says how long is left. */
function calledJustNow({ settings }: BookingParts, { turn }: AppointmentDoc, now: Date): Problem {
  const until = Number(turn?.lastCallAt ?? now) + settings.booking.recallSeconds * 1_000;
  const seconds = Math.max(1, Math.ceil((until - now.getTime()) / 1_000));
  return new Problem('CALLED_JUST_NOW', { next: `再过 ${seconds} 秒还没有人来，再叫一次。` });
}

/** What every act of the desk has in common. */
export function deskChange({ staff, operationId, now }: StaffAsking, action: AppointmentAction) {
  return { action, by: 'desk', now, operationId, staff: actingAs(staff) } satisfies Change;
}

/** One act of the table that changes the ticket's turn in a known way. */
export function act(
  parts: BookingParts,
  command: DeskAsking,
  action: AppointmentAction,
  turnOf: (turn: Turn) => Partial<Turn>,
  why?: string,
): Promise<AppointmentDoc> {
  return withTicket(parts, command, async (ticket) => {
    refuseDesk(parts, ticket, action, command.now);
    const { turn } = ticket;
    if (!turn) throw new Problem('APPOINTMENT_STATE');
    return changeAppointment(parts, ticket, {
      ...deskChange(command, action),
      turn: { ...turn, ...turnOf(turn) },
      ...(why !== undefined && { why }),
    });
  });
}
