import { lastDay } from '../../../shared/domain/case-clock';
import { type CalendarDate, dateOf, timeOf } from '../../../shared/domain/time';
import { spokenTime, weekdayWords } from '../../../shared/domain/words';

/** Whatever there is, a line each. */
export function lines(...parts: (string | false | undefined | '')[]): string {
  return parts.filter(Boolean).join('\n');
}

/** `11月26日 周四 上午 9:00`. Never 今天 or 明天: it is read later than it is written. */
export function momentOf(iso: string): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return `${plainDay(dateOf(instant))} ${spokenTime(timeOf(instant))}`;
}

/** `11月26日 周四`: the day of a deadline, which for one at midnight is the day that ends there, as the pages say it. */
export function dayOf(iso: string): string {
  const instant = new Date(iso);
  return Number.isNaN(instant.getTime()) ? iso : plainDay(lastDay(instant));
}

function plainDay(date: CalendarDate): string {
  const [, month = '', day = ''] = date.split('-');
  return `${Number(month)}月${Number(day)}日 ${weekdayWords(date)}`;
}
