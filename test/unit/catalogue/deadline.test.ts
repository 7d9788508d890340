import { describe, expect, it } from 'vitest';
import { seededNotices } from '../../../bff/features/calendar/holiday-notices';
import { deadlineWords } from '../../../bff/features/catalogue/deadline';
import type { Limit } from '../../../bff/features/catalogue/model';
import { createCalendar } from '../../../shared/domain/calendar';
import { hoursOn, type OpeningRules } from '../../../shared/domain/hours';
import { at } from '../../../shared/domain/time';

const calendar = createCalendar(seededNotices());
const day = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '17:30' },
];
const rules: OpeningRules = { week: [day, day, day, day, day, [], []], exceptions: [] };
const words = (limit: Limit, date: string, time: string) =>
  deadlineWords(limit, at(date, time), calendar, (d) => hoursOn(rules, d, calendar));
const working = (value: number): Limit => ({ value, unit: 'working-day' });

describe('the promised limit as a date', () => {
  it.each<[string, Limit, string, string]>([
    [
      'today, while the hall is open',
      working(20),
      '2026-11-24 10:00',
      '今天交齐材料，12月22日前办好（20 个工作日）',
    ],
    [
      'today, during the lunch break',
      working(1),
      '2026-11-24 12:30',
      '今天交齐材料，11月25日前办好（1 个工作日）',
    ],
    ['tomorrow, after closing', working(1), '2026-11-24 17:30', '明天交齐材料，11月26日前办好（1 个工作日）'],
    ['after the weekend', working(1), '2026-11-27 18:00', '11月30日交齐材料，12月1日前办好（1 个工作日）'],
    [
      'into a year whose holidays are not announced',
      working(30),
      '2026-11-24 10:00',
      '今天交齐材料，2027年1月6日前办好（30 个工作日；2027 年放假安排公布后可能有变）',
    ],
    ['over a make-up Saturday', working(2), '2026-10-08 10:00', '今天交齐材料，10月10日前办好（2 个工作日）'],
    [
      'calendar days',
      { value: 15, unit: 'calendar-day' },
      '2026-11-24 10:00',
      '今天交齐材料，12月9日前办好（15 天）',
    ],
    ['hours', { value: 4, unit: 'hour' }, '2026-11-24 10:00', '材料齐全，受理后 4 小时内办好'],
    ['at once', { value: 0, unit: 'instant' }, '2026-11-24 10:00', '材料齐全，当场办好'],
  ])('%s', (_, limit, moment, expected) => {
    const [date = '', time = ''] = moment.split(' ');
    expect(words(limit, date, time)).toBe(expected);
  });
});
