import type { UpdateQuery } from 'mongoose';
import type { AppointmentState } from '../../../shared/contract/booking';
import {
  type AppointmentAction,
  type AppointmentRole,
  appointmentStates,
  noShowAt,
  transitionOf,
} from '../../../shared/domain/appointment';
import { at } from '../../../shared/domain/time';
import { type OwedNotice, owing } from '../../work/outbox';
import type { ActingStaff, AppointmentDoc, Turn, UndoStep } from './model';
import { noticesOf } from './notices';
import type { BookingParts } from './parts';
import { nextReminder } from './reminders';

/** Where an appointment is to be. */
export type Seat = Pick<
  AppointmentDoc,
  'queueDay' | 'queueId' | 'venueId' | 'date' | 'slot' | 'seat' | 'start' | 'end'
>;

export interface Change {
  action: AppointmentAction;
  by: AppointmentRole;
  /** Done for the citizen by somebody, as what. */
  agentOf?: string;
  now: Date;
  why?: string;
  /** Recorded, so that the same operation repeated is answered and not done again. */
  operationId?: string;
  /** For a move: the new seat, already taken out of the stock. */
  seat?: Seat;
  /** When a hold runs out. */
  heldUntil?: Date;
  also?: Partial<Pick<AppointmentDoc, 'reference' | 'itemCode' | 'itemName' | 'accountId' | 'agent'>>;
  /** For an act of the desk: who does it; they can take it back for some seconds. */
  staff?: ActingStaff;
  /** Where it stands in line afterwards; the same as before when not said. */
  turn?: Turn;
  /** Owed on top of what every change of this kind owes. */
  notices?: readonly OwedNotice[];
}

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 8;

/**
 * The only way an appointment changes: one update of one document, whose filter names the state and version
 * it leaves; what it then occupies, when it is next due and what the timeline says come from the state table, and
 * what the citizen is to be told of stands in the same update.
 * Afterwards the seat it left goes back into the stock.
 * @returns null when it is no longer as given: someone else was first
 * @throws E11000 when the new seat or the person's place on that day is taken; nothing has changed then
 */
export async function changeAppointment(
  parts: BookingParts,
  before: AppointmentDoc,
  change: Change,
): Promise<AppointmentDoc | null> {
  const row = transitionOf(before.state, change.action);
  if (!row) throw new Error(`No ${change.action} from ${before.state}`);
  const seat = change.seat ?? before;
  const lingers = row.seat === 'given-back-later' && parts.settings.booking.freedSeatSeconds > 0;
  // Who chooses another time leaves the line they stood in.
  const turn = change.action === 'move' ? undefined : (change.turn ?? before.turn);
  const rebook = rebookUntil(parts, before, change);
  const notices = [...noticesOf(parts, before, change, seat, rebook), ...(change.notices ?? [])];
  const stands = standing(parts, { ...change, state: row.to, seat, lingers, turn });
  const flags = {
    ...stands,
    // The right to another time ends by itself.
    dueAt: stands.dueAt ?? rebook,
    rebookUntil: rebook,
    turn,
    endedAt: row.to === 'served' ? change.now : undefined,
    remindAt: row.to === 'booked' ? nextReminder(seat.start, change.now) : undefined,
    undo: row.undo && change.staff ? undoOf(parts, before, change.staff, change.now, notices) : undefined,
  };
  const after = await write(parts, before, {
    $set: { state: row.to, ...present(flags), ...change.seat, ...change.also },
    $unset: absent(flags),
    ...owing(notices),
    $push: {
      ...owing(notices).$push,
      ...recorded(change, before, seat.start),
    },
  });
  if (after) await seatsMoved(parts, before, after);
  return after;
}

/**
 * Takes back the last act of the desk: the state, the turn and the queue it had before, and what the act owed is owed no
 * more. Its version goes on, so nobody who saw the act changes it unknowingly. A seat that was given up does not
 * return: who is in line needs none.
 * @returns null when it is no longer as given
 * @throws E11000 when the place it had is taken by now
 */
export async function undoChange(
  parts: BookingParts,
  before: AppointmentDoc,
  change: Omit<Change, 'action' | 'seat' | 'turn'>,
): Promise<AppointmentDoc | null> {
  const { undo } = before;
  if (!undo) return null;
  const moved = undo.queueDay !== before.queueDay;
  const seat = {
    ...before,
    queueDay: undo.queueDay,
    queueId: undo.queueId,
    seat: moved ? 0 : before.seat,
  };
  const turn = undo.turn ?? undefined;
  const flags = {
    ...standing(parts, { ...change, state: undo.state, seat, lingers: false, turn }),
    remindAt: undo.state === 'booked' ? nextReminder(before.start, change.now) : undefined,
    undo: undefined,
    endedAt: undefined,
    turn,
  };
  const after = await write(parts, before, {
    $set: {
      state: undo.state,
      ...present(flags),
      ...(moved && { queueDay: seat.queueDay, queueId: seat.queueId, seat: 0 }),
    },
    $unset: absent(flags),
    $push: recorded({ ...change, action: 'undo' }, before, before.start),
    ...(undo.notices.length > 0 && { $pull: { outbox: { key: { $in: undo.notices } } } }),
  });
  if (after) await seatsMoved(parts, before, after);
  return after;
}

/** One update, and only when it is still as given. */
async function write(
  parts: BookingParts,
  { _id, queueDay, state, version }: AppointmentDoc,
  { $unset, ...update }: UpdateQuery<AppointmentDoc> & { $unset: Record<string, 1> },
): Promise<AppointmentDoc | null> {
  const after = await parts.appointments
    .findOneAndUpdate(
      { _id, queueDay, state, version },
      { ...update, ...(Object.keys($unset).length > 0 && { $unset }), $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<AppointmentDoc>();
  return after;
}

function recorded(change: Change, before: AppointmentDoc, start: Date) {
  const { now, action, by, agentOf, why, operationId, staff } = change;
  return {
    timeline: {
      at: now,
      from: before.state,
      action,
      by,
      why: why ?? null,
      start,
      ...(staff && { staff }),
      ...(agentOf && { agentOf }),
    },
    ...(operationId && { operations: { $each: [operationId], $slice: -OPERATIONS_KEPT } }),
  };
}

const present = (flags: object) => Object.fromEntries(Object.entries(flags).filter(([, value]) => value));
const absent = (flags: object): Record<string, 1> =>
  Object.fromEntries(Object.entries(flags).flatMap(([name, value]) => (value ? [] : [[name, 1]])));

/** What follows from the state: whether it has the seat and is the one booking, what is still due. */
export function standing(
  parts: BookingParts,
  given: Pick<Change, 'now' | 'heldUntil' | 'turn'> & {
    state: AppointmentState;
    seat: Pick<Seat, 'seat' | 'date' | 'start' | 'end'>;
    lingers: boolean;
  },
) {
  const { occupies, active } = appointmentStates[given.state];
  const tells = given.state === 'checked-in' && given.turn && !given.turn.walkIn && !given.turn.near;
  return {
    occupies: ((occupies || given.lingers) && given.seat.seat > 0) || undefined,
    active: active || undefined,
    dueAt: dueAfter(parts, given),
    awaitsNear: tells || undefined,
  };
}

function undoOf(
  { settings }: BookingParts,
  before: AppointmentDoc,
  staff: ActingStaff,
  now: Date,
  notices: readonly OwedNotice[],
): UndoStep {
  return {
    until: new Date(now.getTime() + settings.booking.undoSeconds * 1_000),
    staffId: staff.id,
    state: before.state,
    turn: before.turn ?? null,
    queueDay: before.queueDay,
    queueId: before.queueId,
    notices: notices.map(({ key }) => key),
  };
}

/** Whom the hall cancelled may choose another time for a while, before others. A mere hold had promised nothing. */
function rebookUntil({ settings }: BookingParts, { reference }: AppointmentDoc, { action, now }: Change) {
  if (action !== 'cancel-by-venue' || reference === undefined) return undefined;
  return new Date(now.getTime() + settings.booking.rebookHours * 3_600_000);
}

/** A cancelled seat has waited long enough: it is nobody's now. The same for the right to another time. */
export async function freeSeat(parts: BookingParts, before: AppointmentDoc): Promise<void> {
  const after = await parts.appointments
    .findOneAndUpdate(
      { _id: before._id, queueDay: before.queueDay, state: before.state, version: before.version },
      { $unset: { occupies: 1, dueAt: 1, rebookUntil: 1 }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<AppointmentDoc>();
  if (after) await seatsMoved(parts, before, after);
}

async function seatsMoved(parts: BookingParts, before: AppointmentDoc, after: AppointmentDoc): Promise<void> {
  parts.occupancy.changed(before.queueDay);
  if (after.queueDay !== before.queueDay) parts.occupancy.changed(after.queueDay);
  const left =
    !after.occupies ||
    after.queueDay !== before.queueDay ||
    after.slot !== before.slot ||
    after.seat !== before.seat;
  if (before.occupies && left) {
    await parts.stock.giveBack(before.queueDay, before.slot, before.seat, before._id);
  }
  const known = before.occupies && !left && before.dueAt?.getTime() === after.dueAt?.getTime();
  if (after.occupies && after.dueAt && !known) {
    await parts.stock.note(after.queueDay, after._id, after.personId, after.dueAt);
  }
  if (!before.turn && !after.turn) return;
  for (const queueId of new Set([before.queueId, after.queueId])) {
    parts.live.publish(`queues/${queueId}`);
    parts.live.publish(`venues/${after.venueId}`);
  }
}

function dueAfter({ settings }: BookingParts, given: Parameters<typeof standing>[1]): Date | undefined {
  const { now, seat, turn } = given;
  const { freedSeatSeconds, answerSeconds, callsBeforeMissed } = settings.booking;
  if (given.lingers) return new Date(now.getTime() + freedSeatSeconds * 1_000);
  if (given.state === 'held') return given.heldUntil;
  if (given.state === 'booked') return noShowAt(seat, settings.booking);
  if (!appointmentStates[given.state].active) return undefined;
  const dayEnd = at(seat.date, '24:00');
  if (given.state !== 'called' || !turn || turn.calls < callsBeforeMissed) return dayEnd;
  return new Date(Math.min(dayEnd.getTime(), now.getTime() + answerSeconds * 1_000));
}
