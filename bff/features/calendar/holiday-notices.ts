import seed from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { YearNotice } from '../../../shared/domain/calendar';

const holidays: Record<string, string> = seed.holidays;
const workdays: Record<string, string> = seed.workdays;

/**
 * The State Council's yearly notices as the package `chinese-days` has them. It answers "working day" for
 * every weekday it knows nothing of, so a year counts as known only when its National Day is in the data.
 */
export function seededNotices(): YearNotice[] {
  const years = new Set(Object.keys(holidays).map((date) => date.slice(0, 4)));
  return [...years]
    .filter((year) => holidays[`${year}-10-01`] !== undefined)
    .sort()
    .map((year) => ({
      year: Number(year),
      off: Object.fromEntries(
        Object.entries(holidays)
          .filter(([date]) => date.startsWith(year))
          .map(([date, names]) => [date.slice(5), names.split(',')[1] ?? '节假日']),
      ),
      work: Object.keys(workdays)
        .filter((date) => date.startsWith(year))
        .map((date) => date.slice(5)),
    }));
}
