import { addWorkingDays } from '../../../shared/domain/calendar';
import {
  addDays,
  at,
  type CalendarDate,
  dateOf,
  minutesOf,
  timeOfMinutes,
} from '../../../shared/domain/time';
import { dayWords } from '../../../shared/domain/words';
import type { Settings } from '../../settings';
import type { AppointmentDoc } from './model';
import type { BookingNeeds, BookingQueue } from './needs';

/** One time of a queue on one day, as it is offered. */
export interface Slot {
  /** `HH:mm` in Beijing. */
  slot: string;
  start: Date;
  end: Date;
}

export interface BookingDay {
  queueDay: string;
  date: CalendarDate;
  /** The hall is open that day. */
  open: boolean;
  /** Why nothing is offered; null when something is. */
  reason: string | null;
  slots: Slot[];
}

/** What the times of a queue follow from. */
type OfferedQueue = Pick<BookingQueue, 'id' | 'venueId' | 'slotMinutes'>;

export const queueDayOf = (queueId: string, date: CalendarDate) => `${queueId}:${date}`;

/**
 * Which days and times can be booked: nothing of it is stored, it follows from the queue's rules, the hall's
 * real hours and the working calendar (1 to 5 working days ahead).
 */
export class Timetable {
  constructor(
    private readonly venues: Pick<BookingNeeds['venues'], 'periodsOn' | 'calendar'>,
    private readonly rules: Settings['booking'],
  ) {}

  /**
   * Every day from the first to the last that can be booked, closed ones included.
   * @param extra working days beyond them, for whom the hall cancelled
   */
  dates(now: Date, extra = 0): CalendarDate[] {
    const today = dateOf(now);
    const { calendar } = this.venues;
    const first = addWorkingDays(calendar, today, this.rules.minDaysAhead).date;
    const last = addWorkingDays(calendar, today, this.rules.maxDaysAhead + extra).date;
    const dates: CalendarDate[] = [];
    for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
    return dates;
  }

  days(queue: OfferedQueue, now: Date, extra = 0): BookingDay[] {
    return this.dates(now, extra).map((date) => this.bookableDay(queue, date, now));
  }

  /** One day, whether it can be booked or not. */
  day(queue: OfferedQueue, date: CalendarDate, now: Date, extra = 0): BookingDay {
    const dates = this.dates(now, extra);
    if (dates.includes(date)) return this.bookableDay(queue, date, now);
    const reason = this.outside(date, dates, now);
    return { queueDay: queueDayOf(queue.id, date), date, open: false, reason, slots: [] };
  }

  /** Why the hall is not open at the time of an appointment after all; null when it is. */
  closedReason({ venueId, date, start, end }: Pick<AppointmentDoc, 'venueId' | 'date' | 'start' | 'end'>) {
    const { periods, reason } = this.venues.periodsOn(venueId, date);
    const open = periods.some(({ from, to }) => at(date, from) <= start && end <= at(date, to));
    return open ? null : (reason ?? '开放时间有调整');
  }

  /** A day out of `dates`. */
  bookableDay(queue: OfferedQueue, date: CalendarDate, now: Date): BookingDay {
    const { periods, reason } = this.venues.periodsOn(queue.venueId, date);
    const slots = periods
      .flatMap(({ from, to }) => slotsBetween(date, minutesOf(from), minutesOf(to), queue.slotMinutes))
      .filter(({ start }) => start > now);
    const open = periods.length > 0;
    return {
      queueDay: queueDayOf(queue.id, date),
      date,
      open,
      reason: slots.length > 0 ? null : open ? '今天的时间已经过了' : (reason ?? '不开放'),
      slots,
    };
  }

  private outside(date: CalendarDate, dates: CalendarDate[], now: Date): string {
    const today = dateOf(now);
    if (date < today) return '这一天已经过去';
    const last = dates.at(-1);
    if (last && date > last) return `现在可以约到${dayWords(last, today)}`;
    return '这一天不用预约，直接到大厅取号';
  }
}

/** Whole slots only: what does not fit before the break is not offered. */
function slotsBetween(date: CalendarDate, from: number, to: number, minutes: number): Slot[] {
  const slots: Slot[] = [];
  for (let start = from; start + minutes <= to; start += minutes) {
    const slot = timeOfMinutes(start);
    slots.push({ slot, start: at(date, slot), end: at(date, timeOfMinutes(start + minutes)) });
  }
  return slots;
}
