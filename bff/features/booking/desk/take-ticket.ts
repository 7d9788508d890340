import { randomUUID } from 'node:crypto';
import type { PriorityKind } from '../../../../shared/contract/desk';
import { transitionOf } from '../../../../shared/domain/appointment';
import { at, dateOf, timeOf } from '../../../../shared/domain/time';
import { Problem } from '../../../problem';
import { standing } from '../change-appointment';
import { type AppointmentDoc, conflictOf, type Turn } from '../model';
import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';
import { actingAs, queueWithin, type StaffAsking } from './scope';
import { drawTicket } from './ticket-number';

export interface TakeTicket extends StaffAsking {
  queueId: string;
  itemCode?: string;
  priority?: PriorityKind;
  note?: string;
}

/** More numbers than are ever given twice after the counter was lost would be tried one by one. */
const MOST_TURNS = 1_000;

/** The turn of somebody who just came into line. */
export function freshTurn(ticket: string, since: Date, more: Pick<Turn, 'walkIn' | 'priority'>): Turn {
  return {
    ticket,
    since,
    ...more,
    requeuedAt: null,
    early: false,
    near: false,
    calls: 0,
    calledAt: null,
    lastCallAt: null,
    window: null,
    by: null,
    forWindow: null,
    servingSince: null,
    servedAt: null,
  };
}

/**
 * A number for somebody who came without a booking. Nothing about them is asked or stored, and nobody is refused:
 * not after no-shows, not without a phone, whatever their age. Repeated under the same operation it gives the same number.
 * @throws Problem NOT_FOUND for an unknown queue or item
 */
export async function takeTicket(parts: BookingParts, command: TakeTicket): Promise<AppointmentDoc> {
  const queue = queueWithin(parts, command.staff, command.queueId);
  const item = command.itemCode === undefined ? null : parts.catalogue.findItem(command.itemCode);
  if (command.itemCode !== undefined && !item) throw new Problem('NOT_FOUND', { next: '重新选择事项。' });
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const repeated = await parts.appointments.findById(command.operationId).lean<AppointmentDoc>();
    if (repeated) return repeated;
    const ticket = await drawTicket(parts, queue, dateOf(command.now));
    try {
      return await insert(parts, queue, command, ticket, item);
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict !== 'ticket' && conflict !== 'id') throw error;
    }
  }
  throw new Error(`No number of ${queue.id} is free`);
}

async function insert(
  parts: BookingParts,
  queue: BookingQueue,
  { operationId, staff, now, priority, note }: TakeTicket,
  ticket: string,
  item: { code: string; name: string } | null,
): Promise<AppointmentDoc> {
  const date = dateOf(now);
  const slot = timeOf(now);
  const start = at(date, slot);
  const seat = {
    queueDay: queueDayOf(queue.id, date),
    queueId: queue.id,
    venueId: queue.venueId,
    date,
    slot,
    seat: 0,
    start,
    end: new Date(start.getTime() + queue.slotMinutes * 60_000),
  };
  const state = transitionOf(null, 'walk-in')?.to ?? 'checked-in';
  const turn = freshTurn(ticket, now, {
    walkIn: true,
    priority: priority ? { kind: priority, note: note ?? null } : null,
  });
  const {
    occupies: _,
    awaitsNear: __,
    ...stands
  } = standing(parts, { now, state, seat, lingers: false, turn });
  const nobody = `walk-in-${randomUUID()}`;
  const by = actingAs(staff);
  const doc: AppointmentDoc = {
    _id: operationId,
    ...seat,
    state,
    ...stands,
    personId: nobody,
    accountId: nobody,
    itemCode: item?.code ?? NO_ITEM,
    itemName: item?.name ?? '现场办理',
    createdAt: now,
    timeline: [{ at: now, from: null, action: 'walk-in', by: 'desk', why: null, start, staff: by }],
    turn,
    undo: {
      until: new Date(now.getTime() + parts.settings.booking.undoSeconds * 1_000),
      staffId: by.id,
      state: 'cancelled',
      turn,
      queueDay: seat.queueDay,
      queueId: queue.id,
      notices: [],
    },
    version: 1,
    operations: [operationId],
  };
  await parts.appointments.create(doc);
  parts.live.publish(`queues/${queue.id}`);
  parts.live.publish(`venues/${queue.venueId}`);
  return doc;
}

/** Nobody asked what it is about. */
export const NO_ITEM = 'none';
