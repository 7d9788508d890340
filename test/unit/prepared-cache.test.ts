import { describe, expect, it } from 'vitest';
import { compareKeys, pageAfter, type SortKey } from '../../bff/http/cursor';
import { PreparedCache } from '../../bff/http/prepared-cache';

function clockAt(start: number) {
  const clock = { at: start, now: () => new Date(clock.at) };
  return clock;
}

describe('prepared answers', () => {
  it('are made once for all who ask within the time they stay fresh', async () => {
    const clock = clockAt(1_000);
    const cache = new PreparedCache(clock, 3_000);
    let made = 0;
    const make = () => ({ made: ++made });
    const together = await Promise.all([cache.get('a', make), cache.get('a', make), cache.get('b', make)]);
    expect(together.map(({ json }) => json)).toEqual(['{"made":1}', '{"made":1}', '{"made":2}']);
    expect(together[0]?.etag).toBe(together[1]?.etag);
    clock.at = 3_999;
    expect((await cache.get('a', make)).json).toBe('{"made":1}');
    clock.at = 4_000;
    expect((await cache.get('a', make)).json).toBe('{"made":3}');
  });

  it('are not kept over a clock that was set back', async () => {
    const clock = clockAt(90_000);
    const cache = new PreparedCache(clock, 3_000);
    await cache.get('a', () => 1);
    clock.at = 10_000;
    expect((await cache.get('a', () => 2)).json).toBe('2');
  });

  it('are not kept when making them failed', async () => {
    const cache = new PreparedCache(clockAt(0), 3_000);
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect((await cache.get('a', () => 'back')).json).toBe('"back"');
  });

  it('are forgotten when told, and the oldest when there are too many', async () => {
    const cache = new PreparedCache(clockAt(0), 3_000, 2);
    let made = 0;
    const ask = async (key: string) => (await cache.get(key, () => ++made)).json;
    expect([await ask('a'), await ask('b'), await ask('c'), await ask('b'), await ask('a')]).toEqual([
      '1',
      '2',
      '3',
      '2',
      '4',
    ]);
    cache.clear();
    expect(await ask('a')).toBe('5');
  });
});

describe('pages', () => {
  const keyOf = (key: SortKey) => key;
  const rows: SortKey[] = Array.from({ length: 45 }, (_, i) => [
    Math.floor(i / 10),
    `r${String(i).padStart(2, '0')}`,
  ]);

  it('neither repeat nor skip a row when others come and go between them', () => {
    const first = pageAfter(rows, undefined, 20, keyOf);
    expect(first).toMatchObject({ total: 45, items: rows.slice(0, 20) });
    const changed: SortKey[] = [[-1, 'new'], ...rows.filter(([, id]) => id !== 'r19' && id !== 'r25')];
    const second = pageAfter(changed, first.next ?? '', 20, keyOf);
    expect(second.items.map(([, id]) => id).slice(0, 7)).toEqual([
      'r20',
      'r21',
      'r22',
      'r23',
      'r24',
      'r26',
      'r27',
    ]);
    const third = pageAfter(changed, second.next ?? '', 20, keyOf);
    expect(third.items.at(-1)).toEqual([4, 'r44']);
    expect(third.next).toBeNull();
  });

  it('orders by number, then by text', () => {
    const mixed: SortKey[] = [
      [2, 'a'],
      [1, 'b'],
      [1, 'a'],
    ];
    expect(mixed.sort(compareKeys)).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
    ]);
  });
});
