import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Call,
  callingOrder,
  callKindOf,
  type InLine,
  nextToCall,
  PLACES_BACK,
} from '../../../shared/domain/calling-order';

const NINE = Date.parse('2026-11-24T09:00:00+08:00');
const minute = (n: number) => new Date(NINE + n * 60_000);
const now = minute(120);

function person(id: string, more: Partial<InLine> = {}): InLine {
  return {
    id,
    since: minute(0),
    bookedFor: null,
    priority: false,
    requeuedAt: null,
    forWindow: null,
    ...more,
  };
}
const walkIn = (id: string, since: number) => person(id, { since: minute(since) });
const booked = (id: string, at: number, since = at - 10) =>
  person(id, { since: minute(since), bookedFor: minute(at) });
const ids = (people: readonly InLine[]) => people.map(({ id }) => id).join(' ');

describe('the order of calling', () => {
  it.each<[string, InLine[], string]>([
    ['nobody', [], ''],
    ['walk-ins as they came', [walkIn('b', 2), walkIn('a', 1)], 'a b'],
    ['booked by their time', [booked('b', 30), booked('a', 10)], 'a b'],
    [
      'one who walked in after every two booked',
      [walkIn('w1', 1), walkIn('w2', 2), booked('a', 10), booked('b', 20), booked('c', 30)],
      'a b w1 c w2',
    ],
    ['who came later than booked from when they came', [booked('late', 10, 40), booked('a', 30)], 'a late'],
    ['of two booked for one time who came first', [booked('a', 30, 20), booked('b', 30, 10)], 'b a'],
    ['who came early after everyone else', [booked('early', 150), walkIn('w', 100)], 'w early'],
    [
      'priority first, not twice in a row',
      [walkIn('w', 0), person('p', { priority: true }), person('q', { priority: true, since: minute(1) })],
      'p w q',
    ],
    [
      'all with priority when there is nobody else',
      [person('p', { priority: true }), person('q', { priority: true, since: minute(1) })],
      'p q',
    ],
    [
      'who came back behind three others',
      [person('back', { requeuedAt: now }), walkIn('a', 1), walkIn('b', 2), walkIn('c', 3), walkIn('d', 4)],
      'a b c back d',
    ],
    ['who came back behind all there are', [person('back', { requeuedAt: now }), walkIn('a', 1)], 'a back'],
  ])('%s', (_, line, order) => {
    expect(ids(callingOrder(line, [], now))).toBe(order);
  });

  it('sends to a window whoever was sent there, and to no other', () => {
    const line = [walkIn('a', 1), person('sent', { since: minute(5), forWindow: '2' })];
    expect(nextToCall(line, [], now, '2')?.id).toBe('sent');
    expect(nextToCall(line, [], now, '1')?.id).toBe('a');
    expect(nextToCall(line.slice(1), [], now, '1')).toBeNull();
  });
});

/** A day as it may happen: people come, some booked, some with priority, and windows call. */
const arrivals = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 6 }),
    booked: fc.option(fc.integer({ min: -40, max: 40 }), { nil: null, freq: 2 }),
    priority: fc.boolean(),
    misses: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    calls: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 60 },
);

interface Called {
  person: InLine;
  at: Date;
  /** Who waited, without whom was called. */
  left: InLine[];
}

/** Plays the day to its end. */
function play(given: readonly Arrival[], priorities: boolean): Called[] {
  const line = new Map<string, InLine>();
  const calls: Call[] = [];
  const made: Called[] = [];
  const missed = new Set<string>();
  let clock = NINE;
  const call = (misses: boolean) => {
    clock += 1_000;
    const at = new Date(clock);
    const next = nextToCall([...line.values()], calls, at, '1');
    if (!next) return;
    line.delete(next.id);
    calls.unshift({ at, kind: callKindOf(next) });
    made.push({ person: next, at, left: [...line.values()] });
    if (!misses || missed.has(next.id)) return;
    missed.add(next.id);
    clock += 1_000;
    line.set(next.id, { ...next, requeuedAt: new Date(clock) });
  };
  given.forEach((arrival, n) => {
    clock += arrival.gap * 60_000;
    const id = `p${String(n).padStart(2, '0')}`;
    const since = new Date(clock);
    line.set(id, {
      id,
      since,
      bookedFor: arrival.booked === null ? null : new Date(clock + arrival.booked * 60_000),
      priority: priorities && arrival.priority && n % 3 === 0,
      requeuedAt: null,
      forWindow: null,
    });
    for (let k = 0; k < arrival.calls; k += 1) call(arrival.misses);
  });
  while (line.size > 0) call(false);
  return made;
}

interface Arrival {
  gap: number;
  booked: number | null;
  priority: boolean;
  misses: boolean;
  calls: number;
}

const due = ({ bookedFor, since }: InLine) => Number(bookedFor && bookedFor > since ? bookedFor : since);
const ordinary = (days: readonly Called[]) => days.filter(({ person: p }) => !p.requeuedAt && !p.priority);

describe('a random day', () => {
  it('calls everybody, and who missed once twice', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const made = play(given, true);
        expect(new Set(made.map(({ person: p }) => p.id)).size).toBe(given.length);
        const returned = made.filter(({ person: p }) => p.requeuedAt).length;
        expect(made.length).toBe(given.length + returned);
      }),
    );
  });

  it('lets nobody be overtaken by one of their own kind who came later', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        for (const { person: called, left, at } of ordinary(play(given, true))) {
          for (const other of left.filter((o) => !o.requeuedAt && !o.priority)) {
            if (called.bookedFor === null && other.bookedFor === null)
              expect(+called.since).toBeLessThanOrEqual(+other.since);
            if (called.bookedFor && other.bookedFor && other.bookedFor <= at)
              expect(
                due(called) < due(other) || (due(called) === due(other) && called.since <= other.since),
              ).toBe(true);
          }
        }
      }),
    );
  });

  it('overtakes the booked whose time has come by one walk-in for two booked before them, and one', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const made = ordinary(play(given, false));
        made.forEach(({ person: target }, index) => {
          if (!target.bookedFor) return;
          const since = made.slice(0, index).filter(({ at }) => +at >= due(target));
          const walkIns = since.filter(({ person: p }) => p.bookedFor === null).length;
          const before = since.length - walkIns;
          expect(walkIns).toBeLessThanOrEqual(Math.floor(before / 2) + 1);
        });
      }),
    );
  });

  it('calls who walked in after at most three ordinary calls for each walk-in before them', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const made = ordinary(play(given, false));
        made.forEach(({ person: target }, index) => {
          if (target.bookedFor) return;
          const since = made.slice(0, index).filter(({ at }) => at > target.since);
          const walkIns = since.filter(({ person: p }) => p.bookedFor === null).length;
          expect(since.length).toBeLessThanOrEqual(3 * (walkIns + 1));
        });
      }),
    );
  });

  it('calls two with priority in a row only when nobody else waits', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const made = play(given, true);
        made.slice(1).forEach(({ person: p, left }, index) => {
          const before = made[index];
          if (callKindOf(p) !== 'priority' || (before && callKindOf(before.person) !== 'priority')) return;
          expect(left.filter((o) => !o.priority && !o.requeuedAt)).toEqual([]);
        });
      }),
    );
  });

  it('puts who missed a call exactly three places back, or behind all there are', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const made = play(given, true);
        made.forEach(({ person: p, at, left }, index) => {
          if (!p.requeuedAt) return;
          const between = made
            .slice(0, index)
            .filter((call) => p.requeuedAt && call.at > p.requeuedAt).length;
          // Others who came back before them go first as well.
          if (between < PLACES_BACK)
            expect(
              left.filter((o) => !o.requeuedAt),
              `${at}`,
            ).toEqual([]);
        });
      }),
    );
  });
});
