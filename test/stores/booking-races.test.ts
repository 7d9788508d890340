import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppointmentDoc } from '../../bff/features/booking/model';
import { type AppointmentState, appointmentState } from '../../shared/contract/booking';
import { type AppointmentAction, appointmentStates, refusalOf } from '../../shared/domain/appointment';
import { DAY1, DAY2, type OpenHall, ok, openHall, refused, type Said } from '../support/booking';

/** Two who change the same thing at the same moment: one of them does, and the other is told. */

let world: OpenHall;
let second: Awaited<ReturnType<OpenHall['process']>>;
beforeEach(async () => {
  world = await openHall();
  second = await world.process();
});
afterEach(() => world.close());

const stored = (id: string) => world.mongo.collection<AppointmentDoc>('appointments').findOne({ _id: id });
const word = (said: Said) => ('ok' in said ? said.ok.state : said.refused);

/** A seat is taken exactly by those whose state says so. */
async function expectConsistent(id: string) {
  const doc = await stored(id);
  const facts = appointmentStates[doc?.state as AppointmentState];
  expect(doc?.occupies ?? false, doc?.state).toBe(facts.occupies);
  expect(doc?.active ?? false, doc?.state).toBe(facts.active);
}

/** Runs something once in the middle of the next hold or move. */
function meanwhile(act: () => Promise<unknown>) {
  world.hall.meanwhile = async () => {
    world.hall.meanwhile = undefined;
    await act();
  };
}

describe('in the middle of a move', () => {
  it('a cancellation elsewhere wins, and the new seat is free again', async () => {
    world.hall.seats = 1;
    const here = world.citizen('li');
    const there = world.citizen('li', second.booking);
    const held = ok(await here.hold(DAY1, '09:00'));
    meanwhile(() => there.cancel(held.id));
    expect(refused(await here.move(held.id, DAY2, '09:00'))).toBe('APPOINTMENT_STATE');
    await expectConsistent(held.id);
    ok(await world.citizen('wang').hold(DAY1, '09:00'));
    ok(await world.citizen('zhao').hold(DAY2, '09:00'));
  });

  it('a confirmation elsewhere is kept, and the booking is moved', async () => {
    const held = ok(await world.citizen('li').hold(DAY1, '09:00'));
    meanwhile(() => world.citizen('li', second.booking).confirm(held.id));
    const moved = ok(await world.citizen('li').move(held.id, DAY2, '09:00'));
    expect(moved).toMatchObject({ state: 'booked', date: DAY2, heldUntil: null });
    expect(moved.reference).not.toBeNull();
    await expectConsistent(held.id);
  });

  it('the last seat goes to someone else: the old one is kept', async () => {
    world.hall.seats = 1;
    const held = ok(await world.citizen('li').hold(DAY1, '09:00'));
    // The stock gave the seat to the mover; the other comes past the stock, as after a lost Redis.
    meanwhile(async () => {
      await world.redis.sadd(`seats:{q1:${DAY2}}:free:09:00`, 1);
      ok(await world.citizen('wang', second.booking).hold(DAY2, '09:00'));
    });
    expect(refused(await world.citizen('li').move(held.id, DAY2, '09:00'))).toBe('SLOT_TAKEN');
    expect(ok(await world.citizen('li').get(held.id))).toMatchObject({ state: 'held', date: DAY1 });
  });
});

describe('in the middle of a hold', () => {
  it('the same person holds elsewhere: one appointment comes of it', async () => {
    const here = world.citizen('li');
    meanwhile(() => world.citizen('li', second.booking).hold(DAY1, '10:00'));
    const held = ok(await here.hold(DAY1, '09:00'));
    expect(held.slot).toBe('09:00');
    expect((await here.list('ahead')).items).toHaveLength(1);
    expect((await world.citizen('x').slots(DAY1)).slots.map(({ left }) => left)).toEqual([
      ...[2, 1, 2, 2, 2, 2, 2],
      ...[2, 2, 2, 2, 2, 2, 2],
    ]);
  });

  it('the same person books elsewhere: the booking stands', async () => {
    const there = world.citizen('li', second.booking);
    meanwhile(async () => ok(await there.confirm(ok(await there.hold(DAY1, '10:00')).id)));
    expect(refused(await world.citizen('li').hold(DAY1, '09:00'))).toBe('ALREADY_BOOKED');
    expect((await there.list('ahead')).items).toMatchObject([{ slot: '10:00', state: 'booked' }]);
  });
});

describe('at the same moment', () => {
  it('confirming and running out: booked with its seat, or expired without', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const name = `p${round}`;
      const held = ok(await world.citizen(name).hold(DAY1, '09:00'));
      // The confirmation came in a moment before the hold ran out, and is under way when the sweeper comes.
      await world.clock.advance(299_999);
      const confirming = world.citizen(name).confirm(held.id);
      const moving = world.clock.advance(1);
      const sweeping = second.work.runAll();
      const said = word((await Promise.all([confirming, moving, sweeping]))[0]);
      seen.add(said);
      expect(['booked', 'HOLD_EXPIRED']).toContain(said);
      expect((await stored(held.id))?.state).toBe(said === 'booked' ? 'booked' : 'expired');
      await expectConsistent(held.id);
      if (said === 'booked') ok(await world.citizen(name).cancel(held.id));
      await world.clock.advance(120_000);
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  it('two move to the last seat: one gets it, the other keeps the old one', async () => {
    world.hall.seats = 1;
    const a = world.citizen('a');
    const b = world.citizen('b', second.booking);
    const first = ok(await a.confirm(ok(await a.hold(DAY1, '09:00')).id));
    const other = ok(await b.confirm(ok(await b.hold(DAY1, '10:00')).id));
    const said = await Promise.all([a.move(first.id, DAY2, '14:00'), b.move(other.id, DAY2, '14:00')]);
    expect(said.map(word).sort()).toEqual(['SLOT_TAKEN', 'booked']);
    const times = (await Promise.all([a.get(first.id), b.get(other.id)])).map((each) => ok(each).slot);
    expect(times.filter((slot) => slot === '14:00')).toHaveLength(1);
    expect(times.filter((slot) => slot !== '14:00')).toEqual([
      said[0] && 'refused' in said[0] ? '09:00' : '10:00',
    ]);
  });

  it('two swap their full slots for each other’s: both keep theirs, none is lost', async () => {
    world.hall.seats = 1;
    const a = world.citizen('a');
    const b = world.citizen('b', second.booking);
    const first = ok(await a.hold(DAY1, '09:00'));
    const other = ok(await b.hold(DAY1, '10:00'));
    await Promise.all([a.move(first.id, DAY1, '10:00'), b.move(other.id, DAY1, '09:00')]);
    const slots = (await Promise.all([a.get(first.id), b.get(other.id)])).map((each) => ok(each).slot).sort();
    expect(slots).toEqual(['09:00', '10:00']);
  });

  it('one operation sent ten times over two processes makes one appointment', async () => {
    world.hall.seats = 12;
    const said = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        world.citizen('li', index % 2 ? second.booking : world.booking).hold(DAY1, '09:00', { key: 'once' }),
      ),
    );
    expect(new Set(said.map((each) => ok(each).id))).toEqual(new Set(['once']));
    expect((await world.citizen('li').list()).total).toBe(1);
    await world.clock.advance(1_000);
    expect((await world.citizen('x').slots(DAY1)).slots[1]).toMatchObject({ slot: '09:00', left: 11 });
  });

  it('ten cancel: one cancellation, one line in the timeline', async () => {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    const said = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        world.citizen('li', index % 2 ? second.booking : world.booking).cancel(held.id),
      ),
    );
    expect(said.map(word).sort()).toEqual([...Array(9).fill('APPOINTMENT_STATE'), 'cancelled']);
    expect(ok(await citizen.get(held.id)).timeline).toHaveLength(2);
  });

  it('two sweepers let the same hold run out once', async () => {
    const held = ok(await world.citizen('li').hold(DAY1, '09:00'));
    await world.clock.advance(300_000);
    await Promise.all([world.work.runAll(), second.work.runAll(), world.work.runAll()]);
    expect(ok(await world.citizen('li').get(held.id)).timeline).toHaveLength(2);
  });
});

describe('every state', () => {
  const commands = { confirm: 'confirm', cancel: 'cancel', move: 'move' } as const;

  // Documents are put in and taken out behind the stock's back here: it must not run dry.
  beforeEach(() => {
    world.hall.seats = 12;
  });

  /** An appointment of `li` put into a state that no citizen's command reaches. */
  async function inState(state: AppointmentState): Promise<string> {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY2, '09:00'));
    const { occupies, active } = appointmentStates[state];
    const set = { state, ...(occupies && { occupies }), ...(active && { active }) };
    const unset = { ...(!occupies && { occupies: 1 }), ...(!active && { active: 1 }), dueAt: 1 };
    if (state !== 'held') {
      await world.mongo
        .collection<AppointmentDoc>('appointments')
        .updateOne({ _id: held.id }, { $set: set as Partial<AppointmentDoc>, $unset: unset as never });
    }
    return held.id;
  }

  it.each(appointmentState.options)(
    '%s answers each of a citizen’s commands as the table says',
    async (state) => {
      for (const action of Object.values(commands) as (AppointmentAction & keyof typeof commands)[]) {
        const id = await inState(state);
        const before = await stored(id);
        const citizen = world.citizen('li');
        const facts = {
          state,
          start: before?.start as Date,
          end: before?.end as Date,
          heldUntil: before?.dueAt ?? null,
        };
        const expected = refusalOf(facts, action, 'citizen', world.clock.now(), world.settings.booking);
        const seen = ok(await citizen.get(id));
        expect(
          [seen.canConfirm, seen.canMove, seen.canCancel][['confirm', 'move', 'cancel'].indexOf(action)],
        ).toBe(expected === null);
        const said = await (action === 'move' ? citizen.move(id, DAY2, '10:00') : citizen[action](id));
        if (expected === null) await expectChanged(id, before);
        else {
          expect(refused(said)).toBe(expected);
          expect(await stored(id)).toEqual(before);
        }
        await world.mongo.collection('appointments').deleteMany({});
        await world.clock.advance(2_000);
      }
    },
  );

  async function expectChanged(id: string, before: AppointmentDoc | null) {
    const after = await stored(id);
    expect(after?.version).toBe((before?.version ?? Number.NaN) + 1);
    expect(after?.timeline).toHaveLength((before?.timeline.length ?? Number.NaN) + 1);
  }
});
