import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';

/**
 * Draws the next number of a queue's day, `A012`. Counted up in one document; the unique index over the numbers refuses
 * what would be given twice, should that document ever be lost. One drawn and not used is skipped.
 */
export async function drawTicket(parts: BookingParts, queue: BookingQueue, date: string): Promise<string> {
  const drawn = await parts.queueDays
    .findOneAndUpdate(
      { _id: queueDayOf(queue.id, date) },
      { $inc: { tickets: 1 } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<{ tickets: number }>();
  return `${queue.prefix}${String(drawn?.tickets ?? 1).padStart(3, '0')}`;
}
