import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DAY1,
  DAY2,
  DAY3,
  DAY4,
  DAY5,
  type OpenHall,
  OTHER_ITEM,
  ok,
  openHall,
  refused,
  WALK_IN_ITEM,
} from '../support/booking';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: OpenHall;
beforeEach(async () => {
  world = await openHall();
});
afterEach(() => world.close());

/** Seats left of a slot, as anyone sees them. */
async function left(date: string, slot: string, queueId = 'q1') {
  const { slots } = await world.citizen('passer-by').slots(date, queueId);
  return slots.find((each) => each.slot === slot)?.left;
}

/** A booked appointment. */
async function booked(name: string, date: string, slot: string, queueId = 'q1') {
  const citizen = world.citizen(name);
  const held = ok(await citizen.hold(date, slot, { queueId }));
  return ok(await citizen.confirm(held.id));
}

describe('holding', () => {
  it('keeps a seat for five minutes and says what to do by when', async () => {
    const held = ok(await world.citizen('li').hold(DAY1, '09:00'));
    expect(held).toMatchObject({
      state: 'held',
      stateWords: '待确认',
      reference: null,
      checkInCode: null,
      date: DAY1,
      slot: '09:00',
      start: '2026-11-25T09:00:00+08:00',
      end: '2026-11-25T09:30:00+08:00',
      whenWords: '明天（11月25日 周三）上午 9:00',
      heldUntil: '2026-11-24T09:05:00+08:00',
      canConfirm: true,
      canMove: true,
      canCancel: true,
    });
    expect(held.timeline).toEqual([
      {
        at: '2026-11-24T09:00:00+08:00',
        what: '为您保留了明天（11月25日 周三）上午 9:00',
        by: '您本人',
        why: null,
      },
    ]);
    expect(await left(DAY1, '09:00')).toBe(1);
  });

  it('gives elder mode ten minutes', async () => {
    world.hall.elders.add('account-wang');
    const held = ok(await world.citizen('wang').hold(DAY1, '09:00'));
    expect(held.heldUntil).toBe('2026-11-24T09:10:00+08:00');
  });

  it('turns away when the slot is full, naming the nearest free times', async () => {
    for (const name of ['a', 'b']) ok(await world.citizen(name).hold(DAY1, '09:00'));
    const said = await world.citizen('c').hold(DAY1, '09:00');
    expect(said).toMatchObject({
      refused: 'SLOT_TAKEN',
      next: '离得近的还有：明天（11月25日 周三）上午 8:30；明天（11月25日 周三）上午 9:30；后天（11月26日 周四）上午 8:30。',
    });
  });

  it('moves the hold of someone who chooses another time that day, and keeps one document', async () => {
    const citizen = world.citizen('li');
    const first = ok(await citizen.hold(DAY1, '09:00'));
    await world.clock.advance(2 * MINUTE);
    const second = ok(await citizen.hold(DAY1, '10:00', { itemCode: OTHER_ITEM }));
    expect(second.id).toBe(first.id);
    expect(second).toMatchObject({
      slot: '10:00',
      itemCode: OTHER_ITEM,
      heldUntil: '2026-11-24T09:07:00+08:00',
    });
    expect(await left(DAY1, '09:00')).toBe(2);
    expect(await left(DAY1, '10:00')).toBe(1);
  });

  it('keeps the seat of someone who chooses the same full time again', async () => {
    world.hall.seats = 1;
    const citizen = world.citizen('li');
    const first = ok(await citizen.hold(DAY1, '09:00'));
    await world.clock.advance(MINUTE);
    const again = ok(await citizen.hold(DAY1, '09:00'));
    expect(again.id).toBe(first.id);
    expect(again.heldUntil).toBe('2026-11-24T09:06:00+08:00');
  });

  it('keeps the old hold when the other time is full', async () => {
    for (const name of ['a', 'b']) ok(await world.citizen(name).hold(DAY1, '10:00'));
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    expect(refused(await citizen.hold(DAY1, '10:00'))).toBe('SLOT_TAKEN');
    expect(ok(await citizen.get(held.id))).toMatchObject({ state: 'held', slot: '09:00' });
  });

  it('lets a person keep two holds; the oldest makes room', async () => {
    const citizen = world.citizen('li');
    const first = ok(await citizen.hold(DAY1, '09:00'));
    await world.clock.advance(1_000);
    const second = ok(await citizen.hold(DAY2, '09:00'));
    await world.clock.advance(1_000);
    const third = ok(await citizen.hold(DAY3, '09:00'));
    expect((await citizen.list('ahead')).items.map(({ id }) => id)).toEqual([second.id, third.id]);
    expect(ok(await citizen.get(first.id))).toMatchObject({ state: 'expired' });
    expect(await left(DAY1, '09:00')).toBe(2);
  });

  it('refuses a second booking that day, in the same queue only', async () => {
    await booked('li', DAY1, '09:00');
    const citizen = world.citizen('li');
    expect(refused(await citizen.hold(DAY1, '10:00'))).toBe('ALREADY_BOOKED');
    expect(await citizen.hold(DAY1, '09:00')).toMatchObject({
      refused: 'ALREADY_BOOKED',
      next: expect.stringContaining('您约的是明天（11月25日 周三）上午 9:00'),
    });
    expect(refused(await citizen.holdEarliest())).toBe('ALREADY_BOOKED');
    expect(await left(DAY1, '10:00')).toBe(2);
    ok(await citizen.hold(DAY1, '10:00', { queueId: 'q2' }));
    ok(await citizen.hold(DAY2, '10:00'));
  });

  it('refuses what is not offered', async () => {
    const citizen = world.citizen('li');
    for (const [date, slot] of [
      ['2026-11-24', '10:00'],
      ['2026-11-28', '09:00'],
      ['2026-12-02', '09:00'],
      [DAY1, '12:00'],
      [DAY1, '09:10'],
      ['2020-01-01', '09:00'],
    ] as const)
      expect(refused(await citizen.hold(date, slot)), `${date} ${slot}`).toBe('SLOT_NOT_OFFERED');
    expect(refused(await citizen.hold(DAY1, '09:00', { itemCode: WALK_IN_ITEM }))).toBe('ITEM_NOT_BOOKABLE');
    expect(refused(await citizen.hold(DAY1, '09:00', { itemCode: '530600NOTHING01' }))).toBe('NOT_FOUND');
    expect(refused(await citizen.hold(DAY1, '09:00', { queueId: 'q9' }))).toBe('NOT_FOUND');
    expect(refused(await citizen.hold(DAY1, '09:00', { queueId: 'q2', itemCode: OTHER_ITEM }))).toBe(
      'ITEM_NOT_BOOKABLE',
    );
  });

  it('finds the earliest, over all halls that serve the item, onward past what is full', async () => {
    world.hall.seats = 1;
    expect(ok(await world.citizen('a').holdEarliest())).toMatchObject({
      queueId: 'q1',
      date: DAY1,
      slot: '08:30',
    });
    expect(ok(await world.citizen('b').holdEarliest())).toMatchObject({
      queueId: 'q2',
      date: DAY1,
      slot: '08:30',
    });
    expect(ok(await world.citizen('c').holdEarliest())).toMatchObject({
      queueId: 'q1',
      date: DAY1,
      slot: '09:00',
    });
    expect(ok(await world.citizen('d').holdEarliest({ queueId: 'q1' }))).toMatchObject({ slot: '09:30' });
  });

  it('keeps what one holds when nothing sooner is free, and takes the sooner when it is', async () => {
    world.hall.seats = 1;
    const citizen = world.citizen('li');
    const early = ok(await citizen.hold(DAY1, '08:30'));
    expect(ok(await citizen.holdEarliest({ queueId: 'q1' }))).toMatchObject({ id: early.id, slot: '08:30' });
    const late = ok(await world.citizen('b').hold(DAY1, '11:00'));
    expect(ok(await world.citizen('b').holdEarliest({ queueId: 'q1' }))).toMatchObject({
      id: late.id,
      slot: '09:00',
    });
  });

  it('follows the seats and hours of the queue as they change', async () => {
    world.hall.seats = 1;
    ok(await world.citizen('a').hold(DAY1, '09:00'));
    expect(refused(await world.citizen('b').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    world.hall.seats = 3;
    for (const name of ['b', 'c']) ok(await world.citizen(name).hold(DAY1, '09:00'));
    world.hall.seats = 2;
    expect(await left(DAY1, '09:00')).toBe(0);
    expect(refused(await world.citizen('d').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    const list = (await world.citizen('c').list('ahead')).items;
    ok(await world.citizen('c').cancel(list[0]?.id ?? ''));
    expect(refused(await world.citizen('d').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    world.hall.periods = [{ from: '09:00', to: '18:00' }];
    ok(await world.citizen('d').hold(DAY1, '17:30'));
    expect(refused(await world.citizen('e').hold(DAY1, '08:30'))).toBe('SLOT_NOT_OFFERED');
  });

  it('says so when every time is taken', async () => {
    world.hall.seats = 1;
    world.hall.periods = [{ from: '08:30', to: '09:00' }];
    const days = [DAY1, DAY2, DAY3, DAY4, DAY5];
    for (const [index, date] of days.entries()) ok(await world.citizen(`p${index}`).hold(date, '08:30'));
    const said = await world.citizen('late').holdEarliest({ queueId: 'q1' });
    expect(said).toMatchObject({ refused: 'SLOT_TAKEN', next: expect.stringContaining('现场取号') });
    expect((await world.citizen('late').days()).firstFree).toBeNull();
  });
});

describe('confirming', () => {
  it('books: reference, signed code, no more countdown', async () => {
    const ticket = await booked('li', DAY2, '14:30');
    expect(ticket).toMatchObject({
      state: 'booked',
      heldUntil: null,
      canConfirm: false,
      canMove: true,
      canCancel: true,
      checkInFrom: '2026-11-26T14:00:00+08:00',
      checkInUntil: '2026-11-26T14:45:00+08:00',
      changeUntil: '2026-11-26T12:30:00+08:00',
    });
    expect(ticket.reference).toMatch(/^ZT-1124-[2-9B-DF-HJ-NP-TV-Z]{4}$/);
    expect(world.booking.readCheckInCode(ticket.checkInCode ?? '')?.id).toBe(ticket.id);
    expect(ticket.timeline.map(({ what }) => what)).toEqual([
      '预约成功：后天（11月26日 周四）下午 2:30',
      '为您保留了后天（11月26日 周四）下午 2:30',
    ]);
  });

  it('is refused by the clock, whether or not a sweeper was there', async () => {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    await world.clock.advance(5 * MINUTE - 1);
    const other = world.citizen('b');
    const second = ok(await other.hold(DAY1, '09:00'));
    ok(await citizen.confirm(held.id));
    await world.clock.advance(5 * MINUTE);
    expect(refused(await other.confirm(second.id))).toBe('HOLD_EXPIRED');
    expect(refused(await other.move(second.id, DAY1, '10:00'))).toBe('HOLD_EXPIRED');
    expect(ok(await other.get(second.id))).toMatchObject({ state: 'expired', canConfirm: false });
  });

  it('looks again whether the hall is open then', async () => {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    world.hall.closed.set(DAY1, '停电检修');
    const said = await citizen.confirm(held.id);
    expect(said).toMatchObject({ refused: 'SLOT_NOT_OFFERED', next: expect.stringContaining('后天') });
    expect(ok(await citizen.get(held.id)).state).toBe('held');
  });

  it('is answered again under the same key, and refused under another', async () => {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    const first = ok(await citizen.confirm(held.id, 'confirm-once'));
    const again = ok(await citizen.confirm(held.id, 'confirm-once'));
    expect(again).toEqual(first);
    expect(refused(await citizen.confirm(held.id, 'confirm-twice'))).toBe('APPOINTMENT_STATE');
  });
});

describe('cancelling', () => {
  it('gives a hold back at once', async () => {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    expect(await left(DAY1, '09:00')).toBe(1);
    expect(ok(await citizen.cancel(held.id))).toMatchObject({ state: 'cancelled', canCancel: false });
    expect(await left(DAY1, '09:00')).toBe(2);
  });

  it('lets the seat of a booking wait two minutes, and the person book anew at once', async () => {
    world.hall.seats = 1;
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    ok(await citizen.cancel(ticket.id));
    expect(refused(await world.citizen('friend').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    ok(await citizen.hold(DAY1, '10:00'));
    await world.clock.advance(2 * MINUTE);
    ok(await world.citizen('friend').hold(DAY1, '09:00'));
  });

  it('is answered again under the same key, and refused under another', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    const first = ok(await citizen.cancel(ticket.id, 'cancel-once'));
    expect(ok(await citizen.cancel(ticket.id, 'cancel-once'))).toEqual(first);
    expect(refused(await citizen.cancel(ticket.id, 'cancel-twice'))).toBe('APPOINTMENT_STATE');
    expect(first.timeline).toHaveLength(3);
  });

  it('ends two hours before, as moving does', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '14:00');
    await world.clock.advance(27 * HOUR);
    expect(ok(await citizen.get(ticket.id))).toMatchObject({ canCancel: true, canMove: true });
    await world.clock.advance(1);
    expect(ok(await citizen.get(ticket.id))).toMatchObject({ canCancel: false, canMove: false });
    expect(refused(await citizen.cancel(ticket.id))).toBe('CUT_OFF_PASSED');
    expect(refused(await citizen.move(ticket.id, DAY3, '09:00'))).toBe('CUT_OFF_PASSED');
  });
});

describe('moving', () => {
  it('takes the new seat and gives the old one back in one step', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    expect(await left(DAY2, '10:00')).toBe(2);
    const moved = ok(await citizen.move(ticket.id, DAY2, '10:00'));
    expect(moved).toMatchObject({
      id: ticket.id,
      state: 'booked',
      reference: ticket.reference,
      date: DAY2,
      slot: '10:00',
      changeUntil: '2026-11-26T08:00:00+08:00',
    });
    expect(moved.timeline[0]?.what).toBe('改期到后天（11月26日 周四）上午 10:00');
    expect(await left(DAY1, '09:00')).toBe(2);
    expect(await left(DAY2, '10:00')).toBe(1);
  });

  it('makes the old check-in code stale', async () => {
    const ticket = await booked('li', DAY1, '09:00');
    const moved = ok(await world.citizen('li').move(ticket.id, DAY1, '10:00'));
    const before = world.booking.readCheckInCode(ticket.checkInCode ?? '');
    const after = world.booking.readCheckInCode(moved.checkInCode ?? '');
    expect(after?.id).toBe(before?.id);
    expect(after?.version).toBeGreaterThan(before?.version ?? Number.NaN);
  });

  it('keeps the old seat when the new one is taken', async () => {
    for (const name of ['a', 'b']) ok(await world.citizen(name).hold(DAY2, '10:00'));
    const ticket = await booked('li', DAY1, '09:00');
    expect(refused(await world.citizen('li').move(ticket.id, DAY2, '10:00'))).toBe('SLOT_TAKEN');
    expect(ok(await world.citizen('li').get(ticket.id))).toMatchObject({ date: DAY1, slot: '09:00' });
    expect(await left(DAY1, '09:00')).toBe(1);
  });

  it('is refused to a day with another booking; another hold there gives way', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    const other = await booked('li', DAY2, '09:00');
    expect(refused(await citizen.move(ticket.id, DAY2, '10:00'))).toBe('ALREADY_BOOKED');
    expect(await left(DAY2, '10:00')).toBe(2);
    ok(await citizen.cancel(other.id));
    const hold = ok(await citizen.hold(DAY2, '11:00'));
    ok(await citizen.move(ticket.id, DAY2, '10:00'));
    expect(ok(await citizen.get(hold.id)).state).toBe('expired');
    expect(await left(DAY2, '11:00')).toBe(2);
  });

  it('to another queue that serves the item, and to no other', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    expect(ok(await citizen.move(ticket.id, DAY1, '09:00', { queueId: 'q2' }))).toMatchObject({
      queueId: 'q2',
      queueName: '综合窗口',
    });
    const bound = ok(await citizen.hold(DAY2, '09:00', { itemCode: OTHER_ITEM }));
    expect(refused(await citizen.move(bound.id, DAY2, '09:00', { queueId: 'q2' }))).toBe('ITEM_NOT_BOOKABLE');
    expect(refused(await citizen.move(bound.id, DAY2, '09:00', { queueId: 'q9' }))).toBe('NOT_FOUND');
    expect(refused(await citizen.move(bound.id, DAY2, '03:00'))).toBe('SLOT_NOT_OFFERED');
  });

  it('a hold starts anew', async () => {
    const citizen = world.citizen('li');
    const held = ok(await citizen.hold(DAY1, '09:00'));
    await world.clock.advance(4 * MINUTE);
    const moved = ok(await citizen.move(held.id, DAY2, '09:00'));
    expect(moved).toMatchObject({ state: 'held', heldUntil: '2026-11-24T09:09:00+08:00' });
    await world.clock.advance(4 * MINUTE);
    const again = ok(await citizen.move(held.id, DAY2, '09:00'));
    expect(again).toMatchObject({ slot: '09:00', heldUntil: '2026-11-24T09:13:00+08:00' });
    ok(await citizen.confirm(held.id));
    const stays = ok(await citizen.move(held.id, DAY2, '09:00'));
    expect(stays.timeline).toHaveLength(again.timeline.length + 1);
  });

  it('once under one key', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    const first = ok(await citizen.move(ticket.id, DAY2, '10:00', { key: 'move-once' }));
    const second = ok(await citizen.move(ticket.id, DAY3, '10:00', { key: 'move-again' }));
    expect(ok(await citizen.move(ticket.id, DAY2, '10:00', { key: 'move-once' }))).toEqual(second);
    expect(second.timeline).toHaveLength(first.timeline.length + 1);
  });

  it('to the earliest: sooner or not at all', async () => {
    world.hall.seats = 1;
    const citizen = world.citizen('li');
    ok(await world.citizen('a').hold(DAY1, '08:30'));
    const ticket = await booked('li', DAY2, '10:00');
    expect(ok(await citizen.moveToEarliest(ticket.id))).toMatchObject({ date: DAY1, slot: '09:00' });
    expect(ok(await citizen.moveToEarliest(ticket.id))).toMatchObject({ date: DAY1, slot: '09:00' });
    expect(ok(await citizen.moveToEarliest(ticket.id, 'q2'))).toMatchObject({ queueId: 'q2', slot: '08:30' });
  });
});

describe('what the clock brings', () => {
  it('a hold runs out: the seat is back without a sweeper', async () => {
    world.hall.seats = 1;
    ok(await world.citizen('a').hold(DAY1, '09:00'));
    expect(refused(await world.citizen('b').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    await world.clock.advance(5 * MINUTE);
    ok(await world.citizen('b').hold(DAY1, '09:00'));
  });

  it('a hold that was moved runs out as well', async () => {
    world.hall.seats = 1;
    const first = ok(await world.citizen('a').hold(DAY1, '09:00'));
    ok(await world.citizen('a').move(first.id, DAY2, '09:00'));
    expect(refused(await world.citizen('b').hold(DAY2, '09:00'))).toBe('SLOT_TAKEN');
    await world.clock.advance(5 * MINUTE);
    ok(await world.citizen('b').hold(DAY2, '09:00'));
  });

  it('the sweeper lets holds run out and shows the seats', async () => {
    const held = ok(await world.citizen('a').hold(DAY1, '09:00'));
    await world.clock.advance(5 * MINUTE);
    await world.work.runAll();
    expect(await left(DAY1, '09:00')).toBe(2);
    const seen = ok(await world.citizen('a').get(held.id));
    expect(seen.timeline[0]).toMatchObject({ what: '保留的时间已过，名额放开', by: '系统' });
  });

  it('who does not come is a no-show once the slot is over', async () => {
    const ticket = await booked('li', DAY1, '09:00');
    await world.clock.advance(24.5 * HOUR - 1);
    await world.work.runAll();
    expect(ok(await world.citizen('li').get(ticket.id)).state).toBe('booked');
    await world.clock.advance(1);
    await world.work.runAll();
    expect(ok(await world.citizen('li').get(ticket.id))).toMatchObject({
      state: 'no-show',
      checkInCode: null,
    });
  });

  it('who booked a time at which the hall then closed is no no-show, and is told before', async () => {
    const ticket = await booked('li', DAY1, '09:00');
    world.hall.closed.set(DAY1, '停电检修');
    expect(ok(await world.citizen('li').get(ticket.id)).nextStep).toContain('停电检修');
    await world.clock.advance(24.5 * HOUR);
    await world.work.runAll();
    const after = ok(await world.citizen('li').get(ticket.id));
    expect(after).toMatchObject({ state: 'cancelled-by-venue', checkInCode: null });
    expect(after.timeline[0]).toMatchObject({ by: '大厅', why: '停电检修' });
  });

  it('three no-shows pause online booking for thirty days, also for what is held', async () => {
    const citizen = world.citizen('li');
    for (const [date, slot] of [
      [DAY1, '08:30'],
      [DAY2, '08:30'],
      [DAY3, '08:30'],
    ] as const)
      await booked('li', date, slot);
    await world.clock.advance(3 * 24 * HOUR - 1 * MINUTE);
    await world.work.runAll();
    const held = ok(await citizen.hold(DAY4, '09:00'));
    await world.clock.advance(2 * MINUTE);
    await world.work.runAll();
    expect(refused(await citizen.confirm(held.id))).toBe('BOOKING_SUSPENDED');
    ok(await citizen.cancel(held.id));
    const said = await citizen.hold(DAY5, '09:00');
    expect(said).toMatchObject({ refused: 'BOOKING_SUSPENDED', next: expect.stringContaining('12月27日起') });
    for (const name of ['a', 'b']) ok(await world.citizen(name).hold(DAY5, '09:00'));
    await world.clock.advance(30 * 24 * HOUR);
    ok(await citizen.holdEarliest({ queueId: 'q1' }));
  });
});

describe('repeating', () => {
  it('a hold whose answer was lost finds its own seat, also when it was the last', async () => {
    world.hall.seats = 1;
    const citizen = world.citizen('li');
    const first = ok(await citizen.hold(DAY1, '09:00', { key: 'same' }));
    expect(ok(await citizen.hold(DAY1, '09:00', { key: 'same' })).id).toBe(first.id);
    const moved = ok(await citizen.hold(DAY1, '10:00', { key: 'other' }));
    expect(ok(await citizen.hold(DAY1, '10:00', { key: 'other' }))).toEqual(moved);
    expect(await left(DAY1, '09:00')).toBe(1);
    expect(await left(DAY1, '10:00')).toBe(0);
  });

  it('a hold chosen again is answered as run out, not held anew, when it has run out since', async () => {
    const citizen = world.citizen('li');
    const first = ok(await citizen.hold(DAY1, '09:00'));
    ok(await citizen.hold(DAY1, '09:00', { key: 'again' }));
    await world.clock.advance(5 * MINUTE);
    await world.work.runAll();
    expect(ok(await citizen.hold(DAY1, '09:00', { key: 'again' }))).toMatchObject({
      id: first.id,
      state: 'expired',
    });
    expect(await left(DAY1, '09:00')).toBe(2);
  });

  it('the earliest finds the same day again', async () => {
    const citizen = world.citizen('li');
    const first = ok(await citizen.holdEarliest({ key: 'same' }));
    expect(ok(await citizen.holdEarliest({ key: 'same' })).id).toBe(first.id);
    expect((await citizen.list()).total).toBe(1);
  });
});

describe('looking', () => {
  it('shows the days with what is left and why not', async () => {
    world.hall.closed.set(DAY2, '停电检修');
    const days = await world.citizen('li').days();
    expect(days.days.map(({ date, open, reason, left }) => [date, open, reason, left])).toEqual([
      [DAY1, true, null, 28],
      [DAY2, false, '停电检修', 0],
      [DAY3, true, null, 28],
      ['2026-11-28', false, '周末休息', 0],
      ['2026-11-29', false, '周末休息', 0],
      [DAY4, true, null, 28],
      [DAY5, true, null, 28],
    ]);
    expect(days.firstFree).toMatchObject({ date: DAY1, slot: '08:30' });
  });

  it('shows the slots with the days before and after that have seats', async () => {
    world.hall.closed.set(DAY2, '停电检修');
    const day = await world.citizen('li').slots(DAY3);
    expect(day).toMatchObject({ previous: DAY1, next: DAY4, open: true, reason: null });
    expect(day.slots).toHaveLength(14);
    expect(day.slots.filter(({ period }) => period === 'morning').at(-1)).toMatchObject({
      slot: '11:30',
      left: 2,
    });
    expect(await world.citizen('li').slots('2026-12-20')).toMatchObject({
      open: false,
      slots: [],
      previous: DAY5,
      next: null,
      reason: '现在可以约到12月1日 周二',
    });
    expect(await world.citizen('li').slots('2026-11-24')).toMatchObject({ open: false, next: DAY1 });
  });

  it('shows one’s own booking at once, and that of another process within a second', async () => {
    expect(await left(DAY1, '09:00')).toBe(2);
    ok(await world.citizen('a').hold(DAY1, '09:00'));
    expect(await left(DAY1, '09:00')).toBe(1);
    const other = await world.process();
    ok(await world.citizen('b', other.booking).hold(DAY1, '09:00'));
    await world.clock.advance(1_000);
    expect(await left(DAY1, '09:00')).toBe(0);
    expect(await world.citizen('c').slots(DAY1)).toMatchObject({ open: true });
  });

  it('names the first free time of many queues', async () => {
    world.hall.seats = 1;
    ok(await world.citizen('a').hold(DAY1, '08:30', { queueId: 'q2' }));
    const free = await world.booking.firstFreeMany(['q1', 'q2', 'q9']);
    expect(free.get('q1')).toMatchObject({ date: DAY1, slot: '08:30' });
    expect(free.get('q2')).toMatchObject({ date: DAY1, slot: '09:00' });
    expect(free.get('q9')).toBeNull();
  });

  it("never shows another citizen's", async () => {
    const ticket = await booked('li', DAY1, '09:00');
    const stranger = world.citizen('stranger');
    expect(refused(await stranger.get(ticket.id))).toBe('NOT_FOUND');
    expect(refused(await stranger.confirm(ticket.id))).toBe('NOT_FOUND');
    expect(refused(await stranger.cancel(ticket.id))).toBe('NOT_FOUND');
    expect(refused(await stranger.move(ticket.id, DAY2, '09:00'))).toBe('NOT_FOUND');
    expect((await stranger.list()).total).toBe(0);
  });

  it('lists what is ahead first, then history from the newest', async () => {
    const citizen = world.citizen('li');
    const gone = await booked('li', DAY3, '09:00');
    ok(await citizen.cancel(gone.id));
    const later = await booked('li', DAY2, '09:00');
    const sooner = await booked('li', DAY1, '09:00');
    const held = ok(await citizen.hold(DAY5, '09:00'));
    const ids = async (scope: 'ahead' | 'history' | 'all') =>
      (await citizen.list(scope)).items.map(({ id }) => id);
    expect(await ids('ahead')).toEqual([held.id, sooner.id, later.id]);
    expect(await ids('history')).toEqual([gone.id]);
    expect(await ids('all')).toEqual([held.id, sooner.id, later.id, gone.id]);
  });
});

describe('matters', () => {
  const query = (state: 'open' | 'closed' | 'all', q?: string) => ({ query: { state, q } });

  it('puts what needs me first, says by when, and finds by reference or title', async () => {
    const citizen = world.citizen('li');
    const ticket = await booked('li', DAY1, '09:00');
    const held = ok(await citizen.hold(DAY2, '09:00', { itemCode: OTHER_ITEM }));
    const ask = async (state: 'open' | 'closed' | 'all', q?: string) =>
      (await world.matters.routes['GET /matters'](citizen.call(undefined, query(state, q)) as never)) as {
        items: { id: string }[];
        total: number;
      };
    expect((await ask('open')).items).toMatchObject([
      {
        id: held.id,
        tone: 'action',
        byWords: '9:05 前确认',
        action: { label: '确认预约', kind: 'confirm' },
        open: true,
      },
      {
        id: ticket.id,
        tone: 'waiting',
        byWords: '明天（11月25日 周三）上午 9:00',
        holder: '昭通市政务服务中心 0870-0000000',
      },
    ]);
    expect(await world.matters.next(citizen.caller, world.clock.now())).toMatchObject({
      next: { id: held.id },
      count: 2,
    });
    const code = ticket.reference?.replaceAll('-', '').toLowerCase();
    expect((await ask('open', code)).items.map(({ id }) => id)).toEqual([ticket.id]);
    expect((await ask('all', '社保')).items.map(({ id }) => id)).toEqual([held.id]);
    expect((await ask('closed')).total).toBe(0);
    await world.clock.advance(5 * MINUTE);
    expect((await ask('closed')).items.map(({ id }) => id)).toEqual([held.id]);
  });

  it('are none for an account without a person', async () => {
    const caller = { sessionId: 's', accountId: 'a', personId: null };
    expect(await world.matters.next(caller, world.clock.now())).toEqual({ next: null, count: 0 });
  });
});

describe('my data', () => {
  it('is exported, and erased without losing the count', async () => {
    const ticket = await booked('li', DAY1, '09:00');
    await booked('wang', DAY1, '09:00');
    expect(await world.booking.dataHolder.exportFor('li')).toMatchObject([
      { reference: ticket.reference, item: '居民身份证换领', state: 'booked' },
    ]);
    const said = await world.booking.dataHolder.erase('li');
    expect(said.erased).toEqual(['1 个还没到的预约已取消，与您的关联已删除']);
    expect(await world.booking.dataHolder.exportFor('li')).toEqual([]);
    expect((await world.citizen('li').list()).total).toBe(0);
    expect((await world.citizen('wang').list()).total).toBe(1);
    const kept = await world.mongo.collection('appointments').find().toArray();
    expect(kept).toHaveLength(2);
    expect(JSON.stringify(kept)).not.toContain('"li"');
    expect((await world.booking.dataHolder.erase('wang')).erased).toHaveLength(1);
    expect(await world.booking.dataHolder.erase('nobody')).toEqual({ erased: [], kept: [] });
  });
});
