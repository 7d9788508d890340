import { describe, expect, it } from 'vitest';
import { Timetable } from '../../bff/features/booking/timetable';
import { readSettings } from '../../bff/settings';
import { createCalendar } from '../../shared/domain/calendar';
import { hoursOn, type OpeningRules } from '../../shared/domain/hours';

/** National Day 2026 as the State Council gave it: off 1 to 7 October, worked on 20 September and 10 October. */
const calendar = createCalendar([
  {
    year: 2026,
    off: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`10-0${day}`, '国庆节'])),
    work: ['09-20', '10-10'],
  },
]);
const office = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '17:30' },
];
const rules: OpeningRules = { week: [office, office, office, office, office, [], []], exceptions: [] };
const queue = { id: 'q', venueId: 'v', name: '窗口', slotMinutes: 30, seatsPerSlot: 2 };

function timetable(env: Record<string, string> = {}, opening: OpeningRules = rules) {
  const venues = {
    venue: () => null,
    queue: () => queue,
    periodsOn: (_: string, date: string) => hoursOn(opening, date, calendar),
    calendar,
    onChange: () => undefined,
  };
  return new Timetable(venues, readSettings({ NODE_ENV: 'test', ...env }).booking);
}

const at = (date: string, time = '09:00') => new Date(`${date}T${time}:00+08:00`);

describe('which days can be booked', () => {
  it('counts one to five working days, today left out', () => {
    expect(timetable().dates(at('2026-11-24'))).toEqual([
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
    ]);
  });

  it('counts by the day in Beijing', () => {
    expect(timetable().dates(new Date('2026-11-24T15:59:00Z'))[0]).toBe('2026-11-25');
    expect(timetable().dates(new Date('2026-11-24T16:00:00Z'))[0]).toBe('2026-11-26');
  });

  it('reaches over a long holiday and counts the make-up day', () => {
    const open = timetable()
      .days(queue, at('2026-09-30'))
      .filter(({ slots }) => slots.length > 0)
      .map(({ date }) => date);
    expect(open).toEqual(['2026-10-08', '2026-10-09', '2026-10-10', '2026-10-12', '2026-10-13']);
  });

  it('says why not', () => {
    const table = timetable();
    const reason = (date: string) => table.day(queue, date, at('2026-11-24')).reason;
    expect(reason('2026-11-28')).toBe('周末休息');
    expect(reason('2026-11-24')).toBe('这一天不用预约，直接到大厅取号');
    expect(reason('2026-11-23')).toBe('这一天已经过去');
    expect(reason('2026-12-02')).toBe('现在可以约到12月1日 周二');
    expect(reason('2026-11-25')).toBeNull();
  });
});

describe('which times', () => {
  const slots = (opening: OpeningRules, minutes = 30) =>
    timetable({}, opening)
      .day({ ...queue, slotMinutes: minutes }, '2026-11-25', at('2026-11-24'))
      .slots.map(({ slot }) => slot);

  it('fit between opening, lunch and closing', () => {
    expect(slots(rules)).toEqual([
      ...['08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30'],
      ...['14:00', '14:30', '15:00', '15:30', '16:00', '16:30', '17:00'],
    ]);
    expect(slots(rules, 60)).toEqual(['08:30', '09:30', '10:30', '14:00', '15:00', '16:00']);
  });

  it('follow announced hours', () => {
    const shorter = {
      from: '2026-11-25',
      to: '2026-11-25',
      periods: [{ from: '09:00', to: '10:00' }],
      reason: '检修',
    };
    expect(slots({ ...rules, exceptions: [shorter] })).toEqual(['09:00', '09:30']);
    expect(slots({ ...rules, exceptions: [{ ...shorter, periods: [] }] })).toEqual([]);
  });

  it('leave out what has begun where a hall takes bookings for today', () => {
    const day = timetable({ BOOKING_MIN_DAYS_AHEAD: '0' }).day(
      queue,
      '2026-11-24',
      at('2026-11-24', '16:30'),
    );
    expect(day.slots.map(({ slot }) => slot)).toEqual(['17:00']);
    const late = timetable({ BOOKING_MIN_DAYS_AHEAD: '0' }).day(
      queue,
      '2026-11-24',
      at('2026-11-24', '18:00'),
    );
    expect(late).toMatchObject({ open: true, reason: '今天的时间已经过了', slots: [] });
  });
});
