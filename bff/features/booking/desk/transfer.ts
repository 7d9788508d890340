import { Problem } from '../../../problem';
import { changeAppointment } from '../change-appointment';
import { type AppointmentDoc, conflictOf } from '../model';
import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';
import { type DeskAsking, deskChange, refuseDesk, withTicket } from './act';
import { uncalled } from './acts';
import { drawTicket } from './ticket-number';

export interface Transfer extends DeskAsking {
  /** Omitted: the same queue. */
  queueId?: string;
  /** Name of a window: only that one calls them then. */
  window?: string;
  reason: string;
}

/**
 * Sends somebody to another queue of the venue, or to one of its windows. Number and time in line are kept, so nobody
 * starts again at the end for having been at the wrong window.
 * @throws Problem NOT_FOUND, APPOINTMENT_STATE, QUEUE_ELSEWHERE, IN_LINE_ALREADY
 */
export async function transfer(parts: BookingParts, command: Transfer): Promise<AppointmentDoc> {
  return withTicket(parts, command, async (ticket) => {
    refuseDesk(parts, ticket, 'transfer', command.now);
    const { turn } = ticket;
    if (!turn) throw new Problem('APPOINTMENT_STATE');
    const queue = target(parts, ticket, command);
    const change = {
      ...deskChange(command, 'transfer'),
      why: command.reason,
      seat: { ...seatOf(ticket), queueDay: queueDayOf(queue.id, ticket.date), queueId: queue.id, seat: 0 },
    };
    const sent = { ...turn, ...uncalled, forWindow: command.window ?? null };
    try {
      return await changeAppointment(parts, ticket, { ...change, turn: sent });
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict === 'person') throw new Problem('IN_LINE_ALREADY');
      if (conflict !== 'ticket') throw error;
      // Two queues with the same letter: a number of the other queue is drawn.
      const number = await drawTicket(parts, queue, ticket.date);
      return changeAppointment(parts, ticket, { ...change, turn: { ...sent, ticket: number } });
    }
  });
}

function target(parts: BookingParts, { venueId, queueId }: AppointmentDoc, command: Transfer): BookingQueue {
  const queue = parts.venues.queue(command.queueId ?? queueId);
  const windows = parts.venues.venue(venueId)?.windows ?? [];
  const knownWindow = command.window === undefined || windows.some(({ name }) => name === command.window);
  if (!queue || queue.venueId !== venueId || !knownWindow) throw new Problem('QUEUE_ELSEWHERE');
  return queue;
}

function seatOf({ queueDay, queueId, venueId, date, slot, seat, start, end }: AppointmentDoc) {
  return { queueDay, queueId, venueId, date, slot, seat, start, end };
}
