import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceClosure } from '../../bff/features/venues/announce-closure';
import { venueModels } from '../../bff/features/venues/model';
import { DataVersion } from '../../bff/stores/data-version';
import { contract, type ErrorCode } from '../../shared/contract';
import { bookingContract } from '../../shared/contract/booking';
import { catalogueContract } from '../../shared/contract/catalogue';
import { mattersContract } from '../../shared/contract/matters';
import { sessionContract } from '../../shared/contract/session';
import { venuesContract } from '../../shared/contract/venues';
import { startApp, type TestApp } from '../support/app';
import {
  advanceClock,
  codeFor,
  consented,
  inventCitizens,
  person,
  type SignedIn,
  signIn,
} from '../support/citizens';
import { Client } from '../support/client';
import { allCodes, declaredCodes, SeenCodes } from '../support/seen-codes';

let app: TestApp;
let visitor: Client;
let itemCode: string;
let queueId: string;
let days: string[];

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);

async function fault(target: string, kind: string, value?: number): Promise<void> {
  const response = await fetch(`${app.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target, kind, ...(value !== undefined && { value }) }),
  });
  expect(response.ok).toBe(true);
}
const noFaults = () => fetch(`${app.url}/sandbox/faults`, { method: 'DELETE' });

const slotsOf = async (date: string, queue = queueId) =>
  (await visitor.get('GET /queues/{id}/slots', { params: { id: queue }, query: { date } })).slots;

/** The nth time of a day that still has seats. */
async function freeOn(date: string, nth = 0) {
  const slot = (await slotsOf(date)).filter(({ left }) => left > 0)[nth];
  if (!slot) throw new Error(`Nothing is free on ${date}`);
  return { date, slot: slot.slot, left: slot.left };
}

const hold = (citizen: SignedIn, { date, slot }: { date: string; slot: string }) =>
  citizen.get('POST /appointments', { body: { itemCode, queueId, date, slot } });

async function book(citizen: SignedIn, time: { date: string; slot: string }): Promise<string> {
  const { id } = await hold(citizen, time);
  await citizen.get('POST /appointments/{id}/confirm', { params: { id } });
  return id;
}

/** Takes every seat that is left. */
async function fill(time: { date: string; slot: string; left: number }): Promise<void> {
  for (let seat = 0; seat < time.left; seat += 1) await hold(await person(app), time);
}

async function close(day: string): Promise<void> {
  await announceClosure(venueModels(app.deps.mongo), new DataVersion(app.deps.mongo, 'venues'), {
    id: `closed-${day}`,
    venueId: 'v530600',
    from: day,
    to: day,
    periods: [],
    reason: '停电检修',
    announcedAt: app.clock.now(),
  });
  await app.deps.work.runAll();
}

beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { BOOKING_NO_SHOWS: '1', BOOKING_MIN_DAYS_AHEAD: '0' },
  });
  visitor = new Client(app.api);
  const found = await visitor.get('GET /items', { query: { q: '身份证', county: '530600' } });
  itemCode = found.items.find(({ bookable }) => bookable)?.code ?? '';
  const halls = await visitor.get('GET /venues', { query: { item: itemCode } });
  queueId = halls.items.find(({ id }) => id === 'v530600')?.queueId ?? '';
  days = (await visitor.get('GET /queues/{id}/days', { params: { id: queueId } })).days
    .filter(({ left }) => left > 0)
    .map(({ date }) => date);
});
afterAll(() => app.stop());

describe('signing in', () => {
  it('refuses what WeChat refuses', async () => {
    await gives(visitor, 'POST /sessions', 'LOGIN_CODE_INVALID', { body: { code: 'made-up-code' } });
    await fault('jscode2session', 'errcode', 40226);
    await gives(visitor, 'POST /sessions', 'LOGIN_REFUSED', { body: { code: 'any' } });
    await noFaults();
    await fault('jscode2session', 'drop');
    await gives(visitor, 'POST /sessions', 'WECHAT_UNAVAILABLE', { body: { code: 'any' } });
    await noFaults();
    const citizen = await consented(app);
    await gives(citizen, 'POST /me/phone', 'PHONE_CODE_INVALID', { body: { code: 'made-up-code' } });
    await fault('phone', 'garbage');
    await gives(citizen, 'POST /me/phone', 'WECHAT_UNAVAILABLE', { body: { code: 'any' } });
    await noFaults();
  });

  it('keeps each step behind the one before', async () => {
    await gives(visitor, 'GET /me', 'NOT_SIGNED_IN', {});
    await gives(new Client(app.api, 'x'.repeat(43)), 'GET /me', 'SESSION_EXPIRED', {});
    const fresh = await signIn(app);
    await gives(fresh, 'GET /me/export', 'CONSENT_REQUIRED', {});
    await gives(fresh, 'POST /me/consents', 'CONSENT_VERSION_UNKNOWN', { body: { version: '1999-01' } });
    await gives(fresh, 'DELETE /me/sessions/{id}', 'NOT_FOUND', { params: { id: 'nobodys' } });
    await gives(await consented(app), 'GET /appointments', 'IDENTITY_REQUIRED', {});
  });

  it('checks the real name', async () => {
    const [one, two] = await inventCitizens(app, 2);
    if (!one || !two) throw new Error('no citizens');
    const client = await consented(app, one);
    const body = { name: two.name, idNumber: one.idNumber };
    await gives(client, 'PUT /me/identity', 'IDENTITY_NOT_VERIFIED', {
      body: { name: '不是本人', idNumber: one.idNumber },
    });
    await fault('identity', 'status', 500);
    await gives(client, 'PUT /me/identity', 'IDENTITY_UNAVAILABLE', { body });
    await noFaults();
    await client.get('PUT /me/identity', { body: { name: one.name, idNumber: one.idNumber } });
    await gives(client, 'PUT /me/identity', 'IDENTITY_ALREADY_SET', {
      body: { name: two.name, idNumber: two.idNumber },
    });
    const guesser = await consented(app);
    for (let turn = 0; turn < 5; turn += 1)
      await guesser.refused('PUT /me/identity', { body: { name: '不是本人', idNumber: one.idNumber } });
    await gives(guesser, 'PUT /me/identity', 'IDENTITY_TRIES_EXHAUSTED', {
      body: { name: '不是本人', idNumber: one.idNumber },
    });
  });
});

describe('looking for what is not there', () => {
  it('is NOT_FOUND everywhere', async () => {
    const citizen = await person(app);
    const params = { id: 'nothing' };
    await gives(visitor, 'GET /items/{code}', 'NOT_FOUND', { params: { code: '9'.repeat(31) } });
    await gives(visitor, 'GET /venues', 'NOT_FOUND', { query: { item: '9'.repeat(31) } });
    await gives(visitor, 'GET /venues/{id}', 'NOT_FOUND', { params });
    await gives(visitor, 'GET /queues/{id}/days', 'NOT_FOUND', { params });
    await gives(visitor, 'GET /queues/{id}/slots', 'NOT_FOUND', { params, query: { date: '2026-11-25' } });
    await gives(citizen, 'GET /appointments/{id}', 'NOT_FOUND', { params });
    await gives(citizen, 'POST /appointments/{id}/confirm', 'NOT_FOUND', { params });
    await gives(citizen, 'POST /appointments/{id}/cancel', 'NOT_FOUND', { params });
    await gives(citizen, 'POST /appointments/{id}/reschedule', 'NOT_FOUND', {
      params,
      body: { earliest: true },
    });
    await gives(citizen, 'POST /appointments', 'NOT_FOUND', {
      body: { itemCode: '9'.repeat(31), earliest: true },
    });
  });
});

describe('booking', () => {
  it('refuses what is not offered, taken, or booked already', async () => {
    const citizen = await person(app);
    const [, day1 = '', day2 = ''] = days;
    const body = { itemCode, queueId, date: day1, slot: '03:10' };
    await gives(citizen, 'POST /appointments', 'SLOT_NOT_OFFERED', { body });
    const others = await visitor.get('GET /items', { query: { venue: 'v530600' } });
    const elsewhere = others.items.find(({ department }) => department !== '公安局');
    await gives(citizen, 'POST /appointments', 'ITEM_NOT_BOOKABLE', {
      body: { ...body, itemCode: elsewhere?.code ?? '', slot: (await freeOn(day1)).slot },
    });

    const full = await freeOn(day1);
    await fill(full);
    await gives(citizen, 'POST /appointments', 'SLOT_TAKEN', {
      body: { itemCode, queueId, date: day1, slot: full.slot },
    });

    const booked = await book(citizen, await freeOn(day1));
    const another = await freeOn(day1, 1);
    await gives(citizen, 'POST /appointments', 'ALREADY_BOOKED', {
      body: { itemCode, queueId, ...when(another) },
    });
    await gives(citizen, 'POST /appointments/{id}/reschedule', 'SLOT_TAKEN', {
      params: { id: booked },
      body: when(full),
    });
    await gives(citizen, 'POST /appointments/{id}/reschedule', 'SLOT_NOT_OFFERED', {
      params: { id: booked },
      body: { date: day1, slot: '03:10' },
    });
    const otherQueue = (await visitor.get('GET /venues/{id}', { params: { id: 'v530600' } })).queues.find(
      ({ id }) => id !== queueId,
    );
    await gives(citizen, 'POST /appointments/{id}/reschedule', 'ITEM_NOT_BOOKABLE', {
      params: { id: booked },
      body: { queueId: otherQueue?.id, ...when(another) },
    });
    const second = await book(citizen, await freeOn(day2));
    await gives(citizen, 'POST /appointments/{id}/reschedule', 'ALREADY_BOOKED', {
      params: { id: second },
      body: when(another),
    });

    await citizen.get('POST /appointments/{id}/cancel', { params: { id: second } });
    const params = { id: second };
    await gives(citizen, 'POST /appointments/{id}/cancel', 'APPOINTMENT_STATE', { params });
    await gives(citizen, 'POST /appointments/{id}/confirm', 'APPOINTMENT_STATE', { params });
    await gives(citizen, 'POST /appointments/{id}/reschedule', 'APPOINTMENT_STATE', {
      params,
      body: { earliest: true },
    });
  });

  it('looks once more before it confirms', async () => {
    const citizen = await person(app);
    const day = days[2] ?? '';
    const { id } = await hold(citizen, await freeOn(day));
    await close(day);
    await gives(citizen, 'POST /appointments/{id}/confirm', 'SLOT_NOT_OFFERED', { params: { id } });
  });

  it('lets time decide: holds run out, the cut-off passes, who did not come waits', async () => {
    const [late, absent] = [await person(app), await person(app)];
    const today = days[0] ?? '';
    const held = await hold(late, await freeOn(days[3] ?? ''));
    const missed = await book(absent, await freeOn(today));
    const waiting = await hold(absent, await freeOn(days[3] ?? ''));
    const soon = await visitor.get('GET /queues/{id}/days', { params: { id: queueId } });
    expect(soon.firstFree?.date).toBe(today);
    // One of the first times of today begins in less than two hours.
    await gives(absent, 'POST /appointments/{id}/cancel', 'CUT_OFF_PASSED', { params: { id: missed } });
    await gives(absent, 'POST /appointments/{id}/reschedule', 'CUT_OFF_PASSED', {
      params: { id: missed },
      body: { earliest: true },
    });
    await advanceClock(app, 301);
    await gives(late, 'POST /appointments/{id}/confirm', 'HOLD_EXPIRED', { params: { id: held.id } });
    await gives(late, 'POST /appointments/{id}/reschedule', 'HOLD_EXPIRED', {
      params: { id: held.id },
      body: { earliest: true },
    });
    await gives(absent, 'POST /appointments/{id}/confirm', 'HOLD_EXPIRED', { params: { id: waiting.id } });

    const fresh = await hold(absent, await freeOn(days[3] ?? ''));
    // Long enough that today's time went by unused, and held again just before so that the hold still stands.
    await advanceClock(app, 3 * 3_600);
    await gives(absent, 'POST /appointments', 'BOOKING_SUSPENDED', {
      body: { itemCode, queueId, ...when(await freeOn(days[3] ?? '')) },
    });
    expect(fresh.state).toBe('held');
  });

  it('suspends between hold and confirmation as well', async () => {
    const absent = await person(app);
    const today = (await visitor.get('GET /queues/{id}/days', { params: { id: queueId } })).firstFree;
    if (!today) throw new Error('Nothing is free');
    await book(absent, today);
    const left = new Date(today.end).getTime() - app.clock.now().getTime();
    await advanceClock(app, Math.floor(left / 1_000) - 60);
    const later = (await visitor.get('GET /queues/{id}/days', { params: { id: queueId } })).days
      .filter(({ left }) => left > 0)
      .at(-1);
    const { id } = await hold(absent, await freeOn(later?.date ?? ''));
    await advanceClock(app, 120);
    await gives(absent, 'POST /appointments/{id}/confirm', 'BOOKING_SUSPENDED', { params: { id } });
  });
});

const when = ({ date, slot }: { date: string; slot: string }) => ({ date, slot });

describe('the codes of every request', () => {
  it('are given where they are due', async () => {
    const citizen = await person(app);
    const key = 'the-same-key-twice';
    const body = { elderMode: true, textScale: 1 };
    await gives(citizen, 'GET /home', 'VALIDATION_FAILED', { query: { county: 'x' } });
    await gives(citizen, 'POST /appointments', 'IDEMPOTENCY_KEY_REQUIRED', {
      headers: { 'idempotency-key': '' },
    });
    await gives(citizen, 'POST /appointments', 'IDEMPOTENCY_KEY_INVALID', {
      headers: { 'idempotency-key': 'no' },
    });
    await citizen.get('PUT /me/settings', { body, key });
    await gives(citizen, 'PUT /me/settings', 'IDEMPOTENCY_KEY_REUSED', {
      body: { ...body, textScale: 2 },
      key,
    });
    await gives(citizen, 'PUT /me/settings', 'UNSUPPORTED_MEDIA_TYPE', {
      body,
      headers: { 'content-type': 'text/xml' },
    });
    await gives(citizen, 'POST /sessions', 'BODY_TOO_LARGE', { body: { code: 'x'.repeat(300_000) } });
    const raw = async (path: string, init?: RequestInit) =>
      ((await (await fetch(app.url + path, init)).json()) as { error: { code: string } }).error.code;
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect(await raw('/api/v1/sessions', post)).toBe('BODY_NOT_JSON');
    expect(await raw('/api/v1/nothing')).toBe('NO_SUCH_ENDPOINT');
    expect(await raw('/api/v1/home', { method: 'DELETE' })).toBe('METHOD_NOT_ALLOWED');
    for (const code of ['BODY_NOT_JSON', 'NO_SUCH_ENDPOINT', 'METHOD_NOT_ALLOWED'] as const)
      seen.note('any', code);
  });

  it('tell a twin that the first is still at work', async () => {
    const [who] = await inventCitizens(app, 1);
    if (!who) throw new Error('no citizen');
    const code = await codeFor(app, who);
    const key = 'a-twin-while-at-work';
    // WeChat answers after the twin has lost patience; what the gateway makes of that is another matter.
    await fault('jscode2session', 'delay', 6_500);
    const patient = await startApp({
      env: {
        WECHAT_SECRET: 'sandbox-secret',
        WECHAT_BASE_URL: app.deps.settings.wechat.baseUrl,
        GATEWAY_TIMEOUT_MS: '60000',
      },
    });
    const client = new Client(patient.api);
    const ask = () => client.ask('POST /sessions', { body: { code }, key });
    // Whichever of the two comes in first does the work; the other one is the twin.
    const said = await Promise.all([ask(), ask()]);
    await noFaults();
    await patient.stop();
    const refusals = said.flatMap(({ error }) => (error ? [error.code] : []));
    expect(refusals).toEqual(['IDEMPOTENCY_IN_PROGRESS']);
    seen.note('POST /sessions', 'IDEMPOTENCY_IN_PROGRESS');
  });

  it('say what is our fault', async () => {
    const own = await startApp({ env: { LIMIT_READ_PER_MINUTE: '1', LIMIT_ADDRESS_FACTOR: '1' } });
    const client = new Client(own.api);
    own.deps.wechat.signIn = () => Promise.reject(new TypeError('a defect'));
    const broken = await fetch(`${own.api}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"code":"x"}',
    });
    expect(await broken.json()).toMatchObject({ error: { code: 'INTERNAL' } });
    await client.get('GET /notices/privacy');
    await gives(client, 'GET /notices/privacy', 'RATE_LIMITED', {});
    await own.deps.mongo.close();
    await gives(new Client(own.api, 'x'.repeat(43)), 'DELETE /sessions/current', 'STORE_UNAVAILABLE', {});
    seen.note('any', 'INTERNAL');
    await own.stop();
  });
});

describe('booking for another', () => {
  it('is over when the mandate is', async () => {
    const [principal, agent] = [await person(app), await person(app)];
    const { terms } = await principal.get('GET /mandates');
    const { version } = terms;
    const { code } = await principal.get('POST /mandates', { body: { relation: 'child', version } });
    const { id: mandateId } = await agent.get('POST /mandates/accept', { body: { code, version } });
    const body = { itemCode, earliest: true as const, mandateId };
    const params = { id: (await agent.get('POST /appointments', { body })).id };
    await principal.get('POST /mandates/{id}/withdraw', { params: { id: mandateId } });
    await gives(agent, 'POST /appointments', 'MANDATE_ENDED', { body });
    await gives(agent, 'POST /appointments/{id}/confirm', 'MANDATE_ENDED', { params });
    await gives(agent, 'POST /appointments/{id}/cancel', 'MANDATE_ENDED', { params });
    const moved = { params, body: { earliest: true as const } };
    await gives(agent, 'POST /appointments/{id}/reschedule', 'MANDATE_ENDED', moved);
  });
});

describe('the catalogue of errors', () => {
  it('has no code that nothing gives, and these features declare none that they were not seen to give', () => {
    const declared = declaredCodes(contract);
    // Given below HTTP, or to staff and systems: their own tests are in pipeline, staff and integration.
    const elsewhere = new Set<ErrorCode>([
      'REQUEST_MALFORMED',
      'STAFF_ROLE',
      'SIGNATURE_INVALID',
      'SIGNATURE_EXPIRED',
      'SIGNATURE_REPLAYED',
    ]);
    expect(allCodes.filter((code) => !declared.has(code) && !elsewhere.has(code) && !seen.has(code))).toEqual(
      [],
    );
    for (const part of [sessionContract, catalogueContract, venuesContract, bookingContract, mattersContract])
      expect(seen.missing(part)).toEqual([]);
  });
});
