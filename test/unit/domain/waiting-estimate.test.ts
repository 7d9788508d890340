import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateWait, type WaitingFacts } from '../../../shared/domain/waiting-estimate';

const facts = (more: Partial<WaitingFacts>): WaitingFacts => ({
  ahead: 0,
  windows: 1,
  took: [],
  planned: 5,
  ...more,
});
const times = (minutes: number, count: number) => Array.from({ length: count }, () => minutes);

describe('an estimate', () => {
  it.each<[string, Partial<WaitingFacts>, [number, number, string], string]>([
    [
      'is a guess from the plan at first',
      { ahead: 4 },
      [10, 50, 'guess'],
      '大约 10–50 分钟，今天刚开始，估得不准',
    ],
    ['of the next one is short', { ahead: 0, took: times(6, 15) }, [0, 6, 'good'], '6 分钟以内'],
    [
      'is rough with a few services',
      { ahead: 3, took: times(4, 5) },
      [12, 20, 'rough'],
      '大约 12–20 分钟，只能估个大概',
    ],
    [
      'is good with many that took alike',
      { ahead: 3, took: times(4, 15) },
      [12, 20, 'good'],
      '大约 12–20 分钟',
    ],
    [
      'is rough with many that took unlike',
      { ahead: 1, took: [...times(2, 8), ...times(30, 8)] },
      [2, 60, 'rough'],
      '大约 2–60 分钟，只能估个大概',
    ],
    [
      'is shared among windows',
      { ahead: 6, windows: 3, took: times(5, 20) },
      [10, 15, 'good'],
      '大约 10–15 分钟',
    ],
    [
      'does not believe forgotten buttons',
      { ahead: 2, took: [...times(5, 15), 600, 0.1] },
      [10, 15, 'good'],
      '大约 10–15 分钟',
    ],
    ['ends at four hours', { ahead: 500, took: times(5, 20) }, [240, 240, 'good'], '4 小时以上'],
  ])('%s', (_, given, [low, high, sure], words) => {
    expect(estimateWait(facts(given))).toEqual({ low, high, sure, words });
  });

  it('is a range in whole minutes that never shrinks when more people are before one', () => {
    const services = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 0, max: 9 }),
        services,
        fc.integer({ min: 1, max: 60 }),
        (ahead, windows, took, planned) => {
          const one = estimateWait({ ahead, windows, took, planned });
          const more = estimateWait({ ahead: ahead + 1, windows, took, planned });
          expect(one.low).toBeLessThanOrEqual(one.high);
          expect(Number.isInteger(one.low) && Number.isInteger(one.high)).toBe(true);
          expect(more.low).toBeGreaterThanOrEqual(one.low);
          expect(more.high).toBeGreaterThanOrEqual(one.high);
        },
      ),
    );
  });
});
