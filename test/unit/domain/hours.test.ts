import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNotices } from '../../../bff/features/calendar/holiday-notices';
import { createCalendar } from '../../../shared/domain/calendar';
import { hoursOn, type OpeningRules, openingAt, weekWords } from '../../../shared/domain/hours';
import { addDays, at, dateOf, minutesOf, timeOf, timeOfMinutes, toIso } from '../../../shared/domain/time';

const calendar = createCalendar(seededNotices());
const day = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '17:30' },
];
const hall: OpeningRules = { week: [day, day, day, day, day, [], []], exceptions: [] };
const closedFor = (from: string, to: string, reason: string): OpeningRules => ({
  ...hall,
  exceptions: [{ from, to, periods: [], reason }],
});

describe('hours of one day', () => {
  it.each([
    ['2026-11-25', day, null],
    ['2026-11-28', [], '周末休息'],
    ['2026-10-06', [], '国庆节放假'],
    ['2026-10-10', day, '调休上班'],
    ['2027-05-01', [], '劳动节放假'],
  ])('%s', (date, periods, reason) => {
    expect(hoursOn(hall, date, calendar)).toEqual({ periods, reason });
  });

  it('lets an announcement hold over the rule, the last one over the earlier', () => {
    const rules = {
      ...hall,
      exceptions: [
        { from: '2026-11-25', to: '2026-11-27', periods: [], reason: '停电检修' },
        {
          from: '2026-11-26',
          to: '2026-11-26',
          periods: [{ from: '09:00', to: '11:00' }],
          reason: '提前来电',
        },
      ],
    };
    expect(hoursOn(rules, '2026-11-25', calendar)).toEqual({ periods: [], reason: '停电检修' });
    expect(hoursOn(rules, '2026-11-26', calendar).periods).toEqual([{ from: '09:00', to: '11:00' }]);
    expect(hoursOn(rules, '2026-11-28', calendar).reason).toBe('周末休息');
  });

  it('lets a make-up Saturday of a station follow the first weekday it opens', () => {
    const village = { week: [[], day.slice(0, 1), [], day, [], [], []], exceptions: [] };
    expect(hoursOn(village, '2026-10-10', calendar).periods).toEqual(day.slice(0, 1));
    expect(hoursOn(village, '2026-11-25', calendar).reason).toBe('周三不开放');
  });
});

describe('open or not, in words', () => {
  it.each([
    ['2026-11-25 08:00', hall, false, '还没开门 · 8:30 开门', '2026-11-25T08:30:00+08:00'],
    ['2026-11-25 08:30', hall, true, '营业中 · 12:00 午休', '2026-11-25T12:00:00+08:00'],
    ['2026-11-25 12:00', hall, false, '午休 · 14:00 开门', '2026-11-25T14:00:00+08:00'],
    ['2026-11-25 17:29', hall, true, '营业中 · 17:30 关门', '2026-11-25T17:30:00+08:00'],
    ['2026-11-25 17:30', hall, false, '已关门 · 明天 8:30 开门', '2026-11-26T08:30:00+08:00'],
    ['2026-11-27 18:00', hall, false, '已关门 · 11月30日 8:30 开门', '2026-11-30T08:30:00+08:00'],
    ['2026-11-28 10:00', hall, false, '今天休息 · 后天 8:30 开门', '2026-11-30T08:30:00+08:00'],
    ['2026-10-10 15:00', hall, true, '营业中 · 17:30 关门', '2026-10-10T17:30:00+08:00'],
    ['2026-09-30 18:00', hall, false, '已关门 · 10月8日 8:30 开门', '2026-10-08T08:30:00+08:00'],
    ['2026-12-31 20:00', hall, false, '已关门 · 2027年1月4日 8:30 开门', '2027-01-04T08:30:00+08:00'],
    [
      '2026-11-23 10:00',
      closedFor('2026-11-23', '2026-11-25', '停电检修'),
      false,
      '今天休息 · 11月26日 8:30 开门',
      '2026-11-26T08:30:00+08:00',
    ],
  ])('%s', (moment, rules, open, words, nextChange) => {
    const [date = '', time = ''] = moment.split(' ');
    const opening = openingAt(rules, at(date, time), calendar);
    expect(opening).toMatchObject({ open, words });
    expect(opening.nextChange && toIso(opening.nextChange)).toBe(nextChange);
  });

  it('does not promise a day when there is none in sight', () => {
    const rules = closedFor('2026-01-01', '2027-12-31', '搬迁');
    expect(openingAt(rules, at('2026-11-25', '10:00'), calendar)).toEqual({
      open: false,
      words: '今天休息 · 暂停开放',
      nextChange: null,
    });
  });

  it('agrees with an oracle that walks minute by minute', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const period = fc.tuple(minute, fc.integer({ min: 1, max: 600 })).map(([from, length]) => ({
      from: timeOfMinutes(from),
      to: timeOfMinutes(Math.min(1440, from + length)),
    }));
    const week = fc.array(fc.array(period, { maxLength: 3 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(week, fc.integer({ min: 0, max: 360 }), minute, (anyWeek, offset, minutes) => {
        const rules = { week: anyWeek, exceptions: [] };
        const now = at(addDays('2026-01-01', offset), timeOfMinutes(minutes));
        const isOpen = (instant: Date) =>
          hoursOn(rules, dateOf(instant), calendar).periods.some(
            ({ from, to }) => from <= timeOf(instant) && minutesOf(timeOf(instant)) < minutesOf(to),
          );
        const { open, nextChange } = openingAt(rules, now, calendar);
        expect(open).toBe(isOpen(now));
        let walked = now;
        const until = nextChange ?? new Date(now.getTime() + 20 * 86_400_000);
        while (walked < until) {
          expect(isOpen(walked)).toBe(open);
          walked = new Date(walked.getTime() + 60_000);
        }
        // At midnight one day's last period may meet the next one's first.
        if (nextChange && timeOf(nextChange) !== '00:00') expect(isOpen(nextChange)).toBe(!open);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the week in a sentence', () => {
  it.each<[string, OpeningRules['week']]>([
    ['周一至周五 8:30–12:00、14:00–17:30，法定节假日休息', hall.week],
    [
      '周一、周二 8:30–12:00、14:00–17:30；周四 9:00–12:00，法定节假日休息',
      [day, day, [], [{ from: '09:00', to: '12:00' }], [], [], []],
    ],
    ['暂停开放', [[], [], [], [], [], [], []]],
  ])('%s', (words, week) => {
    expect(weekWords(week)).toBe(words);
  });
});
