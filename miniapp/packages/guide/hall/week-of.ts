import type { VenueDetail } from '../../../../shared/contract';
import { clockWords } from '../../../../shared/domain/words';

const names = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** The weekly hours with equal days put together: `周一到周五` `8:30–12:00，14:00–17:30`. */
export function weekOf(hours: VenueDetail['hours']): { days: string; times: string }[] {
  const groups: { first: number; last: number; times: string }[] = [];
  for (const { weekday, periods } of hours) {
    const times = periods.map(({ from, to }) => `${clockWords(from)}–${clockWords(to)}`).join('，') || '休息';
    const group = groups[groups.length - 1];
    if (group?.times === times && group.last === weekday - 1) group.last = weekday;
    else groups.push({ first: weekday, last: weekday, times });
  }
  return groups.map(({ first, last, times }) => ({
    days: first === last ? (names[first] ?? '') : `${names[first]}到${names[last]}`,
    times,
  }));
}
