import { createCalendar, type WorkingDayCalendar, type YearNotice } from '../../../shared/domain/calendar';
import { addDays, type CalendarDate } from '../../../shared/domain/time';
import type { Deps } from '../../deps';
import { DataVersion } from '../../stores/data-version';
import { faultsOf } from './check-notice';
import { seededNotices } from './holiday-notices';
import { CALENDAR_VERSION, type NoticeDoc, noticeModel, noticeOf } from './model';
import { NoticeFaults, type NoticeFile } from './read-notice';

/** What an import changes. */
export interface NoticePreview {
  year: number;
  /** Whether anything was announced for the year before: then deadlines in it were provisional. */
  wasKnown: boolean;
  /** Days that were taken for worked and are off, with the holiday. */
  nowOff: { date: CalendarDate; name: string }[];
  /** Days that were taken for off and are worked. */
  nowWorked: CalendarDate[];
  /** Working days of the year. */
  workingDays: { before: number; after: number };
  /** The years that are known afterwards. */
  years: { first: number; last: number; missing: number[] };
}

/**
 * What importing a notice would change; nothing is stored.
 * @throws NoticeFaults when it says what no notice can say
 */
export async function previewNotice(deps: Pick<Deps, 'mongo'>, notice: NoticeFile): Promise<NoticePreview> {
  const faults = faultsOf(notice);
  if (faults.length > 0) throw new NoticeFaults(faults);
  const stored = await noticeModel(deps.mongo).find().lean<NoticeDoc[]>();
  const known = [...seededNotices(), ...stored.map(noticeOf)];
  return compare(createCalendar(known), createCalendar([...known, notice]), notice);
}

/**
 * Stores a notice, in place of what was known of its year; every process reads it within seconds and deadlines are
 * counted anew.
 * @throws NoticeFaults when it says what no notice can say
 */
export async function importNotice(
  deps: Pick<Deps, 'mongo' | 'clock'>,
  notice: NoticeFile,
): Promise<NoticePreview> {
  const preview = await previewNotice(deps, notice);
  const { year, off, work, source } = notice;
  await noticeModel(deps.mongo).replaceOne(
    { _id: year },
    { _id: year, off, work, source, importedAt: deps.clock.now() },
    { upsert: true },
  );
  await new DataVersion(deps.mongo, CALENDAR_VERSION).raise();
  return preview;
}

function compare(before: WorkingDayCalendar, after: WorkingDayCalendar, { year }: YearNotice): NoticePreview {
  const preview: NoticePreview = {
    year,
    wasKnown: before.knows(`${year}-01-01`),
    nowOff: [],
    nowWorked: [],
    workingDays: { before: 0, after: 0 },
    years: spanOf(after.years),
  };
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
    const [was, is] = [before.isWorkingDay(date), after.isWorkingDay(date)];
    preview.workingDays.before += Number(was);
    preview.workingDays.after += Number(is);
    if (was && !is) preview.nowOff.push({ date, name: after.holiday(date) ?? '' });
    if (!was && is) preview.nowWorked.push(date);
  }
  return preview;
}

function spanOf(years: readonly number[]): NoticePreview['years'] {
  const [first = 0, last = 0] = [years[0], years.at(-1)];
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return { first, last, missing: all.filter((year) => !years.includes(year)) };
}
