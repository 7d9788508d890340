import { createCalendar, type WorkingDayCalendar } from '../../../shared/domain/calendar';
import type { Deps } from '../../deps';
import { DataVersion } from '../../stores/data-version';
import type { AnyModel } from '../../stores/indexes';
import { seededNotices } from './holiday-notices';
import { CALENDAR_VERSION, type NoticeDoc, noticeModel, noticeOf } from './model';

/** The working days as they are known now; whoever keeps it sees an import a few seconds after it. */
export interface HolidayCalendar extends WorkingDayCalendar {
  models: AnyModel[];
  /** Reads anew when another version is stored than the one in memory. */
  refresh(): Promise<void>;
  /** Called after an import was read. */
  onChange(listener: () => void): void;
  /**
   * Has something counted anew once after each import, by whichever process comes first; again after a crash.
   * @param what its name, for ever
   */
  afterImport(what: string, run: () => Promise<unknown>): void;
}

const REFRESH_EVERY_MS = 3_000;

/**
 * The working-day calendar: the notices of the package, and over them those that were imported. Reads them before it
 * answers, and again whenever the data-version says so.
 */
export async function createHolidayCalendar(
  deps: Pick<Deps, 'mongo' | 'log' | 'work'>,
): Promise<HolidayCalendar> {
  const notices = noticeModel(deps.mongo);
  const version = new DataVersion(deps.mongo, CALENDAR_VERSION);
  const listeners: (() => void)[] = [];
  let known = 0;
  let current = createCalendar(seededNotices());

  const load = async (stored: number) => {
    const imported = await notices.find().lean<NoticeDoc[]>();
    current = createCalendar([...seededNotices(), ...imported.map(noticeOf)]);
    known = stored;
  };
  const refresh = async () => {
    const stored = await version.read();
    if (stored === known) return;
    await load(stored);
    deps.log.info({ years: current.years.slice(-3), imports: stored }, 'holidays read anew');
    for (const listener of listeners) listener();
  };
  await load(await version.read());
  deps.work.add({ name: 'calendar-refresh', every: REFRESH_EVERY_MS, run: refresh });

  return {
    get years() {
      return current.years;
    },
    knows: (date) => current.knows(date),
    isWorkingDay: (date) => current.isWorkingDay(date),
    isMakeUpDay: (date) => current.isMakeUpDay(date),
    holiday: (date) => current.holiday(date),
    models: [notices, version.model],
    refresh,
    onChange: (listener) => {
      listeners.push(listener);
    },
    afterImport: (what, run) => {
      const done = new DataVersion(deps.mongo, `${CALENDAR_VERSION}-${what}`);
      let seen = 0;
      deps.work.add({
        name: `calendar-${what}`,
        every: REFRESH_EVERY_MS,
        run: async () => {
          await refresh();
          const with_ = known;
          if (seen === with_ || (await done.read()) >= with_) {
            seen = with_;
            return;
          }
          await run();
          await done.set(with_);
          seen = with_;
        },
      });
    },
  };
}
