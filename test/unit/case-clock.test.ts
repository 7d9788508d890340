import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../shared/domain/calendar';
import {
  afterEffect,
  type CaseClocks,
  type ClockLimit,
  deadlinesOf,
  stoppedClocks,
  warningsOf,
  workingDaysLeft,
} from '../../shared/domain/case-clock';
import { presentDeadline } from '../../shared/domain/case-words';
import { addDays, at, dateOf, toIso, weekday } from '../../shared/domain/time';
import { attempt, begin, isPaused, tries } from '../support/case-histories';

/** New Year's Day and a week off in October, one Saturday worked; nothing is known of 2028. */
const calendar = createCalendar([
  {
    year: 2026,
    off: { '10-01': '国庆节', '10-02': '国庆节', '10-05': '国庆节', '10-06': '国庆节', '10-07': '国庆节' },
    work: ['10-10'],
  },
  { year: 2027, off: { '01-01': '元旦' }, work: [] },
]);
const beijing = (text: string) => new Date(`${text}+08:00`);
const working = (value: number): ClockLimit => ({ value, unit: 'working-day' });
const limits = { promised: working(8), legal: working(20) };
const iso = (date: Date | undefined) => date && toIso(date);

const accepted = (on: string, more: Partial<CaseClocks> = {}): CaseClocks => ({
  ...stoppedClocks,
  acceptanceFrom: beijing(on),
  acceptedAt: beijing(on),
  ...more,
});
const pause = (from: string, until: string | null) => ({
  why: 'special-step' as const,
  reason: '',
  from: beijing(from),
  until: until === null ? null : beijing(until),
});
const promised = (clocks: CaseClocks, limit = working(8)) =>
  iso(deadlinesOf(clocks, { ...limits, promised: limit }, calendar).promised?.by);

describe('limits', () => {
  it.each<[string, string, ClockLimit, string]>([
    [
      'counts from the day after, to the end of the last day',
      '2026-11-24T09:00:00',
      working(8),
      '2026-12-05T00:00:00',
    ],
    ['the hour of the day changes nothing', '2026-11-24T23:59:59', working(8), '2026-12-05T00:00:00'],
    ['a second later it is another day', '2026-11-25T00:00:00', working(8), '2026-12-08T00:00:00'],
    ['over the holidays and the Saturday worked', '2026-09-30T09:00:00', working(4), '2026-10-13T00:00:00'],
    [
      'calendar days count every day',
      '2026-11-27T09:00:00',
      { value: 3, unit: 'calendar-day' },
      '2026-12-01T00:00:00',
    ],
    ['hours are exact', '2026-11-27T16:30:00', { value: 24, unit: 'hour' }, '2026-11-28T16:30:00'],
    ['at once is the same day', '2026-11-27T16:30:00', { value: 0, unit: 'instant' }, '2026-11-28T00:00:00'],
  ])('%s', (_, from, limit, by) => {
    expect(promised(accepted(from), limit)).toBe(`${by}+08:00`);
  });

  it.each<[string, string, string, ClockLimit, string]>([
    [
      'a pause takes out its working days',
      '2026-11-26T10:00:00',
      '2026-12-01T10:00:00',
      working(8),
      '2026-12-10T00:00:00',
    ],
    [
      'within a day it takes out none',
      '2026-11-26T10:00:00',
      '2026-11-26T17:00:00',
      working(8),
      '2026-12-05T00:00:00',
    ],
    [
      'over a weekend only Monday',
      '2026-11-27T17:00:00',
      '2026-11-30T09:00:00',
      working(8),
      '2026-12-08T00:00:00',
    ],
    [
      'of calendar days every day',
      '2026-11-27T17:00:00',
      '2026-11-30T09:00:00',
      { value: 10, unit: 'calendar-day' },
      '2026-12-08T00:00:00',
    ],
    [
      'of hours to the minute',
      '2026-11-24T10:00:00',
      '2026-11-24T11:30:00',
      { value: 4, unit: 'hour' },
      '2026-11-24T14:30:00',
    ],
    [
      'that began on the last day leaves the day on which it ends',
      '2026-12-04T11:00:00',
      '2026-12-09T09:00:00',
      working(8),
      '2026-12-10T00:00:00',
    ],
    [
      'that began on the last day and ended on a weekend gives the next day that is worked',
      '2026-12-04T11:00:00',
      '2026-12-06T09:00:00',
      working(8),
      '2026-12-08T00:00:00',
    ],
    [
      'that began on the last day and ended on a weekend weeks later too',
      '2026-12-04T11:00:00',
      '2026-12-20T09:00:00',
      working(8),
      '2026-12-22T00:00:00',
    ],
    [
      'that began on the last day and ended at midnight too',
      '2026-12-04T23:59:59',
      '2026-12-05T00:00:00',
      working(8),
      '2026-12-08T00:00:00',
    ],
    [
      'within the last day changes nothing',
      '2026-12-04T09:00:00',
      '2026-12-04T23:59:59',
      working(8),
      '2026-12-05T00:00:00',
    ],
    [
      'that began on the last of some calendar days leaves the day on which it ends',
      '2026-12-04T11:00:00',
      '2026-12-06T09:00:00',
      { value: 10, unit: 'calendar-day' },
      '2026-12-07T00:00:00',
    ],
    [
      'that began when it was over saves nothing',
      '2026-12-07T09:00:00',
      '2026-12-20T09:00:00',
      working(8),
      '2026-12-05T00:00:00',
    ],
  ])('%s', (_, from, until, limit, by) => {
    expect(promised(accepted('2026-11-24T09:00:00', { pauses: [pause(from, until)] }), limit)).toBe(
      `${by}+08:00`,
    );
  });

  it('stay where they are while a pause lasts', () => {
    expect(promised(accepted('2026-11-24T09:00:00', { pauses: [pause('2026-11-26T10:00:00', null)] }))).toBe(
      '2026-12-05T00:00:00+08:00',
    );
  });

  it('are ten working days longer once', () => {
    const longer = accepted('2026-11-24T09:00:00', { extendedAt: beijing('2026-12-01T09:00:00') });
    expect(promised(longer)).toBe('2026-12-19T00:00:00+08:00');
    expect(promised(longer, { value: 24, unit: 'hour' })).toBe('2026-12-09T09:00:00+08:00');
    // On a Friday evening and the Saturday after it: the later one stays the later.
    expect(promised(longer, { value: 80, unit: 'hour' })).toBe('2026-12-11T17:00:00+08:00');
    expect(promised(longer, { value: 90, unit: 'hour' })).toBe('2026-12-12T00:00:00+08:00');
  });

  it('are longer from the end that stood when it was approved, also when that was over as the clock stopped', () => {
    const pauses = [pause('2026-12-07T09:00:00', '2026-12-28T09:00:00')];
    const longer = accepted('2026-11-24T09:00:00', { pauses, extendedAt: beijing('2026-12-09T09:00:00') });
    // 4 December and ten days is the 18th: nine days left on the 7th, and so on the 28th.
    expect(promised(longer)).toBe('2027-01-12T00:00:00+08:00');
  });

  it('know whether they reach into a year without a notice', () => {
    const { promised, legal } = deadlinesOf(accepted('2027-12-15T09:00:00'), limits, calendar);
    expect([promised?.provisional, legal?.provisional]).toEqual([false, true]);
    const stood = accepted('2027-12-10T09:00:00', {
      pauses: [pause('2027-12-13T09:00:00', '2028-01-05T09:00:00')],
    });
    expect(deadlinesOf(stood, limits, calendar).promised?.provisional).toBe(true);
  });

  it('of acceptance: five working days from the papers, anew after a supplement; of delivery: ten from the decision', () => {
    const handed = afterEffect(stoppedClocks, 'start-acceptance', beijing('2026-11-24T09:00:00'));
    expect(iso(deadlinesOf(handed, limits, calendar).acceptance?.by)).toBe('2026-12-02T00:00:00+08:00');
    const asked = afterEffect(handed, 'pause', beijing('2026-11-25T09:00:00'), { why: 'citizen' });
    expect(deadlinesOf(asked, limits, calendar).acceptance).toBeNull();
    const back = afterEffect(asked, 'start-acceptance', beijing('2026-12-01T09:00:00'));
    expect(iso(deadlinesOf(back, limits, calendar).acceptance?.by)).toBe('2026-12-09T00:00:00+08:00');
    const taken = afterEffect(back, 'start', beijing('2026-12-03T09:00:00'));
    expect(deadlinesOf(taken, limits, calendar)).toMatchObject({
      acceptance: null,
      promised: { by: beijing('2026-12-16T00:00:00') },
    });
    const deemed = afterEffect(back, 'start', beijing('2026-12-09T00:00:00'), { deemed: true });
    expect(deemed.acceptedAt).toEqual(beijing('2026-12-01T09:00:00'));
    const decided = afterEffect(taken, 'decide', beijing('2026-12-10T09:00:00'));
    expect(iso(deadlinesOf(decided, limits, calendar).delivery?.by)).toBe('2026-12-25T00:00:00+08:00');
  });
});

describe('against counting day by day', () => {
  const days = fc.integer({ min: 0, max: 400 }).map((count) => addDays('2026-09-01', count));
  function isWorked(date: string): boolean {
    const off = weekday(date) > 5 && !calendar.isMakeUpDay(date);
    return !off && (calendar.holiday(date) === null || calendar.isMakeUpDay(date));
  }
  /**
   * Goes through the calendar one day at a time, using up a day of the limit on each that is worked and not paused. A last
   * day on which the clock stopped is finished on the day on which it runs on; where that is not worked, on the next.
   */
  function slowly(from: string, value: number, stood: readonly { from: string; until: string }[]): string {
    let date = from;
    let left = value;
    for (;;) {
      while (left > 0) {
        date = addDays(date, 1);
        const standing = stood.some((each) => each.from < date && date <= each.until);
        if (isWorked(date) && !standing) left -= 1;
      }
      const stop = stood.find((each) => each.from === date && each.until > date);
      if (!stop) return date;
      date = stop.until;
      left = isWorked(date) ? 0 : 1;
    }
  }

  it('with pauses one after another within the limit', () => {
    const gaps = fc.array(
      fc.record({ run: fc.integer({ min: 1, max: 6 }), stand: fc.integer({ min: 0, max: 20 }) }),
      {
        maxLength: 3,
      },
    );
    let onLastDay = 0;
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 30 }), gaps, (from, value, each) => {
        let cursor = from;
        const stood: { from: string; until: string }[] = [];
        for (const { run, stand } of each) {
          const start = addDays(cursor, run);
          if (start > slowly(from, value, stood)) break;
          if (start === slowly(from, value, stood)) onLastDay += 1;
          cursor = addDays(start, stand);
          stood.push({ from: start, until: cursor });
        }
        const clocks = accepted(`${from}T10:00:00`, {
          pauses: stood.map((one) => pause(`${one.from}T11:00:00`, `${one.until}T12:00:00`)),
        });
        expect(promised(clocks, working(value))).toBe(toIso(at(slowly(from, value, stood), '24:00')));
      }),
      { numRuns: 500, seed: 20261124 },
    );
    expect(onLastDay).toBeGreaterThan(5);
  });
});

describe('random histories of the table and the clocks', () => {
  const start = beijing('2026-09-20T09:00:00');
  const unit = fc.constantFrom<ClockLimit['unit']>('working-day', 'calendar-day', 'hour');
  const pair = fc
    .tuple(unit, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }))
    .map(([kind, value, more]) => ({
      promised: { value, unit: kind },
      legal: { value: value + more, unit: kind },
    }));

  it('keep every promise', () => {
    let extended = 0;
    let stood = 0;
    fc.assert(
      fc.property(pair, fc.array(tries, { minLength: 30, maxLength: 120 }), (given, all) => {
        let model = begin(start);
        for (const one of all) {
          const before = model;
          const { model: next, taken } = attempt(before, one, given, calendar);
          model = next;
          expect(model.supplements).toBeLessThanOrEqual(1);
          expect(model.extensions).toBeLessThanOrEqual(1);
          if (!taken) continue;
          for (const name of ['promised', 'legal'] as const) {
            const was = before.deadlines[name]?.by;
            const is = model.deadlines[name]?.by;
            if (!was) continue;
            // Never backwards; forwards only by the extension and by a pause that ended.
            expect(is?.getTime()).toBeGreaterThanOrEqual(was.getTime());
            const reason = taken === 'approve-extension' || (isPaused(before) && !isPaused(model));
            if (!reason) expect(is).toEqual(was);
            if (taken === 'approve-extension') extended += 1;
          }
          if (model.deadlines.promised && model.deadlines.legal)
            expect(model.deadlines.promised.by.getTime()).toBeLessThanOrEqual(
              model.deadlines.legal.by.getTime(),
            );
          // What was left when the clock stopped is left when it runs on.
          const paused = before.clocks.pauses.find(({ until }) => until === null);
          const over = model.clocks.pauses.at(-1)?.until;
          const by = model.deadlines.promised?.by;
          const wasBy = before.deadlines.promised?.by;
          if (!paused || !over || !by || !wasBy || wasBy <= paused.from) continue;
          // Never too late at the moment at which it runs on.
          expect(by.getTime()).toBeGreaterThan(over.getTime());
          if (given.promised.unit !== 'working-day') continue;
          stood += 1;
          const restOfLastDay = over >= wasBy && !calendar.isWorkingDay(dateOf(over)) ? 1 : 0;
          expect(workingDaysLeft(by, over, calendar)).toBe(
            Math.max(workingDaysLeft(wasBy, paused.from, calendar), restOfLastDay),
          );
        }
      }),
      { numRuns: 400, seed: 20261124 },
    );
    // The histories did come to what is claimed of them.
    expect(extended).toBeGreaterThan(5);
    expect(stood).toBeGreaterThan(5);
  });
});

describe('warnings', () => {
  it('come at half time, the working day before, and when it is over', () => {
    const from = beijing('2026-11-24T09:00:00');
    expect(warningsOf(from, beijing('2026-12-05T00:00:00'), 'working-day', calendar)).toEqual([
      { kind: 'half', at: beijing('2026-11-30T09:00:00') },
      { kind: 'near', at: beijing('2026-12-03T09:00:00') },
      { kind: 'over', at: beijing('2026-12-05T00:00:00') },
    ]);
    expect(warningsOf(from, beijing('2026-11-26T00:00:00'), 'working-day', calendar)).toEqual([
      { kind: 'over', at: beijing('2026-11-26T00:00:00') },
    ]);
    expect(warningsOf(from, beijing('2026-11-24T13:00:00'), 'hour', calendar)).toEqual([
      { kind: 'half', at: beijing('2026-11-24T11:00:00') },
      { kind: 'over', at: beijing('2026-11-24T13:00:00') },
    ]);
  });

  it('never come before the time began or after it is over, and in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 30 }), (day, value) => {
        const from = at(addDays('2026-09-01', day), '10:00');
        const { promised } = deadlinesOf(
          { ...stoppedClocks, acceptedAt: from },
          { ...limits, promised: working(value) },
          calendar,
        );
        const by = promised?.by ?? from;
        const moments = warningsOf(from, by, 'working-day', calendar).map((each) => each.at.getTime());
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
        expect(moments[0]).toBeGreaterThan(from.getTime());
        expect(moments.at(-1)).toBe(by.getTime());
      }),
    );
  });
});

describe('in words', () => {
  const by = beijing('2026-12-05T00:00:00');
  const say = (now: string, more: Partial<Parameters<typeof presentDeadline>[1]> = {}, provisional = false) =>
    presentDeadline(
      { by, provisional },
      { kind: 'limit', doneAt: null, pause: null, ...more },
      beijing(now),
      calendar,
    );

  it.each([
    ['2026-11-27T09:00:00', '12月4日前办好（还有 5 个工作日）', 'running'],
    ['2026-12-04T23:59:59', '12月4日前办好（今天是最后一天）', 'running'],
    ['2026-12-05T00:00:00', '应在 12月4日前办好，还没有办好', 'overdue'],
    ['2026-12-08T09:00:00', '应在 12月4日前办好，已经晚了 2 个工作日，还没有办好', 'overdue'],
  ])('at %s', (now, words, state) => {
    expect(say(now)).toMatchObject({ words, state });
  });

  it('what stands, what is kept, what was missed and what may change', () => {
    const standing = say('2026-12-20T09:00:00', { pause: pause('2026-12-01T09:00:00', null) });
    expect(standing).toMatchObject({ by: null, state: 'paused', words: '计时暂停，恢复后还有 3 个工作日' });
    expect(say('2026-12-20T09:00:00', { pause: pause('2026-12-04T09:00:00', null) }).words).toBe(
      '计时暂停，恢复后还有最后一天',
    );
    expect(say('2026-12-20T09:00:00', { pause: pause('2026-12-06T09:00:00', null) }).state).toBe('overdue');
    expect(say('2026-12-20T09:00:00', { doneAt: beijing('2026-12-04T09:00:00') })).toMatchObject({
      state: 'met',
    });
    expect(say('2026-12-20T09:00:00', { doneAt: by })).toMatchObject({ state: 'missed' });
    expect(say('2026-12-03T09:00:00', {}, true).words).toBe(
      '12月4日前办好（还有 1 个工作日；2026 年放假安排公布后可能有变）',
    );
    expect(say('2026-12-04T09:00:00', { exact: true }).words).toContain('凌晨 0:00前办好');
    expect(dateOf(by)).toBe('2026-12-05');
  });
});
