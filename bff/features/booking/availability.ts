import type { FreeTime } from '../../../shared/contract/venues';
import { dateOf, minutesOf, toIso } from '../../../shared/domain/time';
import { dayWords, whenWords } from '../../../shared/domain/words';
import type { Clock } from '../../clock';
import { PreparedCache } from '../../http/prepared-cache';
import type { Prepared } from '../../http/route';
import { Problem } from '../../problem';
import type { BookingNeeds, BookingQueue } from './needs';
import type { Occupancy } from './occupancy';
import type { BookingDay, Slot, Timetable } from './timetable';

/** How old the seats on a screen may be; one's own booking shows at once. */
const SCREEN_MS = 1_000;
/** How old "first free" in a list of halls may be. */
const LIST_MS = 3_000;
/** How many other times a refusal names. */
const OFFERS = 3;
const MOST_PREPARED = 3_000;

export interface OpenTime extends Slot {
  queueId: string;
  date: string;
}

export interface DayLeft extends BookingDay {
  left: Map<string, number>;
  total: number;
}

/** What is free: for screens, lists and refusals. */
export class Availability {
  private readonly prepared: PreparedCache;
  /** Raised with every seat that changes here: what was prepared before is asked for no more. */
  private readonly changes = new Map<string, number>();

  constructor(
    private readonly venues: BookingNeeds['venues'],
    private readonly timetable: Timetable,
    private readonly occupancy: Occupancy,
    private readonly clock: Clock,
  ) {
    this.prepared = new PreparedCache(clock, SCREEN_MS, MOST_PREPARED);
    venues.onChange(() => this.prepared.clear());
    occupancy.onChange((queueDay) => {
      const queueId = queueDay.slice(0, queueDay.lastIndexOf(':'));
      this.changes.set(queueId, (this.changes.get(queueId) ?? 0) + 1);
    });
  }

  /** @throws Problem NOT_FOUND */
  queue(id: string): BookingQueue {
    const queue = this.venues.queue(id);
    if (!queue) throw new Problem('NOT_FOUND', { next: '返回大厅页重新选择窗口。' });
    return queue;
  }

  /**
   * The first time of each queue that can be booked; null when all are taken or the queue is unknown. One
   * question to MongoDB a day, and nearly always the first day has something.
   */
  async firstFreeMany(queueIds: readonly string[]): Promise<Map<string, FreeTime | null>> {
    const open = await this.firstOpen(queueIds, () => false);
    return new Map(
      queueIds.map((id) => {
        const time = open.get(id);
        return [id, time ? freeTimeOf(time) : null];
      }),
    );
  }

  /** As `firstFreeMany`, without what was just found to be taken. */
  async firstOpen(
    queueIds: readonly string[],
    taken: (queueId: string, date: string, slot: string) => boolean,
    extra = 0,
  ): Promise<Map<string, OpenTime>> {
    const now = this.clock.now();
    const dates = this.timetable.dates(now, extra);
    const found = new Map<string, OpenTime>();
    let left = queueIds.map((id) => this.venues.queue(id)).filter((queue) => queue !== null);
    for (const date of dates) {
      if (left.length === 0) break;
      const days = new Map(left.map((queue) => [queue.id, this.timetable.bookableDay(queue, date, now)]));
      const asked = [...days.values()]
        .filter(({ slots }) => slots.length > 0)
        .map(({ queueDay }) => queueDay);
      const counts = asked.length > 0 ? await this.occupancy.counts(asked, LIST_MS) : new Map();
      left = left.filter((queue) => {
        const day = days.get(queue.id);
        const first = day?.slots.find(
          ({ slot }) =>
            (counts.get(day.queueDay)?.get(slot) ?? 0) < queue.seatsPerSlot && !taken(queue.id, date, slot),
        );
        if (first) found.set(queue.id, { ...first, queueId: queue.id, date });
        return first === undefined;
      });
    }
    return found;
  }

  /** GET /queues/{id}/days. */
  days(queueId: string): Promise<Prepared> {
    return this.remembered(queueId, 'days', async (queue) => {
      const today = dateOf(this.clock.now());
      const days = await this.daysLeft(queue, SCREEN_MS);
      return {
        queueId,
        queueName: queue.name,
        venueId: queue.venueId,
        venueName: this.venues.venue(queue.venueId)?.name ?? '',
        firstFree: firstFreeOf(days),
        days: days.map(({ date, open, reason, total }) => ({
          date,
          words: dayWords(date, today),
          open,
          reason: reason ?? (total === 0 ? '约满了' : null),
          left: total,
        })),
      };
    });
  }

  /** GET /queues/{id}/slots. */
  slots(queueId: string, date: string): Promise<Prepared> {
    return this.remembered(queueId, date, async (queue) => {
      const now = this.clock.now();
      const days = await this.daysLeft(queue, SCREEN_MS);
      const day = days.find((each) => each.date === date) ?? {
        ...this.timetable.day(queue, date, now),
        left: new Map<string, number>(),
        total: 0,
      };
      const free = days.filter(({ total }) => total > 0).map((each) => each.date);
      return {
        queueId,
        date,
        words: dayWords(date, dateOf(now)),
        open: day.open,
        reason: day.reason ?? (day.total === 0 ? '约满了' : null),
        slots: day.slots.map(({ slot, start, end }) => ({
          slot,
          start: toIso(start),
          end: toIso(end),
          period: minutesOf(slot) < 12 * 60 ? 'morning' : 'afternoon',
          seats: queue.seatsPerSlot,
          left: day.left.get(slot) ?? 0,
        })),
        previous: free.findLast((each) => each < date) ?? null,
        next: free.find((each) => each > date) ?? null,
      };
    });
  }

  /**
   * What to do instead of a time that is gone: the nearest ones before and after it that day, and the next
   * day's first. Says so when nothing is free at all.
   */
  async offersNear(queue: BookingQueue, date: string, slot: string): Promise<string> {
    const days = await this.daysLeft(queue, SCREEN_MS);
    const free = days.flatMap((day) =>
      day.slots
        .filter((each) => (day.left.get(each.slot) ?? 0) > 0)
        .map((each) => ({ ...each, date: day.date })),
    );
    const before = free.findLast((each) => each.date === date && each.slot < slot);
    const [first, second] = free.filter((each) => each.date === date && each.slot > slot);
    const later = free.find((each) => each.date > date);
    const earlier = free.findLast((each) => each.date < date);
    const offers = [before, first, later, second, earlier]
      .filter((offer) => offer !== undefined)
      .slice(0, OFFERS)
      .sort((a, b) => a.start.getTime() - b.start.getTime());
    if (offers.length === 0) return fullWords;
    const now = this.clock.now();
    return `离得近的还有：${offers.map(({ start }) => whenWords(start, now)).join('；')}。`;
  }

  /** The bookable days of a queue with what is left. @param extra working days beyond them */
  async daysLeft(queue: BookingQueue, maxAge = SCREEN_MS, extra = 0): Promise<DayLeft[]> {
    const days = this.timetable.days(queue, this.clock.now(), extra);
    const counts = await this.occupancy.counts(
      days.filter(({ slots }) => slots.length > 0).map(({ queueDay }) => queueDay),
      maxAge,
    );
    return days.map((day) => {
      const taken = counts.get(day.queueDay);
      const left = new Map(
        day.slots.map(({ slot }) => [slot, Math.max(0, queue.seatsPerSlot - (taken?.get(slot) ?? 0))]),
      );
      return { ...day, left, total: [...left.values()].reduce((sum, each) => sum + each, 0) };
    });
  }

  private remembered(
    queueId: string,
    what: string,
    make: (queue: BookingQueue) => Promise<unknown>,
  ): Promise<Prepared> {
    const key = `${queueId} ${what} ${this.changes.get(queueId) ?? 0}`;
    return this.prepared.get(key, () => make(this.queue(queueId)));
  }
}

export const fullWords = '这几天的线上名额都约满了，每个工作日会放出新的一天；也可以直接到大厅现场取号。';

export function freeTimeOf({ date, slot, start, end }: OpenTime): FreeTime {
  return { date, slot, start: toIso(start), end: toIso(end) };
}

function firstFreeOf(days: readonly DayLeft[]): FreeTime | null {
  for (const { date, queueDay, slots, left } of days) {
    const first = slots.find(({ slot }) => (left.get(slot) ?? 0) > 0);
    if (first) return freeTimeOf({ ...first, date, queueId: queueDay });
  }
  return null;
}
