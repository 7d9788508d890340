import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppointmentDoc } from '../../bff/features/booking/model';
import { DAY1, type OpenHall, ok, openHall } from '../support/booking';
import { HallClerk } from '../support/hall-clerk';

/** What the clock brings to a line, on real stores, with two processes that look at it at once. */

let world: OpenHall;
let second: Awaited<ReturnType<OpenHall['process']>>;
beforeEach(async () => {
  world = await openHall({ seats: 8 });
  second = await world.process();
});
afterEach(() => world.close());

const stored = () => world.mongo.collection<AppointmentDoc>('appointments').find({}).toArray();

describe('the clock at the desk', () => {
  it('tells each whose number is near once, also with two processes looking at once and calls taken back', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      const citizen = world.citizen(`p${n}`);
      ids.push(ok(await citizen.confirm(ok(await citizen.hold(DAY1, '09:00')).id)).id);
    }
    await world.clock.advance(24 * 3_600_000);
    const clerk = new HallClerk('c', world.booking, world.clock);
    for (const id of ids) await clerk.act('check-in', id);
    const look = () => Promise.all([world.work.runAll(), second.work.runAll(), world.work.runAll()]);
    const nearOf = (docs: AppointmentDoc[]) =>
      docs.flatMap(({ outbox = [] }) => outbox.filter(({ kind }) => kind === 'number-near'));
    // Who has just come sees it on the ticket.
    await look();
    expect(nearOf(await stored())).toEqual([]);
    await world.clock.advance(61_000);
    const first = (await clerk.next()).ticket;
    await look();
    expect(nearOf(await stored())).toEqual([]);
    await clerk.act('undo', first?.id ?? '');
    for (let calls = 0; calls < 8; calls += 1) {
      await clerk.next();
      // Until then it can be taken back, and is not counted.
      await world.clock.advance(11_000);
      await look();
      await look();
    }
    const told = nearOf(await stored());
    // The first four were near when they came; each of the others was told once, with three before them.
    expect(told.map(({ facts }) => facts.ahead)).toEqual([3, 3, 3, 3]);
    expect(new Set(told.map(({ key }) => key)).size).toBe(4);
  });

  it('ends the day: who is at a window was served, everybody else was not, once whoever looks', async () => {
    const clerk = new HallClerk('c', world.booking, world.clock);
    const booked = world.citizen('li');
    const ahead = ok(await booked.confirm(ok(await booked.hold(DAY1, '09:00')).id));
    const [serving, parked, missed] = await Promise.all([clerk.take(), clerk.take(), clerk.take()]);
    for (const { id } of [serving, parked, missed])
      await clerk.say('POST /staff/appointments/{id}/call', { params: { id }, body: { reason: '赶车' } });
    await clerk.act('start', serving.id);
    await clerk.say('POST /staff/appointments/{id}/park', {
      params: { id: parked.id },
      body: { reason: '填表' },
    });
    for (let calls = 1; calls < 3; calls += 1) {
      await world.clock.advance(15_000);
      await clerk.act('recall', missed.id);
    }
    await clerk.act('miss', missed.id);
    const called = await clerk.take();
    await clerk.next();
    const waiting = await clerk.take();
    // A minute before midnight nothing has ended.
    await world.clock.advance(new Date('2026-11-24T23:59:00+08:00').getTime() - world.clock.now().getTime());
    await world.work.runAll();
    const stateOf = async () => new Map((await stored()).map(({ _id, state }) => [_id, state]));
    expect((await stateOf()).get(waiting.id)).toBe('checked-in');
    await world.clock.advance(61_000);
    await Promise.all([world.work.runAll(), second.work.runAll()]);
    expect(await stateOf()).toEqual(
      new Map([
        [ahead.id, 'booked'],
        [serving.id, 'served'],
        [parked.id, 'unserved'],
        [missed.id, 'unserved'],
        [called.id, 'unserved'],
        [waiting.id, 'unserved'],
      ]),
    );
    for (const { _id, timeline, active } of await stored()) {
      if (_id === ahead.id) continue;
      expect(timeline.filter(({ action }) => action === 'day-end')).toHaveLength(1);
      expect(timeline.at(-1)).toMatchObject({ by: 'system' });
      expect(active).toBeUndefined();
    }
    // The next day begins with nobody in line.
    expect((await clerk.next()).ticket).toBeNull();
  });
});
