import {
  type AppointmentAction,
  type AppointmentRole,
  appointmentStates,
  noShowAt,
  transitionOf,
} from '../../../shared/domain/appointment';
import { owing } from '../../work/outbox';
import type { AppointmentDoc } from './model';
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
  now: Date;
  why?: string;
  /** Recorded, so that the same operation repeated is answered and not done again. */
  operationId?: string;
  /** For a move: the new seat, already taken out of the stock. */
  seat?: Seat;
  /** When a hold runs out. */
  heldUntil?: Date;
  also?: Partial<Pick<AppointmentDoc, 'reference' | 'itemCode' | 'itemName' | 'accountId'>>;
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
  const { occupies, active } = appointmentStates[row.to];
  const seat = change.seat ?? before;
  const lingers = row.seat === 'given-back-later' && parts.settings.booking.freedSeatSeconds > 0;
  const dueAt = dueAfter(parts, { ...change, state: row.to, seat, lingers });
  const remindAt = row.to === 'booked' ? nextReminder(seat.start, change.now) : undefined;
  const flags = { occupies: occupies || lingers, active, dueAt, remindAt };
  const notices = owing(noticesOf(parts, before, change, seat));
  const set = Object.fromEntries(Object.entries(flags).filter(([, value]) => value));
  const unset = Object.fromEntries(
    Object.entries(flags)
      .filter(([, value]) => !value)
      .map(([name]) => [name, 1]),
  );
  const after = await parts.appointments
    .findOneAndUpdate(
      { _id: before._id, queueDay: before.queueDay, state: before.state, version: before.version },
      {
        $set: { state: row.to, ...set, ...change.seat, ...change.also },
        ...(Object.keys(unset).length > 0 && { $unset: unset }),
        $inc: { version: 1 },
        ...notices,
        $push: {
          ...notices.$push,
          timeline: {
            at: change.now,
            from: before.state,
            action: change.action,
            by: change.by,
            why: change.why ?? null,
            start: seat.start,
          },
          ...(change.operationId && {
            operations: { $each: [change.operationId], $slice: -OPERATIONS_KEPT },
          }),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<AppointmentDoc>();
  if (after) await seatsMoved(parts, before, after);
  return after;
}

/** A cancelled seat has waited long enough: it is nobody's now. */
export async function freeSeat(parts: BookingParts, before: AppointmentDoc): Promise<void> {
  const after = await parts.appointments
    .findOneAndUpdate(
      { _id: before._id, queueDay: before.queueDay, state: before.state, version: before.version },
      { $unset: { occupies: 1, dueAt: 1 }, $inc: { version: 1 } },
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
  if (after.occupies && after.dueAt) {
    await parts.stock.note(after.queueDay, after._id, after.personId, after.dueAt);
  }
}

function dueAfter(
  { settings }: BookingParts,
  given: Pick<Change, 'now' | 'heldUntil'> & { state: AppointmentDoc['state']; seat: Seat; lingers: boolean },
): Date | undefined {
  if (given.lingers) return new Date(given.now.getTime() + settings.booking.freedSeatSeconds * 1_000);
  if (given.state === 'held') return given.heldUntil;
  return given.state === 'booked' ? noShowAt(given.seat, settings.booking) : undefined;
}
