import { Problem } from '../../problem';
import { fullWords } from './availability';
import { changeAppointment } from './change-appointment';
import { refuse, withLatest } from './find-appointment';
import { alreadyBooked, holdUntil } from './hold-seat';
import { type AppointmentDoc, conflictOf } from './model';
import { type Asking, type BookingParts, citizenBy } from './parts';
import { firstThatIsFree, offeredTarget, seatAt, type Target } from './place-seat';
import { settle } from './settle';

export interface RescheduleAppointment extends Asking {
  id: string;
  /** Omitted: the same queue. */
  queueId?: string;
  /** Omitted: the earliest. */
  at?: { date: string; slot: string };
}

/**
 * Moves a hold or a booking to another time in one update of its document: the old seat is kept until the new
 * one is certain, because they are the same document. A moved hold starts anew. What the hall cancelled can be moved while
 * that right lasts, also to days that are not open to others yet.
 * @throws Problem NOT_FOUND, HOLD_EXPIRED, CUT_OFF_PASSED, APPOINTMENT_STATE, SLOT_NOT_OFFERED, SLOT_TAKEN,
 *   ALREADY_BOOKED, ITEM_NOT_BOOKABLE
 */
export async function rescheduleAppointment(
  parts: BookingParts,
  command: RescheduleAppointment,
): Promise<AppointmentDoc> {
  return withLatest(parts, command, async (appointment) => {
    refuse(parts, appointment, 'move', command.now);
    const queue = targetQueue(parts, appointment, command.queueId);
    if (!command.at) return moveToEarliest(parts, command, appointment, queue.id);
    const { date, slot } = command.at;
    const target = await offeredTarget(parts, queue, date, slot, command.now, extraDays(parts, appointment));
    const moved = await moveTo(parts, command, appointment, target);
    if (moved === 'full') {
      throw new Problem('SLOT_TAKEN', { next: await parts.availability.offersNear(queue, date, slot) });
    }
    return moved;
  });
}

/** Working days beyond those open to everyone. */
export function extraDays({ settings }: BookingParts, { state }: AppointmentDoc): number {
  return cancelledByVenue(state) ? settings.booking.rebookExtraDays : 0;
}

const cancelledByVenue = (state: AppointmentDoc['state']) => state === 'cancelled-by-venue';

/** @throws Problem NOT_FOUND, ITEM_NOT_BOOKABLE when the item is not served at that queue */
function targetQueue(parts: BookingParts, appointment: AppointmentDoc, queueId: string | undefined) {
  const queue = parts.availability.queue(queueId ?? appointment.queueId);
  if (queue.id === appointment.queueId) return queue;
  const serving = parts.catalogue.queuesServing(appointment.itemCode) ?? [];
  if (!serving.some((served) => served.queueId === queue.id)) throw new Problem('ITEM_NOT_BOOKABLE');
  return queue;
}

/** Only to something sooner, or to another queue's first: nobody who asks for the earliest is moved back. */
async function moveToEarliest(
  parts: BookingParts,
  command: RescheduleAppointment,
  appointment: AppointmentDoc,
  queueId: string,
): Promise<AppointmentDoc | null> {
  // null from `take` means full here; an appointment that changed meanwhile must end the search instead.
  let changed = false;
  const keeps = queueId === appointment.queueId && !cancelledByVenue(appointment.state);
  const take = async (target: Target) => {
    const stays = keeps && target.start >= appointment.start;
    const got = stays
      ? await stay(parts, command, appointment)
      : await moveTo(parts, command, appointment, target);
    if (got === null) changed = true;
    return got === 'full' ? null : (got ?? appointment);
  };
  const extra = extraDays(parts, appointment);
  const moved = await firstThatIsFree(parts, [queueId], command.now, take, extra);
  if (changed) return null;
  if (moved) return moved;
  if (keeps) return stay(parts, command, appointment);
  throw new Problem('SLOT_TAKEN', { next: fullWords });
}

/** @returns `full`, or null when the appointment was no longer as given */
async function moveTo(
  parts: BookingParts,
  command: RescheduleAppointment,
  appointment: AppointmentDoc,
  target: Target,
): Promise<AppointmentDoc | null | 'full'> {
  const sits = !cancelledByVenue(appointment.state);
  if (sits && appointment.queueDay === target.queueDay && appointment.slot === target.slot) {
    return stay(parts, command, appointment);
  }
  for (let turn = 0; turn < target.seats + 5; turn += 1) {
    const { seat } = await parts.stock.take(target, command.personId);
    if (seat === null) return 'full';
    const giveBack = () => parts.stock.giveBack(target.queueDay, target.slot, seat);
    try {
      const moved = await changeAppointment(parts, appointment, {
        action: 'move',
        ...citizenBy(command),
        now: command.now,
        operationId: command.operationId,
        seat: seatAt(target, seat),
        ...(await freshHold(parts, command, appointment)),
      });
      if (!moved) await giveBack();
      return moved;
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict === 'seat') continue;
      if (conflict !== 'person') throw error;
      await giveBack();
      await clearOwnHold(parts, command, target.queueDay);
    }
  }
  return 'full';
}

/** Chosen again where it is: a hold begins anew, a booking stays as it is. */
async function stay(
  parts: BookingParts,
  command: RescheduleAppointment,
  appointment: AppointmentDoc,
): Promise<AppointmentDoc | null> {
  if (appointment.state !== 'held') return appointment;
  return changeAppointment(parts, appointment, {
    action: 'renew',
    ...citizenBy(command),
    now: command.now,
    operationId: command.operationId,
    ...(await freshHold(parts, command, appointment)),
  });
}

async function freshHold(parts: BookingParts, { accountId, now }: Asking, { state }: AppointmentDoc) {
  return state === 'held' ? { heldUntil: await holdUntil(parts, accountId, now) } : {};
}

/**
 * The person already has something in the queue on that day. A hold gives way, it is not a booking yet.
 * @throws Problem ALREADY_BOOKED
 */
async function clearOwnHold(parts: BookingParts, { personId, now }: Asking, queueDay: string): Promise<void> {
  const own = await parts.appointments.findOne({ queueDay, personId, active: true }).lean<AppointmentDoc>();
  if (!own) return;
  await settle(parts, own, now);
  if (own.state !== 'held') throw alreadyBooked(own, now);
  await changeAppointment(parts, own, { action: 'replace', by: 'system', now });
}
