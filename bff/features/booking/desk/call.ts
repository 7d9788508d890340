import { nextToCall } from '../../../../shared/domain/calling-order';
import { dateOf } from '../../../../shared/domain/time';
import type { OwedNotice } from '../../../work/outbox';
import { changeAppointment } from '../change-appointment';
import type { AppointmentDoc, Turn } from '../model';
import { alsoToAgent, appointmentFacts, appointmentNotice } from '../notices';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';
import { type DeskAsking, deskChange, refuseDesk, withTicket } from './act';
import { readLine } from './queue-day';
import { actingAs, queueWithin, type StaffAsking, windowOfCaller } from './scope';

/** How long "your number is being called" is worth saying. */
const WORTH_SAYING_MS = 10 * 60_000;

/**
 * Calls whose turn it is to the caller's window. Two who do so at the same moment get different people: the update names
 * the state and version it leaves, and whoever comes second looks again.
 * @returns null when nobody waits
 * @throws Problem NOT_FOUND, WINDOW_NEEDED
 */
export async function callNext(
  parts: BookingParts,
  command: StaffAsking & { queueId: string },
): Promise<{ called: AppointmentDoc | null; waiting: number }> {
  const queue = queueWithin(parts, command.staff, command.queueId);
  const window = windowOfCaller(command.staff);
  const queueDay = queueDayOf(queue.id, dateOf(command.now));
  const repeated = await calledBefore(parts, queueDay, command.operationId);
  for (;;) {
    const { waiting, calls } = await readLine(parts, queueDay);
    if (repeated) return { called: repeated, waiting: waiting.length };
    const next = nextToCall(waiting, calls, command.now, window);
    if (!next) return { called: null, waiting: waiting.length };
    const before = await parts.appointments
      .findOne({ _id: next.id, queueDay, state: 'checked-in' })
      .lean<AppointmentDoc>();
    const called = before?.turn && (await callTo(parts, before, before.turn, window, command, {}));
    if (called) return { called, waiting: waiting.length - 1 };
  }
}

/** A repetition finds whom the first try called. */
function calledBefore(
  parts: BookingParts,
  queueDay: string,
  operationId: string,
): Promise<AppointmentDoc | null> {
  return parts.appointments
    .findOne({
      queueDay,
      state: { $in: ['called', 'serving'] },
      operations: operationId,
    })
    .lean<AppointmentDoc>();
}

/** Before their turn, with a reason. @throws Problem NOT_FOUND, APPOINTMENT_STATE, WINDOW_NEEDED */
export async function callEarly(
  parts: BookingParts,
  command: DeskAsking & { reason: string },
): Promise<AppointmentDoc> {
  return withTicket(parts, command, async (ticket) => {
    const window = windowOfCaller(command.staff);
    refuseDesk(parts, ticket, 'call', command.now);
    if (!ticket.turn) return null;
    return callTo(parts, ticket, ticket.turn, window, command, { early: true, why: command.reason });
  });
}

function callTo(
  parts: BookingParts,
  before: AppointmentDoc,
  turn: Turn,
  window: string,
  command: StaffAsking,
  { early = false, why }: { early?: boolean; why?: string },
): Promise<AppointmentDoc | null> {
  return changeAppointment(parts, before, {
    ...deskChange(command, 'call'),
    ...(why !== undefined && { why }),
    turn: {
      ...turn,
      early,
      calls: 1,
      calledAt: command.now,
      lastCallAt: command.now,
      window,
      by: actingAs(command.staff),
      servingSince: null,
      servedAt: null,
    },
    notices: turn.walkIn ? [] : calledNotices(parts, before, turn.ticket, window, command.now),
  });
}

/** Not before the call can no longer be taken back. */
function calledNotices(
  parts: BookingParts,
  before: AppointmentDoc,
  ticket: string,
  window: string,
  now: Date,
): OwedNotice[] {
  const key = `${before._id}:${before.version + 1}:number-called`;
  const facts = { ...appointmentFacts(parts, before), ticket, window };
  return alsoToAgent(before, {
    ...appointmentNotice(before, 'number-called', key, now, facts, before.venueId),
    notBefore: new Date(now.getTime() + parts.settings.booking.undoSeconds * 1_000),
    notAfter: new Date(now.getTime() + WORTH_SAYING_MS),
  });
}
