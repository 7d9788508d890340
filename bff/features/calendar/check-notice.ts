import type { YearNotice } from '../../../shared/domain/calendar';
import { addDays, type CalendarDate, daysBetween, weekday } from '../../../shared/domain/time';

/** The holidays every notice arranges (全国年节及纪念日放假办法 §2), and how many days of each are off by law. */
const holidays: { name: string; lawful: number; fixed?: string[] }[] = [
  { name: '元旦', lawful: 1, fixed: ['01-01'] },
  { name: '春节', lawful: 4 },
  { name: '清明', lawful: 1 },
  { name: '劳动节', lawful: 2, fixed: ['05-01', '05-02'] },
  { name: '端午', lawful: 1 },
  { name: '中秋', lawful: 1 },
  { name: '国庆', lawful: 3, fixed: ['10-01', '10-02', '10-03'] },
];

/** Since then 除夕 and 2 May are off by law (国务院令第795号). */
const TWO_MORE_DAYS_SINCE = 2025;
const LONGEST_BREAK_DAYS = 15;

/**
 * What a notice cannot say: a make-up day that is no weekend day, a holiday that is missing, torn apart, or shorter than the
 * law has it. Days of another year and days said twice are found on reading.
 * @returns a line for each fault
 */
export function faultsOf({ year, off, work }: YearNotice): string[] {
  const faults: string[] = [];
  const date = (day: string): CalendarDate => `${year}-${day}`;
  const rests = (day: CalendarDate) => {
    const short = day.slice(5);
    return off[short] !== undefined || (weekday(day) > 5 && !work.includes(short));
  };
  for (const day of work) {
    if (weekday(date(day)) <= 5) faults.push(`${date(day)} is no weekend day: it is worked anyway`);
    if (off[day] !== undefined) faults.push(`${date(day)} is off (${off[day]}) and worked`);
  }
  for (const { name, lawful, fixed = [] } of holidays) {
    const days = Object.keys(off)
      // The last days of December belong to the next year's 元旦.
      .filter((day) => off[day]?.includes(name) && !(name === '元旦' && day > '07-01'))
      .map(date)
      .sort();
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) {
      faults.push(`${name} is missing`);
      continue;
    }
    const length = daysBetween(first, last) + 1;
    const all = Array.from({ length }, (_, index) => addDays(first, index));
    const worked = all.find((day) => !rests(day));
    if (worked !== undefined) faults.push(`${name} is torn apart: ${worked} is worked`);
    if (length > LONGEST_BREAK_DAYS) faults.push(`${name} has ${length} days`);
    const least = leastOf(name, lawful, year);
    if (days.length < least) faults.push(`${name} has ${days.length} days, by law ${least}`);
    for (const day of fixed.slice(0, least))
      if (off[day] === undefined) faults.push(`${date(day)} is off by law (${name})`);
  }
  return faults;
}

function leastOf(name: string, lawful: number, year: number): number {
  const longerNow = name === '春节' || name === '劳动节';
  return longerNow && year < TWO_MORE_DAYS_SINCE ? lawful - 1 : lawful;
}
