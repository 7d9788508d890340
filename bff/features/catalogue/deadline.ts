import { addWorkingDays, type WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { DayHours } from '../../../shared/domain/hours';
import { addDays, type CalendarDate, dateOf, minutesOf, timeOf } from '../../../shared/domain/time';
import { dateWords, durationWords, shortDayWords } from '../../../shared/domain/words';
import type { Limit } from './model';

/** How far ahead the next open day is looked for. */
const LOOK_AHEAD_DAYS = 31;

/**
 * The promised limit as a date: `今天交齐材料，12月22日前办好（20 个工作日）`. Counts from the next day on which papers can
 * still be handed in, and says so when it reaches into a year whose holidays are not announced.
 * @param hoursOn the hours of the hall on a day
 */
export function deadlineWords(
  promised: Limit,
  now: Date,
  calendar: WorkingDayCalendar,
  hoursOn: (date: CalendarDate) => DayHours,
): string {
  const { value, unit } = promised;
  if (unit === 'instant') return '材料齐全，当场办好';
  if (unit === 'hour') return `材料齐全，受理后 ${durationWords(value, unit)}内办好`;
  const today = dateOf(now);
  const handedIn = nextOpenDay(now, hoursOn);
  const end =
    unit === 'working-day'
      ? addWorkingDays(calendar, handedIn, value)
      : { date: addDays(handedIn, value), provisional: false };
  const day = shortDayWords(handedIn, today);
  const note = end.provisional ? `；${end.date.slice(0, 4)} 年放假安排公布后可能有变` : '';
  return `${day}交齐材料，${dateWords(end.date, today)}前办好（${durationWords(value, unit)}${note}）`;
}

/** Today while the hall will still be open, else the next day it opens. */
function nextOpenDay(now: Date, hoursOn: (date: CalendarDate) => DayHours): CalendarDate {
  const today = dateOf(now);
  const minute = minutesOf(timeOf(now));
  if (hoursOn(today).periods.some(({ to }) => minutesOf(to) > minute)) return today;
  for (let i = 1; i <= LOOK_AHEAD_DAYS; i += 1) {
    const date = addDays(today, i);
    if (hoursOn(date).periods.length > 0) return date;
  }
  return today;
}
