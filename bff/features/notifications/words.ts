import { dateOf, timeOf } from '../../../shared/domain/time';
import { spokenTime, weekdayWords } from '../../../shared/domain/words';

/** Whatever there is, a line each. */
export function lines(...parts: (string | false | undefined | '')[]): string {
  return parts.filter(Boolean).join('\n');
}

/** `11月26日 周四 上午 9:00`. Never 今天 or 明天: it is read later than it is written. */
export function momentOf(iso: string): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return `${plainDay(instant)} ${spokenTime(timeOf(instant))}`;
}

/** `11月26日 周四`. */
export function dayOf(iso: string): string {
  const instant = new Date(iso);
  return Number.isNaN(instant.getTime()) ? iso : plainDay(instant);
}

function plainDay(instant: Date): string {
  const date = dateOf(instant);
  const [, month = '', day = ''] = date.split('-');
  return `${Number(month)}月${Number(day)}日 ${weekdayWords(date)}`;
}
