import type { YearNotice } from '../../../shared/domain/calendar';
import { addDays, daysBetween } from '../../../shared/domain/time';

/** A notice as a file says it. */
export interface NoticeFile extends YearNotice {
  source: string;
}

/** What is wrong with a file, each a line for a person. */
export class NoticeFaults extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join('\n'));
    this.name = 'NoticeFaults';
  }
}

const LONGEST_HOLIDAY_DAYS = 15;

/**
 * Reads the file of a yearly notice: JSON when it begins with a brace, else CSV (docs/calendar.md).
 * @throws NoticeFaults when it has not that form; what it says is checked by `faultsOf`
 */
export function readNotice(text: string): NoticeFile {
  const plain = text.replace(/^\ufeff/, '').trim();
  return plain.startsWith('{') ? fromJson(plain) : fromCsv(plain);
}

function fromJson(text: string): NoticeFile {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new NoticeFaults(['The file is not JSON']);
  }
  const { year, source, holidays, workdays } = given as Record<string, unknown>;
  const faults: string[] = [];
  if (typeof year !== 'number' || !Number.isInteger(year)) faults.push('year: a whole number is wanted');
  if (typeof source !== 'string' || source.trim() === '')
    faults.push('source: say where it was announced, e.g. the number of the notice');
  if (!Array.isArray(holidays)) faults.push('holidays: a list is wanted');
  if (!Array.isArray(workdays)) faults.push('workdays: a list is wanted');
  if (faults.length > 0) throw new NoticeFaults(faults);

  const days: DayRow[] = [];
  for (const [index, holiday] of (holidays as unknown[]).entries()) {
    const where = `holidays[${index}]`;
    const { name, from, to } = (holiday ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || name.trim() === '') faults.push(`${where}: a name is wanted`);
    else if (!isDate(from) || !isDate(to))
      faults.push(`${where} ${name}: from and to are days like 2027-01-01`);
    else if (daysBetween(from, to) < 0) faults.push(`${where} ${name}: it ends before it begins`);
    else if (daysBetween(from, to) >= LONGEST_HOLIDAY_DAYS) faults.push(`${where} ${name}: it is too long`);
    else
      for (let date = from; date <= to; date = addDays(date, 1))
        days.push({ where, date, kind: 'off', name: name.trim() });
  }
  for (const [index, date] of (workdays as unknown[]).entries()) {
    const where = `workdays[${index}]`;
    if (isDate(date)) days.push({ where, date, kind: 'work', name: '' });
    else faults.push(`${where}: a day like 2027-02-07 is wanted`);
  }
  return together(year as number, (source as string).trim(), days, faults);
}

/** `year,2027` and `source,…`, then `date,off|work,name`. */
function fromCsv(text: string): NoticeFile {
  const faults: string[] = [];
  const days: DayRow[] = [];
  let year: number | undefined;
  let source = '';
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const where = `line ${index + 1}`;
    const cells = line.split(',').map((cell) => cell.trim());
    const [first = '', second = '', third = ''] = cells;
    if (line.trim() === '' || first === 'date') continue;
    if (cells.length > 3) faults.push(`${where}: more than three cells`);
    else if (first === 'year' && /^\d{4}$/.test(second)) year = Number(second);
    else if (first === 'source') source = second;
    else if (!isDate(first)) faults.push(`${where}: it begins neither with a day nor with year or source`);
    else if (second !== 'off' && second !== 'work') faults.push(`${where}: the second cell is off or work`);
    else if (second === 'off' && third === '') faults.push(`${where}: the name of the holiday is wanted`);
    else days.push({ where, date: first, kind: second, name: third });
  }
  if (year === undefined) faults.push('year: a line like year,2027 is wanted');
  if (source === '') faults.push('source: a line that says where it was announced is wanted');
  return together(year ?? 0, source, days, faults);
}

interface DayRow {
  where: string;
  date: string;
  kind: 'off' | 'work';
  name: string;
}

/** @throws NoticeFaults with everything that is wrong so far, and with days said twice or of another year */
function together(year: number, source: string, days: readonly DayRow[], faults: string[]): NoticeFile {
  const off: Record<string, string> = {};
  const work: string[] = [];
  const said = new Set<string>();
  for (const { where, date, kind, name } of days) {
    if (!date.startsWith(`${year}-`)) faults.push(`${where}: ${date} is not a day of ${year}`);
    else if (said.has(date)) faults.push(`${where}: ${date} is said twice`);
    else if (kind === 'off') off[date.slice(5)] = name;
    else work.push(date.slice(5));
    said.add(date);
  }
  if (faults.length > 0) throw new NoticeFaults(faults);
  return { year, source, off, work: work.sort() };
}

/** A day that exists. */
function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
