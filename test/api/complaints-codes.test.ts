import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { complaintsContract } from '../../shared/contract/complaints';
import { startApp, type TestApp } from '../support/app';
import { consented, person, signIn } from '../support/citizens';
import { Client } from '../support/client';
import { aFiling, answered, type Desk, filed, openDesk } from '../support/complaint-stories';
import { begin, photo, upload } from '../support/files';
import { onlineItem, submitted } from '../support/hand-in';
import { SeenCodes } from '../support/seen-codes';
import { staff } from '../support/staff';

// Each story is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);

let app: TestApp;
let visitor: Client;
let desk: Desk;
beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: {
      COMPLAINTS_PER_PERSON_PER_DAY: '4',
      COMPLAINT_SUPPLEMENTS: '2',
      COMPLAINT_LOOKUPS_PER_NUMBER: '3',
      COMPLAINT_LOOKUPS_PER_ADDRESS: '8',
    },
  });
  visitor = new Client(app.api);
  desk = await openDesk(app);
});
afterAll(() => app.stop());

const nobodys = 'ABCDEFGH2345';

describe('filing', () => {
  const body = aFiling;

  it('by name wants a session, a consent and a real name; without one none of them', async () => {
    await gives(visitor, 'POST /complaints', 'NOT_SIGNED_IN', { body });
    await gives(await signIn(app), 'POST /complaints', 'CONSENT_REQUIRED', { body });
    await gives(await consented(app), 'POST /complaints', 'IDENTITY_REQUIRED', { body });
    const nameless = { ...body, anonymous: true };
    await visitor.get('POST /complaints', { body: nameless });
    // A file has a sender, and a case an owner.
    await gives(visitor, 'POST /complaints', 'NOT_SIGNED_IN', { body: { ...nameless, photos: ['any'] } });
    await gives(visitor, 'POST /complaints', 'NOT_SIGNED_IN', { body: { ...nameless, caseId: 'any' } });
  });

  it('takes no place, item, case, appointment or file that is not there, and none of another', async () => {
    const [who, stranger] = [await person(app), await person(app)];
    const file = await upload(stranger, await photo());
    const theirs = await submitted(stranger, await onlineItem(app));
    const wrong = [
      { venueId: 'nowhere' },
      { venueId: 'v530600', windowId: 'nowhere' },
      { windowId: 'without-a-hall' },
      { itemCode: '9'.repeat(31) },
      { caseId: theirs.id },
      { appointmentId: 'nobodys' },
      { photos: [file.id] },
    ];
    for (const more of wrong)
      await gives(who, 'POST /complaints', 'NOT_FOUND', { body: { ...body, ...more } });
    expect((await who.get('GET /complaints')).total).toBe(0);
  });

  it('waits for a file that is still on its way, and never gives one to two', async () => {
    const who = await person(app);
    const content = await photo();
    const begun = await begin(who, content);
    await gives(who, 'POST /complaints', 'UPLOAD_STATE', { body: { ...body, photos: [begun.id] } });
    const taken = await upload(who, content);
    const complaint = await filed(who, { photos: [taken.id] });
    await gives(who, 'POST /complaints', 'NOT_FOUND', { body: { ...body, photos: [taken.id] } });
    const params = { id: complaint.id };
    await gives(who, 'POST /complaints/{id}/supplement', 'UPLOAD_STATE', {
      params,
      body: { photos: [begun.id] },
    });
  });

  it('ends for the day at some point, and what was filed is given again all the same', async () => {
    const who = await person(app);
    const key = randomUUID();
    const first = await who.get('POST /complaints', { body, key });
    for (let count = 1; count < 4; count += 1) await filed(who);
    await gives(who, 'POST /complaints', 'COMPLAINTS_TOO_MANY', { body });
    expect(await who.get('POST /complaints', { body, key })).toEqual(first);
    expect((await who.get('GET /complaints')).total).toBe(4);
  });
});

describe('one that is there', () => {
  it('is found by its own person only', async () => {
    const [who, stranger] = [await person(app), await person(app)];
    const { id } = await filed(who);
    const params = { id };
    await gives(stranger, 'GET /complaints/{id}', 'NOT_FOUND', { params });
    const acts = [
      ['POST /complaints/{id}/supplement', { words: '又去了一次' }],
      ['POST /complaints/{id}/withdraw', {}],
      ['POST /complaints/{id}/feedback', { satisfied: true }],
    ] as const;
    for (const [name, body] of acts) {
      await gives(visitor, name, 'NOT_SIGNED_IN', { params, body: body as never });
      await gives(stranger, name, 'NOT_FOUND', { params, body: body as never });
      // It has a name: no code opens it.
      await gives(visitor, name, 'NOT_FOUND', { params, body: { ...body, code: nobodys } as never });
    }
    await gives(who, 'POST /complaints/{id}/supplement', 'NOT_FOUND', { params, body: { photos: ['none'] } });
    expect(await who.refused('POST /complaints/{id}/supplement', { params, body: {} })).toBe(
      'VALIDATION_FAILED',
    );
    const still = await who.get('GET /complaints/{id}', { params });
    expect(still).toMatchObject({ state: 'submitted', supplements: [], version: 1 });
  });

  it('takes so many supplements, nothing once it is over, and no word on an answer that is not there', async () => {
    const who = await person(app);
    const { id } = await filed(who);
    const params = { id };
    await gives(who, 'POST /complaints/{id}/feedback', 'COMPLAINT_STATE', {
      params,
      body: { satisfied: true },
    });
    for (const words of ['第一次补充', '第二次补充'])
      await who.get('POST /complaints/{id}/supplement', { params, body: { words } });
    await gives(who, 'POST /complaints/{id}/supplement', 'COMPLAINT_FULL', {
      params,
      body: { words: '第三次补充' },
    });
    const key = randomUUID();
    const body = { reason: '已经办好了' };
    const withdrawn = await who.get('POST /complaints/{id}/withdraw', { params, body, key });
    expect(withdrawn).toMatchObject({ state: 'withdrawn', step: null, byWords: null, canSupplement: false });
    expect(withdrawn.timeline[0]).toMatchObject({ what: '撤回投诉', why: '已经办好了', by: '您本人' });
    expect((await who.get('POST /complaints/{id}/withdraw', { params, body, key })).version).toBe(
      withdrawn.version,
    );
    await gives(who, 'POST /complaints/{id}/withdraw', 'COMPLAINT_STATE', { params, body: {} });
    await gives(who, 'POST /complaints/{id}/supplement', 'COMPLAINT_STATE', {
      params,
      body: { words: '太晚了' },
    });
  });

  it('is handled again once, and not a third time', async () => {
    const who = await person(app);
    const { id } = await filed(who);
    const params = { id };
    await answered(desk, id);
    const no = { params, body: { satisfied: false, why: '没有说清' } };
    await who.get('POST /complaints/{id}/feedback', no);
    const another = { dispatcher: desk.dispatcher, handler: await staff(app, 'supervisor') };
    await another.dispatcher.get('POST /staff/complaints/{id}/assign', {
      params,
      body: { staffId: another.handler.member.id },
    });
    await another.handler.get('POST /staff/complaints/{id}/reply', {
      params,
      body: {
        found: '第二位承办人重新查看了当天的取号记录，情况和投诉人说的一致。',
        done: '周四上午在三号窗口当面办结，并补发了受理凭证。',
        basis: '《行政许可法》第四十二条。',
        ending: 'done',
      },
    });
    await gives(who, 'POST /complaints/{id}/feedback', 'COMPLAINT_AGAIN_ONCE', no);
  });
});

it('a wrong code is answered like an unknown number, and soon not at all; a right one costs nothing', async () => {
  const filing = await visitor.get('POST /complaints', { body: { ...aFiling, anonymous: true } });
  const { number } = filing.complaint;
  const code = filing.queryCode ?? '';
  for (let turn = 0; turn < 10; turn += 1)
    await visitor.get('POST /complaint-lookups', { body: { number, code } });
  const wrong = { body: { number, code: nobodys } };
  await gives(visitor, 'POST /complaint-lookups', 'NOT_FOUND', {
    body: { number: 'TS-20261124-ZZZZZZ', code },
  });
  for (let turn = 0; turn < 3; turn += 1) await gives(visitor, 'POST /complaint-lookups', 'NOT_FOUND', wrong);
  expect(await visitor.refused('POST /complaint-lookups', wrong)).toBe('RATE_LIMITED');
  // Nobody goes on guessing by another door.
  const params = { id: filing.complaint.id };
  const body = { code: nobodys };
  for (let turn = 0; turn < 4; turn += 1)
    await visitor.refused('POST /complaints/{id}/withdraw', { params, body });
  expect(await visitor.refused('POST /complaints/{id}/withdraw', { params, body })).toBe('RATE_LIMITED');
});

it('every declared code was seen', () => {
  expect(seen.missing(complaintsContract)).toEqual([]);
});
