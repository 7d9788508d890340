import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppointmentDoc } from '../../bff/features/booking/model';
import { type BookingCitizen, DAY5, type OpenHall, openHall, type Said } from '../support/booking';

/** Random histories of several people at two slots, one after the other against a model, and all at once. */

const PEOPLE = ['li', 'wang', 'zhao', 'qian'];
const SLOTS = ['09:00', '09:30'] as const;
const SEATS = 2;
const HOLD = 300;
const FREED = 120;
type Slot = (typeof SLOTS)[number];

let world: OpenHall;
let second: Awaited<ReturnType<OpenHall['process']>>;
beforeAll(async () => {
  world = await openHall({ seats: SEATS, periods: [{ from: '09:00', to: '10:00' }] });
  second = await world.process();
});
afterAll(() => world.close());

async function fresh() {
  await world.mongo.collection('appointments').deleteMany({});
  await emptyRedis();
  await world.clock.advance(2_000);
}
beforeEach(fresh);

async function emptyRedis() {
  for (const key of ['built', 'fresh', 'lock', 'people', 'due', ...SLOTS.map((slot) => `free:${slot}`)])
    await world.redis.del(`seats:{q1:${DAY5}}:${key}`);
}

async function stored(): Promise<AppointmentDoc[]> {
  return world.mongo.collection<AppointmentDoc>('appointments').find().toArray();
}

/** What must hold whatever happened. */
async function invariants() {
  const all = await stored();
  const occupying = all.filter(({ occupies }) => occupies);
  const seats = occupying.map(({ queueDay, slot, seat }) => `${queueDay} ${slot} ${seat}`);
  expect(new Set(seats).size, 'two people on one seat').toBe(seats.length);
  for (const { seat } of occupying) expect(seat).toBeLessThanOrEqual(SEATS);
  const active = all.filter((each) => each.active).map(({ queueDay, personId }) => `${queueDay} ${personId}`);
  expect(new Set(active).size, 'two bookings of one person').toBe(active.length);
  await world.clock.advance(1_000);
  const { slots } = await world.citizen('passer-by').slots(DAY5);
  for (const { slot, left } of slots) {
    expect(left, `left at ${slot}`).toBe(SEATS - occupying.filter((each) => each.slot === slot).length);
  }
}

type Step =
  | { do: 'hold' | 'move'; who: string; slot: Slot }
  | { do: 'confirm' | 'cancel' | 'repeat'; who: string }
  | { do: 'wait'; seconds: number }
  | { do: 'sweep' | 'empty-redis' };

const who = fc.constantFrom(...PEOPLE);
const slot = fc.constantFrom(...SLOTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('hold' as const), who, slot }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('confirm' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), who, slot }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 119, 299) }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'sweep' }, { do: 'empty-redis' }) },
);

/** The same rules again, as simply as they can be said: one day, people one after the other. */
class Model {
  now = 0;
  /** Latest appointment of each person. */
  private readonly mine = new Map<string, { state: string; slot: Slot; dueAt: number }>();
  private lingering: { slot: Slot; until: number }[] = [];

  hold(name: string, at: Slot): string {
    this.settle();
    const mine = this.mine.get(name);
    if (mine?.state === 'booked') return 'ALREADY_BOOKED';
    const held = mine?.state === 'held';
    if (!(held && mine.slot === at) && this.free(at) === 0) return 'SLOT_TAKEN';
    this.mine.set(name, { state: 'held', slot: at, dueAt: this.now + HOLD });
    return 'held';
  }

  confirm(name: string): string {
    this.settle();
    const mine = this.mine.get(name);
    if (mine?.state !== 'held') return mine?.state === 'expired' ? 'HOLD_EXPIRED' : 'APPOINTMENT_STATE';
    this.mine.set(name, { ...mine, state: 'booked', dueAt: Number.POSITIVE_INFINITY });
    return 'booked';
  }

  cancel(name: string): string {
    this.settle();
    const mine = this.mine.get(name);
    if (mine?.state !== 'held' && mine?.state !== 'booked') return 'APPOINTMENT_STATE';
    if (mine.state === 'booked') this.lingering.push({ slot: mine.slot, until: this.now + FREED });
    this.mine.set(name, { ...mine, state: 'cancelled' });
    return 'cancelled';
  }

  move(name: string, to: Slot): string {
    this.settle();
    const mine = this.mine.get(name);
    if (mine?.state === 'expired') return 'HOLD_EXPIRED';
    if (mine?.state !== 'held' && mine?.state !== 'booked') return 'APPOINTMENT_STATE';
    if (mine.slot !== to && this.free(to) === 0) return 'SLOT_TAKEN';
    const dueAt = mine.state === 'held' ? this.now + HOLD : mine.dueAt;
    this.mine.set(name, { ...mine, slot: to, dueAt });
    return mine.state;
  }

  private free(at: Slot): number {
    const sitting = [...this.mine.values()].filter(
      ({ state, slot }) => slot === at && (state === 'held' || state === 'booked'),
    ).length;
    return SEATS - sitting - this.lingering.filter((each) => each.slot === at).length;
  }

  private settle() {
    for (const mine of this.mine.values())
      if (mine.state === 'held' && mine.dueAt <= this.now) mine.state = 'expired';
    this.lingering = this.lingering.filter(({ until }) => until > this.now);
  }
}

/** What was said in one word. */
const word = (said: Said) => ('ok' in said ? said.ok.state : said.refused);

/** Takes the steps of one person, remembering the latest appointment and the last request. */
class Actor {
  id = '0'.repeat(32);
  private last: () => Promise<Said> = async () => ({ refused: 'NOT_FOUND' });
  lastWord = 'NOT_FOUND';
  private keys = 0;

  constructor(
    readonly citizen: BookingCitizen,
    private readonly run: number,
  ) {}

  take(given: Step): Promise<string> {
    this.keys += 1;
    const key = `${this.citizen.name}-${this.run}-${this.keys}`;
    switch (given.do) {
      case 'hold':
        return this.remember(() => this.citizen.hold(DAY5, given.slot, { key }));
      case 'move':
        return this.remember(() => this.citizen.move(this.id, DAY5, given.slot, { key }));
      case 'confirm':
        return this.remember(() => this.citizen.confirm(this.id, key));
      default:
        return this.remember(() => this.citizen.cancel(this.id, key));
    }
  }

  /** The same request once more. */
  async repeat(): Promise<string> {
    return word(await this.last());
  }

  private async remember(request: () => Promise<Said>): Promise<string> {
    this.last = request;
    const said = await request();
    if ('ok' in said) this.id = said.ok.id;
    this.lastWord = word(said);
    return this.lastWord;
  }
}

let runs = 0;

describe('random histories', () => {
  it('one after the other do what the model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        await fresh();
        runs += 1;
        const model = new Model();
        const begun = world.clock.now().getTime();
        const actors = new Map(
          PEOPLE.map((name, index) => [
            name,
            new Actor(world.citizen(name, index % 2 ? second.booking : world.booking), runs),
          ]),
        );
        for (const each of steps) {
          model.now = (world.clock.now().getTime() - begun) / 1_000;
          const what = JSON.stringify(each);
          if (each.do === 'wait') await world.clock.advance(each.seconds * 1_000);
          else if (each.do === 'sweep') await world.work.runAll();
          else if (each.do === 'empty-redis') await emptyRedis();
          else if ('who' in each) {
            const actor = actors.get(each.who) as Actor;
            if (each.do === 'repeat') {
              const before = await stored();
              const mine = before.find(({ _id }) => _id === actor.id);
              if (mine === undefined || mine.state !== actor.lastWord) continue;
              // As it was answered, unless the hold has run out since.
              const ranOut = mine.state === 'held' && (mine.dueAt ?? 0) <= world.clock.now();
              expect(await actor.repeat(), what).toBe(ranOut ? 'expired' : mine.state);
              const settled = (docs: AppointmentDoc[]) =>
                docs.map(({ _id, operations }) => [_id, operations]);
              expect(settled(await stored()), what).toEqual(settled(before));
            } else if (each.do === 'hold')
              expect(await actor.take(each), what).toBe(model.hold(each.who, each.slot));
            else if (/^0+$/.test(actor.id)) expect(await actor.take(each), what).toBe('NOT_FOUND');
            else if (each.do === 'move')
              expect(await actor.take(each), what).toBe(model.move(each.who, each.slot));
            else if (each.do === 'confirm')
              expect(await actor.take(each), what).toBe(model.confirm(each.who));
            else expect(await actor.take(each), what).toBe(model.cancel(each.who));
          }
          await invariants();
        }
      }),
      { numRuns: 40, endOnFailure: false },
    );
  });

  it('all at once from two processes never oversell nor double', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 2, maxLength: 10 }), { minLength: 1, maxLength: 6 }),
        async (rounds) => {
          await fresh();
          runs += 1;
          const actors = new Map(
            PEOPLE.map((name) => [
              name,
              [world.booking, second.booking].map((booking) => new Actor(world.citizen(name, booking), runs)),
            ]),
          );
          for (const round of rounds) {
            await Promise.all(
              round.map(async (each, index) => {
                if (each.do === 'wait') return world.clock.advance(each.seconds * 1_000);
                if (each.do === 'sweep') return (index % 2 ? second.work : world.work).runAll();
                if (!('who' in each)) return emptyRedis();
                const actor = actors.get(each.who)?.[index % 2] as Actor;
                return each.do === 'repeat' ? actor.repeat() : actor.take(each);
              }),
            );
            await invariants();
          }
          // Nothing was lost for good either: once everything is over, all seats can be had again.
          await world.clock.advance((HOLD + FREED) * 1_000);
          for (const doc of await stored()) {
            if (doc.state === 'booked') await world.citizen(doc.personId).cancel(doc._id);
          }
          await world.clock.advance(FREED * 1_000);
          await world.work.runAll();
          await world.redis.del(`seats:{q1:${DAY5}}:fresh`);
          for (const at of SLOTS)
            for (let seat = 0; seat < SEATS; seat += 1)
              expect(word(await world.citizen(`new-${runs}-${at}-${seat}`).hold(DAY5, at))).toBe('held');
        },
      ),
      { numRuns: 30 },
    );
  });
});
