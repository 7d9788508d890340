import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  countWorkingDays,
  createCalendar,
  type YearNotice,
} from '../../../shared/domain/calendar';
import {
  afterEffect,
  type CaseClocks,
  deadlinesOf,
  EXTENSION_DAYS,
  stoppedClocks,
} from '../../../shared/domain/case-clock';

/**
 * The slow oracle: asks day by day, with the machine's own calendar, and shares no code with what it judges.
 */
class Oracle {
  constructor(private readonly notices: readonly YearNotice[]) {}

  known(day: Date): boolean {
    return this.notices.some(({ year }) => year === day.getUTCFullYear());
  }

  worked(day: Date): boolean {
    const notice = this.notices.find(({ year }) => year === day.getUTCFullYear());
    const short = day.toISOString().slice(5, 10);
    if (notice?.work.includes(short)) return true;
    const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
    const off = notice
      ? Object.hasOwn(notice.off, short)
      : ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].includes(short);
    return !weekend && !off;
  }

  /** The days after `from`, one by one, for four years. */
  *after(from: string) {
    for (let n = 1; n < 1_500; n += 1) {
      const day = new Date(`${from}T00:00:00Z`);
      day.setUTCDate(day.getUTCDate() + n);
      yield day;
    }
  }

  add(from: string, count: number) {
    if (count === 0) return { date: from, provisional: false };
    let left = count;
    let provisional = false;
    for (const day of this.after(from)) {
      if (!this.known(day)) provisional = true;
      if (this.worked(day)) left -= 1;
      if (left === 0) return { date: day.toISOString().slice(0, 10), provisional };
    }
    throw new Error('beyond the oracle');
  }

  count(from: string, to: string) {
    const days = [...this.after(from)].filter((day) => day.toISOString().slice(0, 10) <= to);
    return {
      count: days.filter((day) => this.worked(day)).length,
      provisional: days.some((day) => !this.known(day)),
    };
  }
}

const day = fc
  .date({ min: new Date('2025-12-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
/** Notices as wild as can be: any weekday off, any weekend day worked. */
const notice = (year: number): fc.Arbitrary<YearNotice> =>
  fc
    .record({
      off: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 40 }),
      work: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 20 }),
    })
    .map(({ off, work }) => {
      const at = (n: number) => new Date(Date.UTC(year, 0, 1 + n));
      const short = (n: number) => at(n).toISOString().slice(5, 10);
      return {
        year,
        off: Object.fromEntries(off.map((n) => [short(n), '节'])),
        work: work.filter((n) => at(n).getUTCDay() % 6 === 0 && !off.includes(n)).map(short),
      };
    });
const notices = fc
  .tuple(notice(2026), fc.option(notice(2027), { nil: undefined }))
  .map((both) => both.filter((n) => n !== undefined));

describe('working days beside a slow oracle', () => {
  it('are added as the oracle adds them', () => {
    fc.assert(
      fc.property(notices, day, fc.integer({ min: 0, max: 80 }), (known, from, count) => {
        expect(addWorkingDays(createCalendar(known), from, count)).toEqual(
          new Oracle(known).add(from, count),
        );
      }),
    );
  });

  it('are counted as the oracle counts them', () => {
    fc.assert(
      fc.property(notices, day, day, (known, from, to) => {
        expect(countWorkingDays(createCalendar(known), from, to)).toEqual(new Oracle(known).count(from, to));
      }),
    );
  });
});

/** A pause, in hours after the one before ended: how long it waits to begin, and how long it lasts. */
const pauses = fc.array(
  fc.record({ wait: fc.integer({ min: 0, max: 400 }), lasts: fc.integer({ min: 0, max: 900 }) }),
  {
    maxLength: 4,
  },
);
const HOUR = 3_600_000;
const beijing = (instant: Date) => new Date(instant.getTime() + 8 * HOUR).toISOString().slice(0, 10);

const dayBefore = (date: string) => new Date(Date.parse(date) - 24 * HOUR).toISOString().slice(0, 10);

describe('the clock of a case beside a slow oracle', () => {
  it('reaches its limit when the oracle has lived through as many working days outside the pauses', () => {
    const start = fc.date({ min: new Date('2026-01-05'), max: new Date('2026-11-30'), noInvalidDate: true });
    const limit = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(
        notices,
        start,
        limit,
        pauses,
        fc.boolean(),
        (known, acceptedAt, value, breaks, extended) => {
          let clocks: CaseClocks = afterEffect(stoppedClocks, 'start', acceptedAt);
          let now = acceptedAt;
          const stood: { from: string; until: string }[] = [];
          for (const { wait, lasts } of breaks) {
            const from = new Date(now.getTime() + wait * HOUR);
            const until = new Date(from.getTime() + lasts * HOUR);
            clocks = afterEffect(clocks, 'pause', from, { why: 'special-step', reason: '检验' });
            clocks = afterEffect(clocks, 'resume', until);
            stood.push({ from: beijing(from), until: beijing(until) });
            now = until;
          }
          if (extended) clocks = afterEffect(clocks, 'extend', acceptedAt);

          const oracle = new Oracle(known);
          // Lives through the days; a pause that begins before the limit is over adds the working days after the one it
          // began on, up to and with the one it ended on.
          let wanted = value + (extended ? EXTENSION_DAYS : 0);
          let lived = 0;
          let last = '';
          for (const each of oracle.after(dayBefore(beijing(acceptedAt)))) {
            last = each.toISOString().slice(0, 10);
            if (last > beijing(acceptedAt) && oracle.worked(each)) lived += 1;
            for (const { from, until } of stood) {
              if (from !== last) continue;
              // Begun on the last day and longer than it: the rest of that day is had on a day that is worked.
              const onLastDay = lived >= wanted && until > from;
              if (onLastDay && !oracle.worked(new Date(until))) wanted += 1;
              wanted += oracle.count(from, until).count;
            }
            if (lived >= wanted) break;
          }
          const { legal } = deadlinesOf(
            clocks,
            { promised: { value, unit: 'working-day' }, legal: { value, unit: 'working-day' } },
            createCalendar(known),
          );
          expect(beijing(new Date((legal?.by.getTime() ?? 0) - 1))).toBe(last);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('times of day', () => {
  it('are those of Beijing whatever zone the process is in', () => {
    const script = `
      import { addWorkingDays, createCalendar } from './shared/domain/calendar';
      import { at, dateOf, timeOf, toIso, weekday } from './shared/domain/time';
      import { deadlinesOf, stoppedClocks } from './shared/domain/case-clock';
      const calendar = createCalendar([{ year: 2026, off: { '10-01': '国庆节' }, work: ['10-10'] }]);
      const limits = { promised: { value: 3, unit: 'working-day' }, legal: { value: 4, unit: 'calendar-day' } };
      const said = ['2026-09-29T15:59:59Z', '2026-09-29T16:00:00Z', '2026-12-31T16:30:00Z'].map((text) => {
        const now = new Date(text);
        const clocks = { ...stoppedClocks, acceptedAt: now };
        return [toIso(now), dateOf(now), timeOf(now), weekday(dateOf(now)), at(dateOf(now), '24:00').toISOString(),
          addWorkingDays(calendar, dateOf(now), 5), deadlinesOf(clocks, limits, calendar)];
      });
      console.log(JSON.stringify(said));`;
    const inZone = (TZ: string) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      });
    const here = inZone('Asia/Shanghai');
    expect(JSON.parse(here)[1].slice(0, 3)).toEqual(['2026-09-30T00:00:00+08:00', '2026-09-30', '00:00']);
    for (const zone of ['America/New_York', 'Pacific/Kiritimati', 'UTC'])
      expect(inZone(zone), zone).toBe(here);
  });
});
