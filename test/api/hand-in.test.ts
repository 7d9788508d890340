import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handInContract } from '../../shared/contract/cases';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { fetchLink, photo, upload } from '../support/files';
import { filledDraft, itemWithLater, onlineItem, submitted, wanted, windowItem } from '../support/hand-in';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

let app: TestApp;
let citizen: SignedIn;
let clerk: StaffClient;
let reviewer: StaffClient;
let itemCode: string;
const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  itemCode = await onlineItem(app);
  citizen = await person(app);
  clerk = await staff(app, 'window');
  reviewer = await staff(app, 'reviewer');
});
afterAll(() => app.stop());

const save = (id: string, materials: { id: string; uploads: string[] }[], version?: number) => ({
  params: { id },
  body: { form: { phone: '13900001234', note: null }, materials, ...(version !== undefined && { version }) },
});

describe('a draft', () => {
  it('has the list of the guide as its form and does not ask for what an e-licence stands for', async () => {
    const draft = await citizen.get('POST /cases', { body: { itemCode } });
    expect(draft).toMatchObject({ state: 'draft', number: null, canEdit: true, channel: 'online' });
    const guide = await citizen.get('GET /items/{code}', { params: { code: itemCode } });
    expect(draft.materials.map(({ id }) => id)).toEqual(guide.materials.map(({ id }) => id));
    for (const { id, status } of draft.materials) {
      const { waivedBy, necessity } = guide.materials.find((each) => each.id === id) ?? {};
      expect(status).toBe(waivedBy ? 'waived' : necessity === 'required' ? 'missing' : necessity);
    }
    // Begun again, on another phone too, it goes on.
    expect((await citizen.get('POST /cases', { body: { itemCode } })).id).toBe(draft.id);
  });

  it('knows the phone of the account', async () => {
    const someone = await person(app);
    await someone.get('POST /me/phone', { body: { code: await codeFor(app, someone.citizen, 'phone') } });
    const { form } = await someone.get('POST /cases', { body: { itemCode } });
    expect(form.phone).toBe(someone.citizen.phone);
  });

  it('is kept on the server with its files, and two phones do not write over each other unseen', async () => {
    const someone = await person(app);
    const draft = await someone.get('POST /cases', { body: { itemCode } });
    const [first, second] = wanted(draft);
    const one = await upload(someone, await photo(), { name: '一.jpg' });
    const two = await upload(someone, await photo());
    const given = [{ id: first?.id ?? '', uploads: [one.id] }];
    const saved = await someone.get('PUT /cases/{id}/draft', save(draft.id, given, draft.version));
    expect(saved.materials.find(({ id }) => id === first?.id)?.uploads).toEqual([
      { id: one.id, name: '一.jpg', type: 'image/jpeg', size: one.size },
    ]);
    await gives(someone, 'PUT /cases/{id}/draft', 'CASE_CHANGED', save(draft.id, [], draft.version));
    const more = [{ id: second?.id ?? '', uploads: [two.id] }];
    const both = await someone.get('PUT /cases/{id}/draft', save(draft.id, more));
    expect(both.materials.filter(({ uploads }) => uploads.length === 1)).toHaveLength(2);
    // What is taken out again is let go: its owner may still read it, and it is deleted after a while.
    const less = await someone.get(
      'PUT /cases/{id}/draft',
      save(draft.id, [{ id: first?.id ?? '', uploads: [] }]),
    );
    expect(less.materials.find(({ id }) => id === first?.id)?.uploads).toEqual([]);
    expect((await someone.get('GET /uploads/{id}', { params: { id: one.id } })).keptUntil).not.toBeNull();
    const reply = await someone.ask(
      'PUT /cases/{id}/draft',
      save(draft.id, [{ id: 'not-listed', uploads: [] }]),
    );
    expect(reply.error).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: { 'body.materials.0.id': expect.any(String) },
    });
  });

  it('is thrown away with its files', async () => {
    const someone = await person(app);
    const draft = await filledDraft(someone, itemCode);
    const file = draft.materials.find(({ uploads }) => uploads.length > 0)?.uploads[0]?.id ?? '';
    await someone.get('DELETE /cases/{id}', { params: { id: draft.id } });
    await gives(someone, 'DELETE /cases/{id}', 'NOT_FOUND', { params: { id: draft.id } });
    expect(await someone.refused('GET /uploads/{id}', { params: { id: file } })).toBe('NOT_FOUND');
    expect((await someone.get('GET /cases')).total).toBe(0);
  });

  it('of an item for windows only, or of none, cannot be begun', async () => {
    await gives(citizen, 'POST /cases', 'ITEM_NOT_ONLINE', { body: { itemCode: await windowItem(app) } });
    await gives(citizen, 'POST /cases', 'NOT_FOUND', { body: { itemCode: '530600NOTTHERE' } });
  });
});

describe('handing in', () => {
  it('says everything that is missing, each at its place', async () => {
    const someone = await person(app);
    const draft = await someone.get('POST /cases', { body: { itemCode } });
    const reply = await someone.ask('POST /cases/{id}/submit', { params: { id: draft.id } });
    seen.note('POST /cases/{id}/submit', 'CASE_INCOMPLETE');
    expect(reply.error?.code).toBe('CASE_INCOMPLETE');
    expect(Object.keys(reply.error?.fields ?? {}).sort()).toEqual(
      ['form.phone', ...wanted(draft).map(({ id }) => `materials.${id}`)].sort(),
    );
  });

  it('happens once, however often the button is pressed', async () => {
    const someone = await person(app);
    const { id } = await filledDraft(someone, itemCode);
    const press = (key: string) => someone.ask('POST /cases/{id}/submit', { params: { id }, key });
    const replies = await Promise.all([press('press-once-1'), press('press-once-1'), press('press-other-2')]);
    const numbers = replies.flatMap(({ answer }) => answer?.number ?? []);
    expect(new Set(numbers).size).toBe(1);
    for (const { error } of replies) expect(error?.code ?? 'CASE_STATE').toBe('CASE_STATE');
    const { timeline, number, state } = await someone.get('GET /cases/{id}', { params: { id } });
    expect(state).toBe('submitted');
    expect(number).toMatch(/^ZTC-20261124-/);
    expect(timeline.filter(({ what }) => what === '提交了申请')).toHaveLength(1);
    await gives(someone, 'POST /cases/{id}/submit', 'CASE_STATE', { params: { id } });
    await gives(someone, 'PUT /cases/{id}/draft', 'CASE_STATE', save(id, []));
    await gives(someone, 'DELETE /cases/{id}', 'CASE_STATE', { params: { id } });
    // The files are papers of the office now: nobody's clock deletes them.
    const { materials } = await someone.get('GET /cases/{id}', { params: { id } });
    const file = materials.find(({ uploads }) => uploads.length > 0)?.uploads[0]?.id ?? '';
    expect((await someone.get('GET /uploads/{id}', { params: { id: file } })).keptUntil).toBeNull();
  });

  it('takes no file of another citizen, none that is not finished, and none of another case', async () => {
    const thief = await person(app);
    const draft = await thief.get('POST /cases', { body: { itemCode } });
    const place = wanted(draft)[0]?.id ?? '';
    const others = await upload(citizen, await photo());
    const open = await thief.get('POST /uploads', { body: { type: 'image/jpeg', size: 10 } });
    const handedIn = (await submitted(thief, itemCode)).materials;
    const taken = handedIn.find(({ uploads }) => uploads.length > 0)?.uploads[0]?.id ?? '';
    const again = await thief.get('POST /cases', { body: { itemCode } });
    for (const id of [others.id, open.id, taken, 'nobodys'])
      await gives(
        thief,
        'PUT /cases/{id}/draft',
        'NOT_FOUND',
        save(again.id, [{ id: place, uploads: [id] }]),
      );
    expect((await citizen.get('GET /uploads/{id}', { params: { id: others.id } })).keptUntil).not.toBeNull();
  });

  it("is refused in another citizen's case", async () => {
    const draft = await filledDraft(await person(app), itemCode);
    const params = { id: draft.id };
    await gives(citizen, 'POST /cases/{id}/submit', 'NOT_FOUND', { params });
    await gives(citizen, 'POST /cases/{id}/supplement', 'NOT_FOUND', { params, body: { materials: [] } });
    expect(await citizen.refused('DELETE /cases/{id}', { params })).toBe('NOT_FOUND');
  });

  it('of a draft that lay about for too long asks for its files again', async () => {
    const own = await startApp({ env: { UPLOAD_DRAFT_DAYS: '1' } });
    try {
      const someone = await person(own);
      const code = await onlineItem(own);
      const draft = await filledDraft(someone, code);
      await advanceClock(own, 86_401);
      const reply = await someone.ask('POST /cases/{id}/submit', { params: { id: draft.id } });
      expect(reply.error?.code).toBe('CASE_INCOMPLETE');
      expect(Object.values(reply.error?.fields ?? {})[0]).toContain('过期');
    } finally {
      await own.stop();
    }
  });
});

describe('a supplement', () => {
  it('is exactly what was asked for, sent once', async () => {
    const owner = await person(app);
    const handedIn = await submitted(owner, itemCode);
    const params = { id: handedIn.id };
    await gives(owner, 'POST /cases/{id}/supplement', 'CASE_STATE', { params, body: { materials: [] } });
    const received = await clerk.get('POST /staff/cases/{id}/receive', {
      params,
      body: { version: handedIn.version },
    });
    const asked = handedIn.materials[0]?.id ?? '';
    const other = handedIn.materials[1]?.id ?? '';
    await reviewer.get('POST /staff/cases/{id}/request-supplement', {
      params,
      body: {
        version: received.version,
        reason: '还缺两份材料',
        asked: [
          { materialId: asked, why: '照片看不清' },
          { name: '场地平面图', why: '核对面积' },
        ],
      },
    });
    const one = (await upload(owner, await photo())).id;
    const two = (await upload(owner, await photo())).id;
    const partly = await owner.ask('POST /cases/{id}/supplement', {
      params,
      body: { materials: [{ id: asked, uploads: [one] }] },
    });
    seen.note('POST /cases/{id}/supplement', 'CASE_INCOMPLETE');
    expect(partly.error).toMatchObject({
      code: 'CASE_INCOMPLETE',
      fields: { 'materials.extra-1': expect.stringContaining('场地平面图') },
    });
    const unasked = await owner.ask('POST /cases/{id}/supplement', {
      params,
      body: { materials: [{ id: other, uploads: [one] }] },
    });
    expect(unasked.error?.code).toBe('VALIDATION_FAILED');
    const body = {
      materials: [
        { id: asked, uploads: [one] },
        { id: 'extra-1', uploads: [two] },
      ],
      note: '重新拍了',
    };
    const [sent, twin] = await Promise.all(
      [1, 2].map(() => owner.get('POST /cases/{id}/supplement', { params, body, key: 'supplement-1' })),
    );
    expect(twin).toEqual(sent);
    expect(sent).toMatchObject({ state: 'received', canSupplement: false });
    expect(sent?.form.note).toContain('重新拍了');
    const extra = sent?.materials.find(({ id }) => id === 'extra-1');
    expect(extra).toMatchObject({ name: '场地平面图', status: 'given' });
    await gives(owner, 'POST /cases/{id}/supplement', 'CASE_STATE', { params, body });
  });
});

describe('what may follow later', () => {
  it('is said when the papers are taken over, sent before the decision, and moves no deadline', async () => {
    const owner = await person(app);
    const handedIn = await submitted(owner, await itemWithLater(app));
    const params = { id: handedIn.id };
    const later = handedIn.materials.filter(({ status }) => status === 'later');
    expect(handedIn.toFollow).toEqual(later.map(({ id }) => id));
    const received = await clerk.get('POST /staff/cases/{id}/receive', { params, body: {} });
    await clerk.get('POST /staff/cases/{id}/accept', { params, body: { version: received.version } });
    await app.deps.work.runAll();
    await app.clock.advance(2 * 60_000);
    const told = JSON.stringify((await owner.get('GET /messages')).items);
    expect(told).toContain(`还可以后补：${later.map(({ name }) => name).join('、')}`);

    const before = await owner.get('GET /cases/{id}', { params });
    expect(before).toMatchObject({ state: 'accepted', toFollow: handedIn.toFollow });
    const place = later[0]?.id ?? '';
    const file = (await upload(owner, await photo())).id;
    const body = { materials: [{ id: place, uploads: [file] }] };
    await gives(await person(app), 'POST /cases/{id}/materials', 'NOT_FOUND', { params, body });
    const others = (await upload(citizen, await photo())).id;
    const stolen = { materials: [{ id: place, uploads: [others] }] };
    expect(await owner.refused('POST /cases/{id}/materials', { params, body: stolen })).toBe('NOT_FOUND');
    const required = handedIn.materials.find(({ status }) => status === 'given')?.id ?? '';
    const unasked = { materials: [{ id: required, uploads: [file] }] };
    expect(await owner.refused('POST /cases/{id}/materials', { params, body: unasked })).toBe(
      'VALIDATION_FAILED',
    );

    const [sent, twin] = await Promise.all(
      [1, 2].map(() => owner.get('POST /cases/{id}/materials', { params, body, key: 'add-later-1' })),
    );
    expect(twin).toEqual(sent);
    expect(sent).toMatchObject({
      state: 'accepted',
      toFollow: handedIn.toFollow.slice(1),
      promised: { by: before.promised?.by },
      legal: { by: before.legal?.by },
    });
    expect(sent?.materials.find(({ id }) => id === place)).toMatchObject({
      status: 'given',
      uploads: [{ id: file }],
    });
    expect(sent?.timeline[0]).toMatchObject({
      what: `补交了可后补的材料：${later[0]?.name}`,
      by: '您本人',
    });
    // Of the office now, like the others.
    expect((await owner.get('GET /uploads/{id}', { params: { id: file } })).keptUntil).toBeNull();
    const again = { materials: [{ id: place, uploads: [(await upload(owner, await photo())).id] }] };
    const twice = await owner.refused('POST /cases/{id}/materials', { params, body: again });
    expect(twice).toBe(later.length > 1 ? 'VALIDATION_FAILED' : 'CASE_STATE');
    await owner.get('POST /cases/{id}/withdraw', { params, body: {} });
    await gives(owner, 'POST /cases/{id}/materials', 'CASE_STATE', { params, body: again });
  });
});

describe('a look by number', () => {
  it('needs the last four of the phone, shows no person, and answers unknown and wrong the same', async () => {
    const owner = await person(app);
    const { number } = await submitted(owner, itemCode, { phone: '13912345678' });
    const visitor = new Client(app.api);
    const typed = (number ?? '').toLowerCase().replaceAll('-', ' ');
    const shown = await visitor.get('POST /case-lookups', { body: { number: typed, phoneTail: '5678' } });
    expect(shown).toMatchObject({ number, state: 'submitted' });
    expect(JSON.stringify(shown)).not.toContain(owner.citizen.name);
    expect(JSON.stringify(shown)).not.toContain('139');
    expect(shown.timeline.every(({ by, why }) => by !== '您本人' && why === null)).toBe(true);
    const wrong = await visitor.ask('POST /case-lookups', {
      body: { number: number ?? '', phoneTail: '0000' },
    });
    const unknown = await visitor.ask('POST /case-lookups', {
      body: { number: 'ZTC-20261124-ZZZZZZ', phoneTail: '5678' },
    });
    expect({ ...wrong.error, requestId: '' }).toEqual({ ...unknown.error, requestId: '' });
    seen.note('POST /case-lookups', wrong.error?.code ?? 'INTERNAL');
  });

  it('is limited for a number, whoever asks, and right answers do not count', async () => {
    const owner = await person(app);
    const { number } = await submitted(owner, itemCode, { phone: '13912345679' });
    const visitor = new Client(app.api);
    const ask = (phoneTail: string) =>
      visitor.ask('POST /case-lookups', { body: { number: number ?? '', phoneTail } });
    for (let n = 0; n < 8; n += 1) expect((await ask('5679')).status).toBe(200);
    for (let n = 0; n < 5; n += 1) expect((await ask('1111')).error?.code).toBe('NOT_FOUND');
    const limited = await ask('5679');
    expect(limited.error?.code).toBe('RATE_LIMITED');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('an agent', () => {
  it('hands in for the citizen, marked as such everywhere, until the citizen ends it', async () => {
    const principal = await person(app);
    const agent = await person(app);
    const { terms } = await principal.get('GET /mandates');
    const { code } = await principal.get('POST /mandates', {
      body: { relation: 'child', version: terms.version },
    });
    const { id: mandateId } = await agent.get('POST /mandates/accept', {
      body: { code, version: terms.version },
    });
    const handedIn = await submitted(agent, itemCode, { mandateId });
    expect(handedIn.forWhom).toEqual({ name: expect.stringMatching(/^.\*+$/), relation: '子女' });
    const params = { id: handedIn.id };
    const own = await principal.get('GET /cases/{id}', { params });
    expect(own.forWhom).toBeNull();
    expect(own.timeline.map(({ by }) => by)).toContain('代办人（子女）');
    expect((await agent.get('GET /cases')).items.map(({ id }) => id)).toEqual([handedIn.id]);
    const file = handedIn.materials.find(({ uploads }) => uploads.length > 0)?.uploads[0]?.id ?? '';
    const link = await agent.get('POST /uploads/{id}/links', { params: { id: file } });
    const draft = await agent.get('POST /cases', { body: { itemCode, mandateId } });
    await principal.get('POST /mandates/{id}/withdraw', { params: { id: mandateId } });

    await gives(agent, 'POST /cases', 'MANDATE_ENDED', { body: { itemCode, mandateId } });
    await gives(agent, 'PUT /cases/{id}/draft', 'MANDATE_ENDED', save(draft.id, []));
    await gives(agent, 'POST /cases/{id}/submit', 'MANDATE_ENDED', { params: { id: draft.id } });
    await gives(agent, 'DELETE /cases/{id}', 'MANDATE_ENDED', { params: { id: draft.id } });
    await gives(agent, 'POST /cases/{id}/supplement', 'MANDATE_ENDED', { params, body: { materials: [] } });
    const more = { materials: [{ id: 'any', uploads: ['any'] }] };
    await gives(agent, 'POST /cases/{id}/materials', 'MANDATE_ENDED', { params, body: more });
    expect(await agent.refused('GET /cases/{id}', { params })).toBe('NOT_FOUND');
    expect((await agent.get('GET /cases')).total).toBe(0);
    expect((await fetchLink(app, link)).response.status).toBe(410);
    expect(await agent.refused('POST /uploads/{id}/links', { params: { id: file } })).toBe('NOT_FOUND');
    // The principal keeps both: what was handed in, and the draft, which they go on with.
    expect((await principal.get('GET /cases')).total).toBe(2);
    const form = { form: { phone: '13900001234', note: null }, materials: [] };
    expect(
      (await principal.get('PUT /cases/{id}/draft', { params: { id: draft.id }, body: form })).state,
    ).toBe('draft');
    const stranger = await person(app);
    expect(await stranger.refused('POST /cases', { body: { itemCode, mandateId } })).toBe('NOT_FOUND');
  });
});

it('every refusal of handing in was seen', () => {
  expect(seen.missing(handInContract)).toEqual([]);
});
