import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { type StaffClient, staff } from '../support/staff';

const QUEUE = 'q530600-gongan';
const VENUE = 'v530600';

let app: TestApp;
let clerk: StaffClient;
let head: StaffClient;
let citizen: SignedIn;
beforeAll(async () => {
  // A Tuesday, before the hall opens.
  app = await startApp({ at: new Date('2026-11-24T08:00:00+08:00') });
  [clerk, head] = await Promise.all([
    staff(app, 'window', { window: '530600-w01' }),
    staff(app, ['window', 'supervisor'], { window: '530600-w02' }),
  ]);
  citizen = await person(app);
});
afterAll(() => app?.stop());

const queue = { params: { id: QUEUE } };
const take = (body = {}) => clerk.get('POST /staff/queues/{id}/tickets', { ...queue, body });
const next = (who = clerk) => who.get('POST /staff/queues/{id}/call-next', queue);
const on = (ticket: { id: string }) => ({ params: { id: ticket.id } });
const view = (who = clerk) => who.get('GET /staff/queues/{id}', queue);

/** Called once more, after the pause there has to be. */
async function calledAgain(ticket: { id: string }) {
  await advanceClock(app, 15);
  return clerk.get('POST /staff/appointments/{id}/recall', on(ticket));
}

/** Nobody is in line any more. */
async function emptied() {
  for (;;) {
    const { ticket } = await next();
    if (!ticket) break;
    await clerk.get('POST /staff/appointments/{id}/start', on(ticket));
    await clerk.get('POST /staff/appointments/{id}/finish', on(ticket));
  }
}

async function booking(who: SignedIn) {
  const [item] = (await who.get('GET /items', { query: { q: '身份证', county: '530600' } })).items;
  const body = { itemCode: item?.code ?? '', queueId: QUEUE, earliest: true as const };
  const { id } = await who.get('POST /appointments', { body });
  return who.get('POST /appointments/{id}/confirm', { params: { id } });
}

describe('numbers for people who walk in', () => {
  it('count up in their queue, ask nothing about anybody, and are called in turn', async () => {
    const first = await take();
    const second = await take({ priority: 'elder' });
    expect(second.ticket).toMatch(/^[A-Z]\d{3}$/);
    expect(Number(second.ticket?.slice(1))).toBe(Number(first.ticket?.slice(1)) + 1);
    expect(first).toMatchObject({
      state: 'checked-in',
      name: null,
      walkIn: true,
      bookedFor: null,
      reference: null,
    });
    const called = await next();
    expect(called.ticket).toMatchObject({ id: second.id, state: 'called', window: '1 号窗口', calls: 1 });
    expect(called.waiting).toBe(1);
    expect((await next(head)).ticket).toMatchObject({ id: first.id, window: '2 号窗口' });
    expect((await next()).ticket).toBeNull();
    for (const ticket of [first, second]) {
      await clerk.get('POST /staff/appointments/{id}/start', on(ticket));
      expect(await clerk.get('POST /staff/appointments/{id}/finish', on(ticket))).toMatchObject({
        state: 'served',
      });
    }
  });

  it('are given once, however often the request is sent', async () => {
    const key = 'one-number-please';
    const [one, again] = await Promise.all(
      [1, 2].map(() => clerk.ask('POST /staff/queues/{id}/tickets', { ...queue, body: {}, key })),
    );
    const tickets = [one, again].flatMap((reply) => reply?.answer?.ticket ?? []);
    expect(new Set(tickets).size).toBe(1);
    expect((await view()).waiting).toHaveLength(1);
    await emptied();
  });
});

describe('a call nobody answers', () => {
  it('is missed after three, comes back three places behind once, and not twice', async () => {
    const people = [];
    for (let n = 0; n < 6; n += 1) people.push(await take());
    const [first] = people;
    if (!first) throw new Error('nobody');
    expect((await next()).ticket?.id).toBe(first.id);
    expect(await clerk.refused('POST /staff/appointments/{id}/miss', on(first))).toBe('CALLS_TOO_FEW');
    // Clicked again at once: refused, and still offered, for the pause ends by itself.
    const hasty = await clerk.ask('POST /staff/appointments/{id}/recall', on(first));
    expect(hasty.error).toMatchObject({
      code: 'CALLED_JUST_NOW',
      next: expect.stringMatching(/再过 1\d 秒/),
    });
    expect((await view()).called[0]).toMatchObject({ calls: 1, actions: expect.arrayContaining(['recall']) });
    await calledAgain(first);
    expect(await calledAgain(first)).toMatchObject({ calls: 3 });
    expect(await clerk.refused('POST /staff/appointments/{id}/recall', on(first))).toBe('CALLED_THRICE');
    expect(await clerk.get('POST /staff/appointments/{id}/miss', on(first))).toMatchObject({
      state: 'missed',
    });
    expect(await clerk.get('POST /staff/appointments/{id}/requeue', on(first))).toMatchObject({
      requeued: true,
    });
    const order = (await view()).waiting.map(({ id }) => id);
    expect(order.indexOf(first.id)).toBe(3);
    const called = [];
    for (let n = 0; n < 4; n += 1) called.push((await next()).ticket?.id);
    expect(called[3]).toBe(first.id);
    for (let n = 0; n < 2; n += 1) await calledAgain(first);
    await clerk.get('POST /staff/appointments/{id}/miss', on(first));
    expect(await clerk.refused('POST /staff/appointments/{id}/requeue', on(first))).toBe('REQUEUED_BEFORE');
    await emptied();
  });

  it('is missed by itself when nobody does anything', async () => {
    const ticket = await take();
    await next();
    for (let n = 0; n < 2; n += 1) await calledAgain(ticket);
    await advanceClock(app, 121);
    expect((await view()).missed.map(({ id }) => id)).toContain(ticket.id);
  });
});

describe('a misclick', () => {
  it('is taken back within ten seconds by whoever did it, and the person keeps the place', async () => {
    const [one, two] = [await take(), await take()];
    const called = (await next()).ticket;
    expect(called).toMatchObject({ id: one.id, actions: expect.arrayContaining(['undo']) });
    expect(await head.refused('POST /staff/appointments/{id}/undo', on(one))).toBe('UNDO_OVER');
    const back = await clerk.get('POST /staff/appointments/{id}/undo', on(one));
    expect(back).toMatchObject({ state: 'checked-in', calls: 0, window: null, undoUntil: null });
    expect((await view()).waiting.map(({ id }) => id)).toEqual([one.id, two.id]);
    await next();
    await advanceClock(app, 11);
    expect(await clerk.refused('POST /staff/appointments/{id}/undo', on(one))).toBe('UNDO_OVER');
    await emptied();
  });

  it('is taken back from every act of the desk, to exactly where it was', async () => {
    const ticket = await take();
    const reason = '去复印';
    const acts = [
      ['park', { reason }],
      ['prioritise', { priority: 'pregnant' }],
      ['transfer', { queueId: 'q530600-renshe', reason: '应该在社保办' }],
      ['call', { reason: '赶车' }],
    ] as const;
    await advanceClock(app, 11);
    for (const [act, body] of acts) {
      const before = (await view()).waiting.find(({ id }) => id === ticket.id);
      await clerk.get(`POST /staff/appointments/{id}/${act}`, { ...on(ticket), body } as never);
      const after = await clerk.get('POST /staff/appointments/{id}/undo', on(ticket));
      expect({ ...after, version: 0 }, act).toEqual({ ...before, version: 0 });
    }
    await emptied();
  });

  it('with a number takes the number away', async () => {
    const ticket = await take();
    expect(await clerk.get('POST /staff/appointments/{id}/undo', on(ticket))).toMatchObject({
      state: 'cancelled',
    });
    expect((await view()).waiting).toEqual([]);
  });
});

describe('sent on and set aside', () => {
  it('keeps number and time in line; only the named window calls who was sent there', async () => {
    const ticket = await take();
    const sent = await clerk.get('POST /staff/appointments/{id}/transfer', {
      ...on(ticket),
      body: { window: '2 号窗口', reason: '材料在那边' },
    });
    expect(sent).toMatchObject({
      state: 'checked-in',
      ticket: ticket.ticket,
      since: ticket.since,
      forWindow: '2 号窗口',
    });
    expect((await next()).ticket).toBeNull();
    expect((await next(head)).ticket?.id).toBe(ticket.id);
    await head.get('POST /staff/appointments/{id}/start', on(ticket));
    const parked = await head.get('POST /staff/appointments/{id}/park', {
      ...on(ticket),
      body: { reason: '填表' },
    });
    expect(parked).toMatchObject({ state: 'parked', window: null });
    expect((await next(head)).ticket).toBeNull();
    await head.get('POST /staff/appointments/{id}/unpark', on(ticket));
    expect((await next(head)).ticket?.id).toBe(ticket.id);
    await head.get('POST /staff/appointments/{id}/start', on(ticket));
    await head.get('POST /staff/appointments/{id}/finish', on(ticket));
  });
});

describe('who booked', () => {
  it('checks in by code, reference or the code the hall shows, sees their place, and is told when the number is called', async () => {
    const ticket = await booking(citizen);
    const code = { body: { code: ticket.checkInCode ?? '' } };
    expect(await clerk.refused('POST /staff/check-ins', code)).toBe('OUTSIDE_CHECK_IN');
    await app.clock.advance(new Date(ticket.checkInFrom).getTime() - app.clock.now().getTime());
    // Sessions of staff end when nobody works with them.
    clerk = await staff(app, 'window', { window: '530600-w01' });
    head = await staff(app, ['window', 'supervisor'], { window: '530600-w02' });
    const { key } = await head.get('POST /staff/venues/{id}/displays', {
      params: { id: VENUE },
      body: { name: '一楼大屏' },
    });
    const shown = await citizen.get('POST /venues/{id}/check-in-codes', {
      params: { id: VENUE },
      body: { key },
    });
    const wrong = shown.code === '000000' ? '000001' : '000000';
    const mine = { params: { id: ticket.id } };
    expect(
      await citizen.refused('POST /appointments/{id}/check-in', { ...mine, body: { code: wrong } }),
    ).toBe('HALL_CODE_INVALID');
    const waiting = [await take(), await take(), await take(), await take(), await take()];
    const inLine = await citizen.get('POST /appointments/{id}/check-in', {
      ...mine,
      body: { code: shown.code },
    });
    expect(inLine).toMatchObject({ state: 'checked-in', canCheckIn: false });
    expect(inLine.ticket).toMatch(/^[A-Z]\d{3}$/);
    // Shown or said again it is the same number.
    expect(await clerk.get('POST /staff/check-ins', code)).toMatchObject({
      id: ticket.id,
      ticket: inLine.ticket,
    });
    const typed = (ticket.reference ?? '').toLowerCase().replaceAll('-', ' ');
    expect(await clerk.get('POST /staff/check-ins', { body: { reference: typed } })).toMatchObject({
      id: ticket.id,
    });
    // Half an hour without an act would end the clerk's session.
    await advanceClock(app, 15 * 60);
    await view();
    await advanceClock(app, new Date(ticket.start).getTime() / 1000 - app.clock.now().getTime() / 1000);
    const place = await citizen.get('GET /appointments/{id}/place', mine);
    expect(place).toMatchObject({ ticket: inLine.ticket, ahead: 0, state: 'checked-in' });
    expect((await view()).waiting[0]).toMatchObject({ id: ticket.id, name: expect.stringMatching(/^.\*+$/) });
    const { ticket: called } = await next();
    expect(called?.id).toBe(ticket.id);
    const live = await citizen.get('GET /queues/{id}/live', queue);
    expect(live.called).toEqual([expect.objectContaining({ ticket: inLine.ticket, window: '1 号窗口' })]);
    expect(live.waiting).toBe(waiting.length);
    expect(JSON.stringify(live)).not.toContain(ticket.id);
    await advanceClock(app, 11);
    const { items } = await citizen.get('GET /messages');
    expect(items.some(({ title, body }) => `${title}${body}`.includes(inLine.ticket ?? '-'))).toBe(true);
    expect(await citizen.get('GET /appointments/{id}', mine)).toMatchObject({
      state: 'called',
      window: '1 号窗口',
    });
    await emptied();
  });
});
