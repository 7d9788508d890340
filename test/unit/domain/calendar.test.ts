import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededNotices } from '../../../bff/features/calendar/holiday-notices';
import { addWorkingDays, countWorkingDays, createCalendar } from '../../../shared/domain/calendar';
import { addDays, weekday } from '../../../shared/domain/time';

const calendar = createCalendar(seededNotices());
const dates = fc.integer({ min: 0, max: 365 * 6 }).map((days) => addDays('2023-01-01', days));

describe('working-day calendar', () => {
  it('knows its years and no others', () => {
    expect(calendar.years.at(-1)).toBe(2026);
    expect(calendar.knows('2026-12-31')).toBe(true);
    expect(calendar.knows('2027-01-01')).toBe(false);
  });

  it.each([
    ['2026-11-25', true, 'a Wednesday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-02-14', true, 'a Saturday worked before Spring Festival'],
    ['2026-02-17', false, 'Spring Festival'],
    ['2026-10-10', true, 'a Saturday worked after National Day'],
    ['2026-10-07', false, 'a Wednesday off for National Day'],
    ['2027-01-01', false, 'off by law in every year'],
    ['2027-02-08', true, 'a Monday of a year without notice'],
  ])('%s working: %s, %s', (date, working) => {
    expect(calendar.isWorkingDay(date)).toBe(working);
  });

  it('names holidays', () => {
    expect(calendar.holiday('2026-09-25')).toBe('中秋');
    expect(calendar.holiday('2026-11-28')).toBeNull();
    expect(calendar.isMakeUpDay('2026-02-14')).toBe(true);
    expect(calendar.isMakeUpDay('2026-11-28')).toBe(false);
  });

  it.each([
    ['2026-11-24', 5, '2026-12-01', false],
    ['2026-09-24', 3, '2026-09-30', false],
    ['2026-02-13', 1, '2026-02-14', false],
    ['2026-02-14', 1, '2026-02-24', false],
    ['2026-12-28', 3, '2026-12-31', false],
    ['2026-12-28', 4, '2027-01-04', true],
    ['2026-11-28', 0, '2026-11-28', false],
  ])('%s and %i working days is %s (provisional: %s)', (from, count, date, provisional) => {
    expect(addWorkingDays(calendar, from, count)).toEqual({ date, provisional });
  });

  it('agrees with a slow oracle that writes every working day down', () => {
    const workedDays: string[] = [];
    for (let date = '2023-01-01'; date < '2031-01-01'; date = addDays(date, 1))
      if (calendar.isMakeUpDay(date) || (weekday(date) < 6 && !calendar.holiday(date))) workedDays.push(date);
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 90 }), (from, count) => {
        const reached = addWorkingDays(calendar, from, count);
        expect(reached.date).toBe(workedDays.filter((date) => date > from)[count - 1]);
        expect(reached.provisional).toBe(reached.date > '2026-12-31');
        expect(countWorkingDays(calendar, from, reached.date)).toEqual({
          count,
          provisional: reached.provisional,
        });
      }),
    );
  });

  it('counts nothing backwards', () => {
    expect(countWorkingDays(calendar, '2026-11-26', '2026-11-25')).toEqual({ count: 0, provisional: false });
  });

  it('takes a later notice for the same year', () => {
    const corrected = createCalendar([
      ...seededNotices(),
      { year: 2026, off: { '11-25': '补充放假' }, work: ['11-28'] },
    ]);
    expect(corrected.isWorkingDay('2026-11-25')).toBe(false);
    expect(corrected.isWorkingDay('2026-11-28')).toBe(true);
    expect(corrected.isWorkingDay('2026-02-17')).toBe(true);
  });
});
