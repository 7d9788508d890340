import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppointmentDoc } from '../../bff/features/booking/model';
import { Problem } from '../../bff/problem';
import type { AppointmentState } from '../../shared/contract/booking';
import { appointmentStates, transitionOf } from '../../shared/domain/appointment';
import { DAY1, type OpenHall, ok, openHall } from '../support/booking';
import { HallClerk } from '../support/hall-clerk';

/** The desk on real stores, without HTTP: two processes, many clerks, and days as they may happen. */

let world: OpenHall;
let second: Awaited<ReturnType<OpenHall['process']>>;
beforeEach(async () => {
  world = await openHall();
  second = await world.process();
});
afterEach(() => world.close());

const clerkOf = (name: string, booking = world.booking) => new HallClerk(name, booking, world.clock);
const stored = () => world.mongo.collection<AppointmentDoc>('appointments').find({}).toArray();

describe('many who call at the same moment', () => {
  it('get different people, each of them one, and the last ones nobody', async () => {
    const clerks = Array.from({ length: 12 }, (_, n) =>
      clerkOf(`c${n}`, n % 2 ? second.booking : world.booking),
    );
    for (let n = 0; n < 9; n += 1) await clerks[0]?.take();
    const called = (await Promise.all(clerks.map((clerk) => clerk.next()))).map(({ ticket }) => ticket);
    const people = called.filter((ticket) => ticket !== null);
    expect(people).toHaveLength(9);
    expect(new Set(people.map(({ id }) => id)).size).toBe(9);
    const calls = (await stored()).map(
      ({ timeline }) => timeline.filter(({ action }) => action === 'call').length,
    );
    expect(calls).toEqual(Array.from({ length: 9 }, () => 1));
  });

  it('get one person for one operation, however often and wherever it is sent', async () => {
    const [here, there] = [clerkOf('c', world.booking), clerkOf('c', second.booking)];
    for (let n = 0; n < 4; n += 1) await here.take();
    const first = await here.next('operation-one');
    const again = await Promise.all([there.next('operation-one'), here.next('operation-one')]);
    for (const { ticket } of again) expect(ticket?.id).toBe(first.ticket?.id);
    expect((await stored()).filter(({ state }) => state === 'called')).toHaveLength(1);
  });

  it('give different numbers, also when the counter is lost', async () => {
    const clerks = [clerkOf('a', world.booking), clerkOf('b', second.booking)];
    const take = () => Promise.all(Array.from({ length: 20 }, (_, n) => clerks[n % 2]?.take()));
    const numbers = (await take()).map((ticket) => ticket?.ticket);
    await world.mongo.collection('queue_days').deleteMany({});
    numbers.push(...(await take()).map((ticket) => ticket?.ticket));
    expect(new Set(numbers).size).toBe(40);
    expect(numbers.every((number) => /^A\d{3}$/.test(number ?? ''))).toBe(true);
  });
});

describe('closing a day', () => {
  const closure = { from: DAY1, to: DAY1, periods: [], reason: '停电检修' };
  const head = () => clerkOf('head', world.booking);
  const close = (confirm?: { expected: number }, key?: string) =>
    head().say(
      'POST /staff/venues/{id}/closures',
      { params: { id: 'hall' }, body: { ...closure, confirm } },
      key,
    ) as Promise<{
      closure: { id: string; applying: boolean } | null;
      hits: { count: number; items: { id: string }[] };
    }>;
  const book = async (name: string, slot: string) => {
    const citizen = world.citizen(name);
    return ok(await citizen.confirm(ok(await citizen.hold(DAY1, slot)).id));
  };

  it('lists whom it hits, wants that list confirmed, cancels each once and lets them choose before others', async () => {
    const ids = [await book('li', '09:00'), await book('wang', '09:30')].map(({ id }) => id);
    expect(await close()).toMatchObject({ closure: null, hits: { count: 2 } });
    await book('zhao', '10:00');
    await expect(close({ expected: 2 })).rejects.toMatchObject({
      code: 'HITS_CHANGED',
      next: expect.stringContaining('3'),
    });
    expect((await close({ expected: 3 }, 'closure-one')).closure).toMatchObject({ applying: true });
    await close({ expected: 3 }, 'closure-one');
    expect(world.hall.closures).toHaveLength(1);
    // Two processes do it at once.
    const [first] = ids;
    if (!first) throw new Error('nobody booked');
    await Promise.all([world.work.runAll(), second.work.runAll()]);
    const docs = await stored();
    expect(docs.map(({ state }) => state)).toEqual(Array.from({ length: 3 }, () => 'cancelled-by-venue'));
    for (const { timeline, outbox } of docs) {
      expect(timeline.filter(({ action }) => action === 'cancel-by-venue')).toHaveLength(1);
      const told = outbox?.filter(({ kind }) => kind === 'appointment-cancelled-by-venue') ?? [];
      expect(told).toHaveLength(1);
      expect(told[0]?.facts).toMatchObject({ reason: '停电检修', by: expect.any(String) });
    }
    const li = world.citizen('li');
    const mine = ok(await li.get(first));
    expect(mine).toMatchObject({ canMove: true, rebookUntil: expect.any(String) });
    // Seven working days ahead: not open to others yet.
    const other = world.citizen('other');
    expect(await other.hold('2026-12-03', '09:00')).toMatchObject({ refused: 'SLOT_NOT_OFFERED' });
    const moved = ok(await li.move(first, '2026-12-03', '09:00'));
    expect(moved).toMatchObject({
      state: 'booked',
      date: '2026-12-03',
      rebookUntil: null,
      reference: mine.reference,
    });
    await world.clock.advance(25 * 3_600_000);
    await world.work.runAll();
    const late = ok(await world.citizen('wang').get(ids[1] ?? ''));
    expect(late).toMatchObject({ state: 'cancelled-by-venue', canMove: false, rebookUntil: null });
    expect(world.hall.closures.every(({ applying }) => !applying)).toBe(true);
  });

  it('finds after a restart whom a cut-off run left', async () => {
    for (const [name, slot] of [
      ['li', '09:00'],
      ['wang', '09:30'],
      ['zhao', '10:00'],
    ] as const)
      await book(name, slot);
    await close({ expected: 3 });
    // As a run that was killed leaves it: one is done, the others are not.
    const [one] = await stored();
    world.hall.closures = world.hall.closures.map((each) => ({ ...each }));
    await world.mongo
      .collection<AppointmentDoc>('appointments')
      .updateOne(
        { _id: one?._id ?? '' },
        { $set: { state: 'cancelled' }, $unset: { active: 1, occupies: 1, dueAt: 1 } },
      );
    await second.work.runAll();
    expect((await stored()).map(({ state }) => state).sort()).toEqual([
      'cancelled',
      'cancelled-by-venue',
      'cancelled-by-venue',
    ]);
  });

  it('can be taken back: nothing more is cancelled, and the day can be booked', async () => {
    const { closure: made } = await close({ expected: 0 });
    expect(await world.citizen('li').hold(DAY1, '09:00')).toMatchObject({ refused: 'SLOT_NOT_OFFERED' });
    await head().say('DELETE /staff/venues/{id}/closures/{closureId}', {
      params: { id: 'hall', closureId: made?.id ?? '' },
    });
    await book('li', '09:00');
    await world.work.runAll();
    expect((await stored()).map(({ state }) => state)).toEqual(['booked']);
  });
});

describe('a day at the desk', () => {
  const acts = [
    'take',
    'next',
    'recall',
    'miss',
    'requeue',
    'start',
    'finish',
    'park',
    'unpark',
    'transfer',
    'prioritise',
    'undo',
    'wait',
  ] as const;

  it('whatever happens in whatever order: every document tells a story the table knows', async () => {
    const clerks = [clerkOf('a', world.booking), clerkOf('b', second.booking)];
    const bodies = {
      park: { reason: '填表' },
      transfer: { queueId: 'q2', reason: '转窗口' },
      prioritise: { priority: 'elder' },
    };
    const step = fc.record({ act: fc.constantFrom(...acts), who: fc.nat(1), which: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await world.mongo.collection('appointments').deleteMany({});
        const ids: string[] = [];
        for (const { act, who, which } of steps) {
          const clerk = clerks[who];
          const id = ids[which % Math.max(1, ids.length)] ?? 'none';
          try {
            if (act === 'take') ids.push((await clerk?.take())?.id ?? '');
            else if (act === 'next') await clerk?.next();
            else if (act === 'wait') await world.clock.advance(4_000);
            else
              await clerk?.say(`POST /staff/appointments/{id}/${act}`, {
                params: { id },
                body: bodies[act as 'park'],
              });
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
          }
        }
        for (const doc of await stored()) expectStory(doc);
      }),
      { numRuns: 25 },
    );
  });
});

/** Each event leaves the state the one before led to; what follows from the state stands in the document. */
function expectStory(doc: AppointmentDoc) {
  const past: AppointmentState[] = [];
  let state: AppointmentState | null = null;
  for (const { from, action } of doc.timeline) {
    expect(from, `${doc._id} ${action}`).toBe(state);
    const to: AppointmentState | undefined =
      action === 'undo' ? (past.pop() ?? 'cancelled') : transitionOf(from, action)?.to;
    if (action !== 'undo' && state !== null) past.push(state);
    state = to ?? null;
  }
  expect(doc.state).toBe(state);
  expect(doc.version).toBe(doc.timeline.length);
  expect(doc.active ?? false).toBe(appointmentStates[doc.state].active);
  expect(doc.occupies).toBeUndefined();
  expect(doc.turn?.calls ?? 0).toBeLessThanOrEqual(3);
  if (doc.state === 'called' || doc.state === 'serving') expect(doc.turn?.window).toBe('1 号窗口');
  if (doc.state === 'checked-in')
    expect(doc.turn).toMatchObject({ calls: 0, window: null, servingSince: null });
}
