import { describe, expect, it } from 'vitest';
import { icalendar } from '../../../miniapp/packages/booking/icalendar';
import { nearestFree } from '../../../miniapp/packages/booking/slot/nearest-free';
import { weekOf } from '../../../miniapp/packages/guide/hall/week-of';

describe('the free time nearest to one that is gone', () => {
  const slots = (left: Record<string, number>) =>
    Object.entries(left).map(([slot, n]) => ({ slot, left: n }));

  it('is the closest with a seat, the earlier of two equally close', () => {
    expect(nearestFree(slots({ '09:00': 2, '09:30': 0, '10:00': 0, '10:30': 1 }), '10:00')).toBe('10:30');
    expect(nearestFree(slots({ '09:30': 1, '10:00': 0, '10:30': 1 }), '10:00')).toBe('09:30');
  });

  it('is never the one that is gone, and nothing when the day is full', () => {
    expect(nearestFree(slots({ '10:00': 1 }), '10:00')).toBeNull();
    expect(nearestFree(slots({ '09:30': 0, '10:00': 0 }), '10:00')).toBeNull();
  });
});

describe('the calendar entry', () => {
  const text = icalendar(
    {
      id: 'a1',
      itemName: '居民身份证换领',
      reference: 'ZT-1126-7K3Q',
      start: '2026-11-26T09:00:00+08:00',
      end: '2026-11-26T09:30:00+08:00',
      venue: { name: '昭通市政务服务中心', address: '二楼, 3 号; 东侧' },
    },
    new Date('2026-11-25T01:20:00Z'),
  );

  it('carries the time in UTC and a reminder an hour before', () => {
    expect(text).toContain('DTSTART:20261126T010000Z\r\n');
    expect(text).toContain('DTEND:20261126T013000Z\r\n');
    expect(text).toContain('TRIGGER:-PT60M\r\n');
  });

  it('escapes what RFC 5545 gives a meaning, and ends each line with CR LF', () => {
    expect(text).toContain('二楼\\, 3 号\\; 东侧');
    expect(text.split('\r\n').every((line) => !line.includes('\n'))).toBe(true);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });
});

describe('the weekly hours', () => {
  const day = [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '17:30' },
  ];

  it('are put together where days are alike', () => {
    const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, periods: weekday < 6 ? day : [] }));
    expect(weekOf(hours)).toEqual([
      { days: '周一到周五', times: '8:30–12:00，14:00–17:30' },
      { days: '周六到周日', times: '休息' },
    ]);
  });

  it('stay apart where they differ', () => {
    const hours = [1, 2, 3].map((weekday) => ({ weekday, periods: weekday === 2 ? [] : day }));
    expect(weekOf(hours).map(({ days }) => days)).toEqual(['周一', '周二', '周三']);
  });
});
