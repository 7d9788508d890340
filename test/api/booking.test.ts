import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Appointment } from '../../shared/contract';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';

let app: TestApp;
let visitor: Client;
/** An item that can be booked, and the queue at the city's hall that serves it. */
let itemCode: string;
let queueId: string;

beforeAll(async () => {
  // A Tuesday morning, so that the days ahead are ordinary ones.
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  visitor = new Client(app.api);
  const found = await visitor.get('GET /items', { query: { q: '身份证', county: '530600' } });
  itemCode = found.items.find(({ bookable }) => bookable)?.code ?? '';
  const { items: halls } = await visitor.get('GET /venues', { query: { item: itemCode } });
  queueId = halls.find(({ queueId }) => queueId !== null)?.queueId ?? '';
});
afterAll(() => app.stop());

/** The nth time with seats left that can be seen. */
async function freeTime(nth = 0, from = 0): Promise<{ date: string; slot: string; left: number }> {
  const { days } = await visitor.get('GET /queues/{id}/days', { params: { id: queueId } });
  const date = days.filter(({ left }) => left > 0)[from]?.date ?? '';
  const { slots } = await visitor.get('GET /queues/{id}/slots', { params: { id: queueId }, query: { date } });
  const slot = slots.filter(({ left }) => left > 0)[nth];
  return { date, slot: slot?.slot ?? '', left: slot?.left ?? 0 };
}

const hold = (citizen: SignedIn, { date, slot }: { date: string; slot: string }) =>
  citizen.get('POST /appointments', { body: { itemCode, queueId, date, slot } });

async function book(citizen: SignedIn, time: { date: string; slot: string }): Promise<Appointment> {
  const { id } = await hold(citizen, time);
  return citizen.get('POST /appointments/{id}/confirm', { params: { id } });
}

describe('the main road', () => {
  it('goes from the guide to the ticket, moves and cancels, and each screen says so', async () => {
    const citizen = await person(app);
    const guide = await visitor.get('GET /items/{code}', { params: { code: itemCode } });
    expect(guide.soonest?.time.date).toBe('2026-11-25');
    const time = await freeTime();
    const held = await hold(citizen, time);
    expect(held).toMatchObject({ state: 'held', canConfirm: true, itemName: guide.name });
    expect(held.materials).toEqual(guide.materials);
    expect((await citizen.get('GET /home')).nextMatter).toMatchObject({
      id: held.id,
      tone: 'action',
      action: { kind: 'confirm' },
    });

    const booked = await citizen.get('POST /appointments/{id}/confirm', { params: { id: held.id } });
    expect(booked).toMatchObject({ state: 'booked', reference: expect.stringMatching(/^ZT-1124-/) });
    expect(booked.venue.name).not.toBe('');
    expect(await freeTime()).toSatisfy(
      (now: { slot: string; left: number }) => now.slot !== time.slot || now.left === time.left - 1,
    );

    const { left: _, ...to } = await freeTime(3, 1);
    const ticket = await citizen.get('POST /appointments/{id}/reschedule', {
      params: { id: held.id },
      body: to,
    });
    expect(ticket).toMatchObject({ ...to, state: 'booked', reference: booked.reference });
    expect(ticket.checkInCode).not.toBe(booked.checkInCode);

    const { items } = await citizen.get('GET /matters', { query: { q: booked.reference ?? '' } });
    expect(items).toMatchObject([{ id: held.id, stateWords: '已预约', open: true }]);
    const gone = await citizen.get('POST /appointments/{id}/cancel', { params: { id: held.id } });
    expect(gone).toMatchObject({ state: 'cancelled', checkInCode: null });
    expect((await citizen.get('GET /matters')).total).toBe(0);
    expect((await citizen.get('GET /appointments', { query: { scope: 'history' } })).items).toMatchObject([
      { id: held.id, state: 'cancelled' },
    ]);
    expect((await citizen.get('GET /home')).nextMatter).toBeNull();
  });

  it('takes one tap for the earliest', async () => {
    const citizen = await person(app);
    const held = await citizen.get('POST /appointments', { body: { itemCode, earliest: true } });
    expect(held).toMatchObject({ state: 'held', date: '2026-11-25' });
  });

  it('turns the second at the last seat away with other times', async () => {
    const time = await freeTime(5);
    for (let seat = 0; seat < time.left; seat += 1) await hold(await person(app), time);
    const late = await person(app);
    const reply = await late.ask('POST /appointments', {
      body: { itemCode, queueId, date: time.date, slot: time.slot },
    });
    expect(reply.error).toMatchObject({ code: 'SLOT_TAKEN', next: expect.stringContaining('离得近的还有') });
  });
});

describe('repeating', () => {
  it('gives the same answer under one key, and one appointment', async () => {
    const citizen = await person(app);
    const { date, slot } = await freeTime(6);
    const ask = () =>
      citizen.ask('POST /appointments', { key: 'hold-0001', body: { itemCode, queueId, date, slot } });
    const [first, twin] = await Promise.all([ask(), ask()]);
    const again = await ask();
    expect(twin.answer).toEqual(first.answer);
    expect(again.answer).toEqual(first.answer);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await citizen.get('GET /appointments')).total).toBe(1);
  });
});

describe('one person with two accounts', () => {
  it('sees the same bookings from both', async () => {
    const first = await person(app);
    const ticket = await book(first, await freeTime(2, 2));
    const [other] = (
      (await (
        await fetch(`${app.url}/sandbox/citizens`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ count: 1 }),
        })
      ).json()) as { citizens: SignedIn['citizen'][] }
    ).citizens;
    const { name, idNumber } = first.citizen;
    const second = await person(app, { ...(other as SignedIn['citizen']), name, idNumber });
    expect(second.token).not.toBe(first.token);
    expect((await second.get('GET /appointments/{id}', { params: { id: ticket.id } })).reference).toBe(
      ticket.reference,
    );
    const again = await second.refused('POST /appointments', {
      body: { itemCode, queueId, date: ticket.date, slot: ticket.slot },
    });
    expect(again).toBe('ALREADY_BOOKED');
  });
});

describe('what the request must say', () => {
  it.each([
    ['a time without a day', { slot: '09:00' }],
    ['a day without a time', { date: '2026-11-25' }],
    ['nothing', {}],
    ['both the earliest and a time', { earliest: true, date: '2026-11-25', slot: '09:00' }],
  ])('not %s', async (_, choice) => {
    const citizen = await person(app);
    const body = { itemCode, queueId, ...(choice as { earliest: true }) };
    expect(await citizen.refused('POST /appointments', { body })).toBe('VALIDATION_FAILED');
  });

  it('a page that was given out', async () => {
    const citizen = await person(app);
    for (const name of ['GET /appointments', 'GET /matters'] as const)
      expect(await citizen.refused(name, { query: { page: 'bm90LW91cnM' } })).toBe('VALIDATION_FAILED');
  });

  it('a queue there is', async () => {
    const params = { id: 'no-such-queue' };
    expect(await visitor.refused('GET /queues/{id}/days', { params })).toBe('NOT_FOUND');
    expect(await visitor.refused('GET /queues/{id}/slots', { params, query: { date: '2026-11-25' } })).toBe(
      'NOT_FOUND',
    );
  });
});

describe('what is free', () => {
  it('is not sent again while nothing changed, and is when one’s own booking did', async () => {
    const url = `${app.api}/queues/${queueId}/slots?date=2026-11-27`;
    const first = await fetch(url);
    const etag = first.headers.get('etag') ?? '';
    const same = await fetch(url, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } });
    expect(same.status).toBe(304);
    const citizen = await person(app);
    const { slots } = (await first.json()) as { slots: { slot: string; left: number }[] };
    const free = slots.find(({ left }) => left > 0);
    await hold(citizen, { date: '2026-11-27', slot: free?.slot ?? '' });
    const changed = await fetch(url, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } });
    expect(changed.status).toBe(200);
  });
});

describe('time', () => {
  it('runs out for a hold, shown by the server’s clock', async () => {
    const citizen = await person(app);
    const held = await hold(citizen, await freeTime(4, 3));
    expect(Date.parse(held.heldUntil ?? '') - Date.parse(held.now)).toBe(300_000);
    await advanceClock(app, 301);
    expect(await citizen.refused('POST /appointments/{id}/confirm', { params: { id: held.id } })).toBe(
      'HOLD_EXPIRED',
    );
    expect((await citizen.get('GET /appointments/{id}', { params: { id: held.id } })).state).toBe('expired');
  });

  it('gives elder mode ten minutes', async () => {
    const citizen = await person(app);
    await citizen.get('PUT /me/settings', { body: { elderMode: true, textScale: 1.4 } });
    const held = await hold(citizen, await freeTime(1, 3));
    expect(Date.parse(held.heldUntil ?? '') - Date.parse(held.now)).toBe(600_000);
  });
});

describe('my data', () => {
  it('has my appointments when exported, and gives the seat back when erased', async () => {
    const citizen = await person(app);
    const time = await freeTime(3, 4);
    const ticket = await book(citizen, time);
    const { records } = await citizen.get('GET /me/export');
    expect(records.appointments).toMatchObject([{ reference: ticket.reference, state: 'booked' }]);
    const said = await citizen.get('DELETE /me');
    expect(said.erased).toContain('1 个还没到的预约已取消，与您的关联已删除');
    await advanceClock(app, 121);
    const { slots } = await visitor.get('GET /queues/{id}/slots', {
      params: { id: queueId },
      query: { date: time.date },
    });
    expect(slots.find(({ slot }) => slot === time.slot)?.left).toBe(time.left);
  });
});
