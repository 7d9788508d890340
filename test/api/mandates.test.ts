import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandateDoc } from '../../bff/features/mandates/model';
import { bookingContract } from '../../shared/contract/booking';
import { mandatesContract } from '../../shared/contract/mandates';
import { checkCharacter } from '../../shared/domain/identity';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, inventCitizens, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { SeenCodes } from '../support/seen-codes';

let app: TestApp;
let version: string;
let itemCode: string;
const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const docs = () => app.deps.mongo.model<MandateDoc>('Mandate');

beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { MANDATE_TRIES_PER_ADDRESS_PER_DAY: '1000' },
  });
  version = (await (await person(app)).get('GET /mandates')).terms.version;
  const { items } = await new Client(app.api).get('GET /items', { query: { q: '身份证', county: '530600' } });
  itemCode = items.find(({ bookable }) => bookable)?.code ?? '';
});
afterAll(() => app.stop());

const offer = (principal: SignedIn) =>
  principal.get('POST /mandates', { body: { relation: 'child', version } });
const accept = (agent: SignedIn, code: string) =>
  agent.get('POST /mandates/accept', { body: { code, version } });

/** Two who never met, and what lets the second act for the first. */
async function agreed() {
  const [principal, agent] = [await person(app), await person(app)];
  const { code, mandate } = await offer(principal);
  await accept(agent, code);
  return { principal, agent, mandateId: mandate.id, code };
}

/** An ID number of somebody who does not exist, born on that day. */
function bornOn(day: string, order = '002'): string {
  const first17 = `530602${day.replaceAll('-', '')}${order}`;
  return first17 + checkCharacter(first17);
}

const hold = (client: SignedIn, mandateId?: string) =>
  client.get('POST /appointments', { body: { itemCode, earliest: true, ...(mandateId && { mandateId }) } });

describe('a code', () => {
  it('is agreed by both, each with the words they read and the time, and stored nowhere', async () => {
    const [principal, agent] = [await person(app), await person(app)];
    const { code, mandate, until } = await offer(principal);
    expect(code).toMatch(/^[2-9B-DF-HJ-NP-TV-Z]{4}-[2-9B-DF-HJ-NP-TV-Z]{4}$/);
    expect(mandate).toMatchObject({ side: 'principal', state: 'offered', name: null, codeUntil: until });
    const stored = JSON.stringify(await docs().findById(mandate.id).lean());
    expect(stored).not.toContain(code.replace('-', ''));
    expect(stored).not.toContain(code);
    // As people type it.
    const accepted = await accept(agent, ` ${code.toLowerCase().replace('-', ' ')} `);
    expect(accepted).toMatchObject({ id: mandate.id, side: 'agent', state: 'active', relationWords: '子女' });
    expect(accepted.name).toBe(
      `${principal.citizen.name[0]}${'*'.repeat(principal.citizen.name.length - 1)}`,
    );
    const [mine] = (await principal.get('GET /mandates')).items;
    expect(mine?.name).toBe(`${agent.citizen.name[0]}${'*'.repeat(agent.citizen.name.length - 1)}`);
    const doc = await docs().findById(mandate.id).lean();
    expect(doc?.principalConsent).toEqual({ version, at: expect.any(Date) });
    expect(doc?.agentConsent).toEqual({ version, at: expect.any(Date) });
    expect(doc?.codeIndex).toBeUndefined();
  });

  it('is good once, for half an hour, and only the newest', async () => {
    const { code } = await agreed();
    await gives(await person(app), 'POST /mandates/accept', 'MANDATE_CODE_WRONG', {
      body: { code, version },
    });
    const principal = await person(app);
    const first = await offer(principal);
    const second = await offer(principal);
    const agent = await person(app);
    expect(await agent.refused('POST /mandates/accept', { body: { code: first.code, version } })).toBe(
      'MANDATE_CODE_WRONG',
    );
    await advanceClock(app, 30 * 60 + 1);
    expect(await agent.refused('POST /mandates/accept', { body: { code: second.code, version } })).toBe(
      'MANDATE_CODE_WRONG',
    );
    const states = (await principal.get('GET /mandates')).items.map(({ stateWords }) => stateWords);
    expect(states).toEqual(['代办码已过期', '换了新的代办码']);
  });

  it('entered by two at once is one person’s', async () => {
    const { code } = await offer(await person(app));
    const agents = await Promise.all([person(app), person(app), person(app)]);
    const replies = await Promise.all(
      agents.map((agent) => agent.ask('POST /mandates/accept', { body: { code, version } })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  });

  it('cannot be guessed: wrong ones are counted, right ones are not', async () => {
    const agent = await person(app);
    await accept(agent, (await offer(await person(app))).code);
    for (let n = 0; n < 5; n += 1)
      expect(
        await agent.refused('POST /mandates/accept', { body: { code: `2222-222${n + 2}`, version } }),
      ).toBe('MANDATE_CODE_WRONG');
    const { code } = await offer(await person(app));
    await gives(agent, 'POST /mandates/accept', 'MANDATE_TRIES_EXHAUSTED', { body: { code, version } });
  });

  it('is not for oneself, nor twice for the same two, nor for words that have changed', async () => {
    const { principal, agent } = await agreed();
    const { code } = await offer(principal);
    await gives(principal, 'POST /mandates/accept', 'MANDATE_OWN_CODE', { body: { code, version } });
    await gives(agent, 'POST /mandates/accept', 'MANDATE_EXISTS', { body: { code, version } });
    await gives(agent, 'POST /mandates/accept', 'MANDATE_TERMS_CHANGED', {
      body: { code, version: '1999-01' },
    });
    await gives(principal, 'POST /mandates', 'MANDATE_TERMS_CHANGED', {
      body: { relation: 'agent', version: '1999-01' },
    });
  });

  it('entered again under the same key is answered the same', async () => {
    const { code } = await offer(await person(app));
    const agent = await person(app);
    const given = { body: { code, version }, key: 'accept-once-1' };
    const one = await agent.get('POST /mandates/accept', given);
    expect(await agent.get('POST /mandates/accept', given)).toEqual(one);
  });
});

describe('the end', () => {
  it.each(['principal', 'agent'] as const)(
    'comes from the %s at once, and the other is told',
    async (side) => {
      const both = await agreed();
      const [ending, told] =
        side === 'principal' ? [both.principal, both.agent] : [both.agent, both.principal];
      const params = { id: both.mandateId };
      const ended = await ending.get('POST /mandates/{id}/withdraw', { params });
      expect(ended).toMatchObject({ state: 'ended', stateWords: '您已结束', canWithdraw: false });
      expect(await ending.get('POST /mandates/{id}/withdraw', { params })).toEqual(ended);
      await gives(both.agent, 'POST /appointments', 'MANDATE_ENDED', {
        body: { itemCode, earliest: true, mandateId: both.mandateId },
      });
      await app.deps.work.runAll();
      const ends = async (client: SignedIn) =>
        (await client.get('GET /messages')).items
          .filter(({ subject, title }) => subject?.id === both.mandateId && title.includes('结束'))
          .map(({ title }) => title);
      expect(await ends(told)).toHaveLength(1);
      expect(await ends(ending)).toEqual([]);
      // Whoever gave the code heard that it was entered.
      const begun = (await both.principal.get('GET /messages')).items.filter(
        ({ title }) => title === '有人可以替您办事了',
      );
      expect(begun).toHaveLength(1);
    },
  );

  it('is not a stranger’s to bring about', async () => {
    const { agent, mandateId } = await agreed();
    await gives(await person(app), 'POST /mandates/{id}/withdraw', 'NOT_FOUND', {
      params: { id: mandateId },
    });
    const [kept] = (await agent.get('GET /mandates')).items;
    expect(kept?.state).toBe('active');
  });

  it('comes with either account that is erased; what was agreed is exported before', async () => {
    const { principal, agent } = await agreed();
    expect((await principal.get('GET /me/export')).records.mandates).toEqual([
      expect.objectContaining({ side: 'principal', relation: '子女', state: 'active' }),
    ]);
    expect((await principal.get('DELETE /me')).erased).toContain('代办关系');
    const [left] = (await agent.get('GET /mandates')).items;
    expect(left).toMatchObject({ state: 'ended', name: null, stateWords: '对方已删除账号' });
  });

  it('stops what the agent is told, also when the process that ended it died', async () => {
    const { agent, principal, mandateId } = await agreed();
    const held = await hold(agent, mandateId);
    await agent.get('POST /appointments/{id}/confirm', { params: { id: held.id } });
    // The mandate ended, and nobody was told of it any more.
    const now = app.clock.now();
    await docs().updateOne(
      { _id: mandateId },
      {
        $set: { state: 'ended', endedAt: now, endedBy: 'principal', untold: true },
        $unset: { active: 1 },
        $inc: { version: 1 },
      },
    );
    await app.deps.work.runAll();
    const doc = await app.deps.mongo
      .model('Appointment')
      .findById(held.id)
      .lean<{ agent?: { accountId: string | null } }>();
    expect(doc?.agent?.accountId).toBeNull();
    expect((await principal.get('GET /appointments')).items).toHaveLength(1);
  });
});

describe('a child without an account', () => {
  it('is registered by its guardian until the day it is sixteen', async () => {
    const guardian = await person(app);
    const body = { name: '示小苗', idNumber: bornOn('2010-11-27'), version };
    const child = await guardian.get('POST /mandates/children', { body, key: 'child-key-1' });
    expect(child).toMatchObject({
      side: 'agent',
      relation: 'guardian',
      state: 'active',
      name: '示**',
      endsOn: '2026-11-27',
    });
    expect(await guardian.get('POST /mandates/children', { body, key: 'child-key-1' })).toEqual(child);
    await gives(guardian, 'POST /mandates/children', 'MANDATE_EXISTS', { body });
    const held = await hold(guardian, child.id);
    expect(held.forWhom).toEqual({ name: '示**', relation: '监护人' });
    await advanceClock(app, 3 * 86_400);
    expect(
      await guardian.refused('POST /appointments', {
        body: { itemCode, earliest: true, mandateId: child.id },
      }),
    ).toBe('MANDATE_ENDED');
    const [ended] = (await guardian.get('GET /mandates')).items;
    expect(ended?.stateWords).toBe('孩子已满 16 周岁，自动结束');
  });

  it('is checked with the authority, and counted', async () => {
    const guardian = await person(app);
    const body = { name: '示小苗', idNumber: bornOn('2015-01-01', '004'), version };
    await gives(guardian, 'POST /mandates/children', 'MANDATE_TERMS_CHANGED', {
      body: { ...body, version: '1999-01' },
    });
    await gives(guardian, 'POST /mandates/children', 'CHILD_TOO_OLD', {
      body: { ...body, idNumber: bornOn('2009-01-01') },
    });
    const reply = await guardian.ask('POST /mandates/children', {
      body: { ...body, idNumber: '530602201501010000' },
    });
    expect(reply.error?.code).toBe('VALIDATION_FAILED');
    const fault = (kind: string) =>
      fetch(`${app.url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ target: 'identity', kind }),
      });
    await fault('drop');
    await gives(guardian, 'POST /mandates/children', 'IDENTITY_UNAVAILABLE', { body });
    await fetch(`${app.url}/sandbox/faults`, { method: 'DELETE' });
    // Somebody else's name with that number: the sandbox knows its citizens' names.
    const [known] = await inventCitizens(app, 1);
    const wrong = { ...body, name: known?.name ?? '' };
    await gives(guardian, 'POST /mandates/children', 'IDENTITY_NOT_VERIFIED', { body: wrong });
    for (let n = 0; n < 4; n += 1) await guardian.ask('POST /mandates/children', { body: wrong });
    await gives(guardian, 'POST /mandates/children', 'IDENTITY_TRIES_EXHAUSTED', { body });
  });
});

describe('an appointment for another', () => {
  it('is the principal’s, marked in both lists, changed by both, and kept when the mandate ends', async () => {
    const { principal, agent, mandateId } = await agreed();
    const held = await hold(agent, mandateId);
    const params = { id: held.id };
    expect(held.forWhom).toEqual({ name: expect.stringMatching(/^.\*+$/), relation: '子女' });
    const booked = await agent.get('POST /appointments/{id}/confirm', { params });
    expect(booked.timeline.map(({ by }) => by)).toEqual(['您（代办）', '您（代办）']);
    const theirs = await principal.get('GET /appointments/{id}', { params });
    expect(theirs.forWhom).toBeNull();
    expect(theirs.timeline.map(({ by }) => by)).toEqual(['代办人（子女）', '代办人（子女）']);
    for (const client of [principal, agent]) {
      expect((await client.get('GET /appointments')).items.map(({ id }) => id)).toEqual([held.id]);
      expect((await client.get('GET /matters', { query: {} })).items.map(({ id }) => id)).toContain(held.id);
    }
    const [marked] = (await agent.get('GET /appointments')).items;
    expect(marked?.forWhom?.relation).toBe('子女');
    // The principal has one active booking in that queue on that day, whoever made it.
    expect(
      await principal.refused('POST /appointments', {
        body: { itemCode, queueId: held.queueId, date: held.date, slot: held.slot },
      }),
    ).toBe('ALREADY_BOOKED');
    await app.deps.work.runAll();
    for (const client of [principal, agent])
      expect((await client.get('GET /messages')).items.map(({ subject }) => subject?.id)).toContain(held.id);

    await principal.get('POST /mandates/{id}/withdraw', { params: { id: mandateId } });
    await gives(agent, 'POST /appointments/{id}/confirm', 'MANDATE_ENDED', { params });
    await gives(agent, 'POST /appointments/{id}/cancel', 'MANDATE_ENDED', { params });
    await gives(agent, 'POST /appointments/{id}/reschedule', 'MANDATE_ENDED', {
      params,
      body: { earliest: true },
    });
    expect(await agent.refused('GET /appointments/{id}', { params })).toBe('NOT_FOUND');
    expect((await agent.get('GET /appointments')).total).toBe(0);
    expect((await principal.get('POST /appointments/{id}/cancel', { params })).state).toBe('cancelled');
  });

  it('is nobody else’s', async () => {
    const { agent, mandateId } = await agreed();
    const held = await hold(agent, mandateId);
    const stranger = await person(app);
    expect(await stranger.refused('GET /appointments/{id}', { params: { id: held.id } })).toBe('NOT_FOUND');
    expect(await stranger.refused('POST /appointments/{id}/cancel', { params: { id: held.id } })).toBe(
      'NOT_FOUND',
    );
    expect(
      await stranger.refused('POST /appointments', { body: { itemCode, earliest: true, mandateId } }),
    ).toBe('NOT_FOUND');
  });
});

it('every refusal of mandates was seen, and every one of booking that a mandate brings', () => {
  expect(seen.missing(mandatesContract)).toEqual([]);
  expect(seen.missing(bookingContract).filter((pair) => pair.endsWith('MANDATE_ENDED'))).toEqual([]);
});
