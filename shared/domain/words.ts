import { type CalendarDate, dateOf, daysBetween, minutesOf, type TimeOfDay, timeOf, weekday } from './time';

/** How the product says days, times, limits, money and distances to people (all in plain Chinese). */

/** Monday first. */
export const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const relative: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' };

/** `周四` */
export function weekdayWords(date: CalendarDate): string {
  return weekdayNames[weekday(date) - 1] ?? '';
}

/** `11月26日`, with the year when it is not that of `today`. */
export function dateWords(date: CalendarDate, today: CalendarDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const short = `${Number(month)}月${Number(day)}日`;
  return year === today.slice(0, 4) ? short : `${Number(year)}年${short}`;
}

/** `明天（11月26日 周四）`, farther away `11月30日 周一`. */
export function dayWords(date: CalendarDate, today: CalendarDate): string {
  const full = `${dateWords(date, today)} ${weekdayWords(date)}`;
  const near = relative[daysBetween(today, date)];
  return near ? `${near}（${full}）` : full;
}

/** `明天`, or the date where no such word fits: for a line that has no room for both. */
export function shortDayWords(date: CalendarDate, today: CalendarDate): string {
  return relative[daysBetween(today, date)] ?? dateWords(date, today);
}

/** `上午 9:00`, `下午 2:30`: the hour as it is spoken. */
export function spokenTime(time: TimeOfDay): string {
  const minutes = minutesOf(time);
  const hour = Math.floor(minutes / 60);
  const period = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 13 ? '中午' : hour < 18 ? '下午' : '晚上';
  return `${period} ${hour > 12 ? hour - 12 : hour}:${time.slice(3)}`;
}

/** `8:30`, `17:30`: as it stands on a door. */
export function clockWords(time: TimeOfDay): string {
  return `${Number(time.slice(0, 2))}:${time.slice(3)}`;
}

/** `明天（11月26日 周四）上午 9:00`; beyond tomorrow's tomorrow `11月30日 周一 上午 9:00`. */
export function whenWords(instant: Date, now: Date): string {
  const day = dayWords(dateOf(instant), dateOf(now));
  return `${day}${day.endsWith('）') ? '' : ' '}${spokenTime(timeOf(instant))}`;
}

/** `20 元`, `0.5 元`, `不收费`. @param fen whole 分, ≥ 0 */
export function moneyWords(fen: number): string {
  if (fen === 0) return '不收费';
  return `${fen % 100 === 0 ? fen / 100 : (fen / 100).toFixed(2).replace(/0$/, '')} 元`;
}

/** `350 米`, `1.2 公里`, `23 公里`. @param metres ≥ 0 */
export function distanceWords(metres: number): string {
  if (metres < 995) return `${Math.max(10, Math.round(metres / 10) * 10)} 米`;
  const kilometres = metres / 1000;
  return `${kilometres < 9.95 ? kilometres.toFixed(1).replace(/\.0$/, '') : Math.round(kilometres)} 公里`;
}

export type DurationUnit = 'working-day' | 'calendar-day' | 'hour' | 'instant';

/** `当场办好`, `20 个工作日`, `15 天`, `4 小时`. */
export function durationWords(value: number, unit: DurationUnit): string {
  if (unit === 'instant') return '当场办好';
  return `${value} ${{ 'working-day': '个工作日', 'calendar-day': '天', hour: '小时' }[unit]}`;
}

/** Whether someone who searches wants the mode for older people (MIIT 适老化通用设计规范: reachable by search). */
export function asksForElderMode(query: string): boolean {
  return /长辈|关怀|亲情|老年|适老|大字/.test(query) && /版|模式|大字/.test(query);
}
