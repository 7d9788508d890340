import { addDays, type CalendarDate, daysBetween, weekday } from './time';

/** What one yearly notice of the State Council says about a year. */
export interface YearNotice {
  year: number;
  /** Days off, `MM-DD` → name of the holiday. */
  off: Record<string, string>;
  /** Weekend days that are worked (调休), `MM-DD`. */
  work: string[];
}

/** A day counted forward, and whether the count reached a year whose notice is not out yet. */
export interface CountedDay {
  date: CalendarDate;
  provisional: boolean;
}

/** Which days are worked. Made from notices; never guesses silently about a year it has none for. */
export interface WorkingDayCalendar {
  /** The years a notice is known for, ascending. */
  readonly years: readonly number[];
  knows(date: CalendarDate): boolean;
  isWorkingDay(date: CalendarDate): boolean;
  /** A weekend day that is worked. */
  isMakeUpDay(date: CalendarDate): boolean;
  /** Name of the holiday a day belongs to; null on every other day, plain weekends included. */
  holiday(date: CalendarDate): string | null;
}

/**
 * Days off by law on a fixed date of every year (全国年节及纪念日放假办法, 2025): all that can be said of a year before
 * its notice; the lunar holidays and the make-up days cannot.
 */
const fixedHolidays: Record<string, string> = {
  '01-01': '元旦',
  '05-01': '劳动节',
  '05-02': '劳动节',
  '10-01': '国庆节',
  '10-02': '国庆节',
  '10-03': '国庆节',
};

/** @param notices one a year; a later one for the same year replaces the earlier */
export function createCalendar(notices: readonly YearNotice[]): WorkingDayCalendar {
  const byYear = new Map(notices.map((notice) => [notice.year, notice]));
  const makeUp = new Set(
    [...byYear.values()].flatMap(({ year, work }) => work.map((day) => `${year}-${day}`)),
  );
  const noticeOf = (date: CalendarDate) => byYear.get(Number(date.slice(0, 4)));
  const holiday = (date: CalendarDate): string | null =>
    (noticeOf(date)?.off ?? fixedHolidays)[date.slice(5)] ?? null;
  return {
    years: [...byYear.keys()].sort((a, b) => a - b),
    knows: (date) => noticeOf(date) !== undefined,
    isMakeUpDay: (date) => makeUp.has(date),
    holiday,
    isWorkingDay: (date) => makeUp.has(date) || (weekday(date) <= 5 && holiday(date) === null),
  };
}

/**
 * The day on which a limit of working days ends, counted from the day after `from` (行政许可法 §82).
 * @param count whole, ≥ 0; 0 gives `from` itself
 */
export function addWorkingDays(calendar: WorkingDayCalendar, from: CalendarDate, count: number): CountedDay {
  let date = from;
  let provisional = false;
  for (let left = count; left > 0; ) {
    date = addDays(date, 1);
    provisional ||= !calendar.knows(date);
    if (calendar.isWorkingDay(date)) left -= 1;
  }
  return { date, provisional };
}

/** Working days after `from` up to and with `to`; 0 when `to` is not later. */
export function countWorkingDays(
  calendar: WorkingDayCalendar,
  from: CalendarDate,
  to: CalendarDate,
): { count: number; provisional: boolean } {
  let count = 0;
  let provisional = false;
  for (let i = daysBetween(from, to), date = from; i > 0; i -= 1) {
    date = addDays(date, 1);
    provisional ||= !calendar.knows(date);
    if (calendar.isWorkingDay(date)) count += 1;
  }
  return { count, provisional };
}
