import { describe, expect, it } from 'vitest';
import { periodsText, readPeriods } from '../../../miniapp/packages/desk/hall/periods';

const usual = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '17:30' },
];

describe('hours as people type them', () => {
  it.each([
    '8:30-12:00 14:00-17:30',
    '08:30-12:00，14:00-17:30',
    '8：30—12：00、14：00～17：30',
    ' 8:30 - 12:00 ; 14:00 至 17:30 ',
    '8:30到12:00,14:00到17:30',
  ])('reads %s', (text) => {
    expect(readPeriods(text)).toEqual(usual);
  });

  it('takes an empty line for closed', () => {
    expect(readPeriods('  ')).toEqual([]);
  });

  it.each(['8点到12点', '12:00-8:30', '8:30-12:00 11:00-13:00', '8:30-25:00', '8:60-9:00', '8:30'])(
    'does not guess at %s',
    (text) => {
      expect(readPeriods(text)).toBeNull();
    },
  );

  it('says them so that they can be typed again', () => {
    expect(periodsText(usual)).toBe('08:30-12:00 14:00-17:30');
    expect(readPeriods(periodsText(usual))).toEqual(usual);
  });
});
