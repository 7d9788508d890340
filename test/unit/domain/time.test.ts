import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  at,
  dateOf,
  daysBetween,
  minutesOf,
  timeOf,
  timeOfMinutes,
  toIso,
  weekday,
} from '../../../shared/domain/time';

const instants = fc.date({
  min: new Date('1992-01-01'),
  max: new Date('2100-01-01'),
  noInvalidDate: true,
});

describe('Beijing time', () => {
  it.each([
    ['2026-11-24T15:59:59Z', '2026-11-24T23:59:59+08:00', '2026-11-24', '23:59'],
    ['2026-11-24T16:00:00Z', '2026-11-25T00:00:00+08:00', '2026-11-25', '00:00'],
    ['2026-12-31T16:00:00.005Z', '2027-01-01T00:00:00.005+08:00', '2027-01-01', '00:00'],
    ['2028-02-28T20:30:00Z', '2028-02-29T04:30:00+08:00', '2028-02-29', '04:30'],
  ])('says %s as %s', (utc, iso, date, time) => {
    expect(toIso(new Date(utc))).toBe(iso);
    expect(dateOf(new Date(utc))).toBe(date);
    expect(timeOf(new Date(utc))).toBe(time);
  });

  it('agrees with the zone data of the machine', () => {
    const oracle = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(`${dateOf(instant)} ${timeOf(instant)}`).toBe(oracle.format(instant));
        expect(new Date(toIso(instant)).getTime()).toBe(instant.getTime());
      }),
    );
  });

  it('goes from a day and a time to the instant and back', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 1439 }), (day, minutes) => {
        const instant = at(dateOf(day), timeOfMinutes(minutes));
        expect(dateOf(instant)).toBe(dateOf(day));
        expect(minutesOf(timeOf(instant))).toBe(minutes);
      }),
    );
    expect(at('2026-11-26', '24:00')).toEqual(at('2026-11-27', '00:00'));
  });

  it('counts days over months, leap years and year ends', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-11-24', '2027-03-01')).toBe(97);
    expect([weekday('2026-11-23'), weekday('2026-11-29')]).toEqual([1, 7]);
  });
});
