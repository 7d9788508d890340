import { appointmentStates, transitionOf } from '../../../shared/domain/appointment';
import { whenWords } from '../../../shared/domain/words';
import { Problem } from '../../problem';
import { fullWords } from './availability';
import { changeAppointment } from './change-appointment';
import { findAppointment } from './find-appointment';
import { type AppointmentDoc, conflictOf } from './model';
import type { BookableItem } from './needs';
import { type Asking, type BookingParts, citizenBy } from './parts';
import { firstThatIsFree, offeredTarget, seatAt, type Target } from './place-seat';
import { isDue, settle } from './settle';
import { refuseSuspended } from './suspension';

export interface HoldSeat extends Asking {
  itemCode: string;
  /** Omitted: the hall with the soonest free time. */
  queueId?: string;
  /** Omitted: the earliest. */
  at?: { date: string; slot: string };
}

/** A hold keeps a seat from others; who compares two halls may keep one in each, no more. */
const LIVE_HOLDS = 2;

/**
 * Holds a seat for a few minutes. Someone who already holds one in that queue on that day moves it: choosing
 * again is no second booking. Repeated under the same operation it finds its own work.
 * @throws Problem NOT_FOUND, ITEM_NOT_BOOKABLE, SLOT_NOT_OFFERED, SLOT_TAKEN, ALREADY_BOOKED, BOOKING_SUSPENDED
 */
export async function holdSeat(parts: BookingParts, command: HoldSeat): Promise<AppointmentDoc> {
  const item = bookableItem(parts, command.itemCode);
  const queueIds = queuesFor(parts, item, command.queueId);
  const held = command.at
    ? await holdThat(parts, command, item, queueIds[0] ?? '', command.at)
    : await holdEarliest(parts, command, item, queueIds);
  // A repetition may come after its hold has run out.
  if (isDue(held, command.now)) return findAppointment(parts, held._id, command.personId, command.now);
  await releaseOldHolds(parts, held, command.now);
  return held;
}

async function holdThat(
  parts: BookingParts,
  command: HoldSeat,
  item: BookableItem,
  queueId: string,
  { date, slot }: { date: string; slot: string },
): Promise<AppointmentDoc> {
  const queue = parts.availability.queue(queueId);
  const target = await offeredTarget(parts, queue, date, slot, command.now);
  const held = await holdAt(parts, command, item, target);
  if (held) return held;
  throw new Problem('SLOT_TAKEN', { next: await parts.availability.offersNear(queue, date, slot) });
}

async function holdEarliest(
  parts: BookingParts,
  command: HoldSeat,
  item: BookableItem,
  queueIds: readonly string[],
): Promise<AppointmentDoc> {
  const earlier = await parts.appointments
    .find({
      personId: command.personId,
      $or: [{ _id: command.operationId }, { operations: command.operationId }, { state: 'held' }],
    })
    .sort({ start: 1 })
    .lean<AppointmentDoc[]>();
  // The first try may have found another day: on a sharded cluster ids are unique within a day only.
  const repeated = earlier.find(
    ({ _id, operations }) => _id === command.operationId || operations.includes(command.operationId),
  );
  if (repeated) return repeated;
  const own = earlier.find((hold) => queueIds.includes(hold.queueId) && !isDue(hold, command.now));
  const renewed = async () => own && renewHold(parts, command, item, own);
  const held = await firstThatIsFree(parts, queueIds, command.now, async (target) =>
    // What one already holds may be sooner than whatever else is free.
    own && own.start <= target.start ? ((await renewed()) ?? null) : holdAt(parts, command, item, target),
  );
  const found = held ?? (await renewed());
  if (found) return found;
  throw new Problem('SLOT_TAKEN', { next: fullWords });
}

function bookableItem(parts: BookingParts, code: string): BookableItem {
  const item = parts.catalogue.findItem(code);
  if (!item) throw new Problem('NOT_FOUND', { next: '返回办事列表重新选择事项。' });
  if (!item.bookable) throw new Problem('ITEM_NOT_BOOKABLE');
  return item;
}

function queuesFor(parts: BookingParts, item: BookableItem, queueId: string | undefined): string[] {
  const serving = (parts.catalogue.queuesServing(item.code) ?? []).map((served) => served.queueId);
  if (queueId === undefined) {
    if (serving.length === 0) throw new Problem('ITEM_NOT_BOOKABLE');
    return serving;
  }
  parts.availability.queue(queueId);
  if (!serving.includes(queueId)) throw new Problem('ITEM_NOT_BOOKABLE');
  return [queueId];
}

/** @returns null when the slot is full */
async function holdAt(
  parts: BookingParts,
  command: HoldSeat,
  item: BookableItem,
  target: Target,
): Promise<AppointmentDoc | null> {
  // Every turn either ends or has learnt that one more seat is taken or that the person's hold has changed.
  for (let turn = 0; turn < target.seats + 5; turn += 1) {
    const { seat, ...none } = await parts.stock.take(target, command.personId);
    if (seat === null) {
      return 'known' in none && none.known ? ownHold(parts, command, item, target, null) : null;
    }
    try {
      const held = await insertOrFind(parts, command, item, target, seat);
      if (!held || !sits(held, target, seat)) await parts.stock.giveBack(target.queueDay, target.slot, seat);
      if (held) return held;
    } catch (error) {
      // The seat turned out to be taken: it is no longer in the stock, and the next one is tried.
      if (conflictOf(error) === 'seat') continue;
      // A refusal of ours wrote nothing; after anything else nobody knows, and the stock heals by itself.
      if (error instanceof Problem) await parts.stock.giveBack(target.queueDay, target.slot, seat);
      throw error;
    }
  }
  return null;
}

function sits(held: AppointmentDoc, { queueDay, slot }: Target, seat: number): boolean {
  return held.occupies === true && held.queueDay === queueDay && held.slot === slot && held.seat === seat;
}

/** @returns null when what stood in the way is gone: try again */
async function insertOrFind(
  parts: BookingParts,
  command: HoldSeat,
  item: BookableItem,
  target: Target,
  seat: number,
): Promise<AppointmentDoc | null> {
  try {
    return await insertHold(parts, command, item, target, seat);
  } catch (error) {
    switch (conflictOf(error)) {
      case 'id':
        return parts.appointments.findById(command.operationId).lean<AppointmentDoc>();
      case 'person':
        return ownHold(parts, command, item, target, seat);
      default:
        throw error;
    }
  }
}

async function insertHold(
  parts: BookingParts,
  command: HoldSeat,
  item: BookableItem,
  target: Target,
  seat: number,
): Promise<AppointmentDoc> {
  const { personId, accountId, operationId, now } = command;
  // After the seat was found: whom "full" turns away costs no question to MongoDB.
  const repeated = await parts.appointments
    .findOne({ personId, queueDay: target.queueDay, operations: operationId })
    .lean<AppointmentDoc>();
  // The hold that this operation renewed or moved may have run out since: that is no reason to hold anew.
  if (repeated) return repeated;
  await refuseSuspended(parts, personId, now);
  const heldUntil = await holdUntil(parts, accountId, now);
  const { occupies, active } = appointmentStates.held;
  const appointment: AppointmentDoc = {
    _id: operationId,
    ...seatAt(target, seat),
    state: transitionOf(null, 'hold')?.to ?? 'held',
    ...(occupies && { occupies }),
    ...(active && { active }),
    dueAt: heldUntil,
    personId,
    accountId,
    ...(command.agent && { agent: command.agent }),
    itemCode: item.code,
    itemName: item.name,
    createdAt: now,
    timeline: [
      { at: now, from: null, action: 'hold', ...citizenBy(command), why: null, start: target.start },
    ],
    version: 1,
    operations: [operationId],
  };
  await parts.stock.note(target.queueDay, operationId, personId, heldUntil);
  await parts.appointments.create(appointment);
  parts.occupancy.changed(target.queueDay);
  return appointment;
}

/**
 * The person has something in this queue that day. Its own work is the answer; a hold is moved to the wanted
 * time; anything further along is a booking.
 * @param seat taken for it in the wanted slot; null when that slot is full
 * @returns null when there is nothing any more, or the hold cannot move because the slot is full
 * @throws E11000 when the seat turns out to be taken
 */
async function ownHold(
  parts: BookingParts,
  command: HoldSeat,
  item: BookableItem,
  target: Target,
  seat: number | null,
): Promise<AppointmentDoc | null> {
  const own = await parts.appointments
    .findOne({ queueDay: target.queueDay, personId: command.personId, active: true })
    .lean<AppointmentDoc>();
  if (!own) return null;
  if (own.operations.includes(command.operationId)) return own;
  if (own.state !== 'held') throw alreadyBooked(own, command.now);
  if (isDue(own, command.now)) {
    await settle(parts, own, command.now);
    return null;
  }
  if (own.slot === target.slot) return renewHold(parts, command, item, own);
  if (seat === null) return null;
  return changeAppointment(parts, own, {
    ...(await freshHold(parts, command, item)),
    action: 'move',
    seat: seatAt(target, seat),
  });
}

/** Says which one it is. */
export function alreadyBooked({ start }: AppointmentDoc, now: Date): Problem {
  return new Problem('ALREADY_BOOKED', {
    next: `您约的是${whenWords(start, now)}。在“我的事”里查看，可以改期或取消。`,
  });
}

async function renewHold(parts: BookingParts, command: HoldSeat, item: BookableItem, own: AppointmentDoc) {
  return changeAppointment(parts, own, { ...(await freshHold(parts, command, item)), action: 'renew' });
}

async function freshHold(parts: BookingParts, command: HoldSeat, item: BookableItem) {
  const { now, operationId, accountId, agent } = command;
  return {
    ...citizenBy(command),
    now,
    operationId,
    heldUntil: await holdUntil(parts, accountId, now),
    also: { itemCode: item.code, itemName: item.name, accountId, ...(agent && { agent }) },
  };
}

/** Nobody is hurried who reads slowly. */
export async function holdUntil(parts: BookingParts, accountId: string, now: Date): Promise<Date> {
  const { holdSeconds, elderHoldSeconds } = parts.settings.booking;
  const seconds = (await parts.people.elderMode(accountId)) ? elderHoldSeconds : holdSeconds;
  return new Date(now.getTime() + seconds * 1_000);
}

/** Keeps the newest holds of a person; the older ones run out at once. */
async function releaseOldHolds(parts: BookingParts, held: AppointmentDoc, now: Date): Promise<void> {
  const others = await parts.appointments
    .find({ personId: held.personId, state: 'held', _id: { $ne: held._id } })
    .sort({ dueAt: -1 })
    .lean<AppointmentDoc[]>();
  for (const old of others.slice(LIVE_HOLDS - 1)) {
    await changeAppointment(parts, old, { action: 'replace', by: 'system', now });
  }
}
