import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn, signIn } from '../support/citizens';
import { Client } from '../support/client';
import { personIdOf, workOff } from '../support/notices';
import { STAFF_PASSWORD, type StaffClient, signInAgain, staff } from '../support/staff';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let app: TestApp;
let visitor: Client;
let officer: StaffClient;
let item: { code: string; name: string; department: string };

const POLICE = '公安局';
const DAY = 86_400;

beforeAll(async () => {
  // A Tuesday.
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { NOTICE_MERGE_SECONDS: '0', QUESTIONS_PER_DAY: '20' },
  });
  visitor = new Client(app.api);
  const found = await visitor.get('GET /items', { query: { q: '居民身份证换领', county: '530600' } });
  const [first] = found.items;
  if (!first) throw new Error('the sample has no such item');
  item = first;
  officer = await staff(app, 'reviewer', { department: POLICE });
});
afterAll(() => app.stop());

const ask = (who: SignedIn, words: string, more: { itemCode?: string; venueId?: string } = {}) =>
  who.get('POST /questions', { body: { words, ...more } });
const answer = (id: string, words: string, publishAs: string | null = null, by: Client = officer) =>
  by.get('POST /staff/questions/{id}/answer', { params: { id }, body: { words, publishAs } });
const inbox = async (who: Client) => (await who.get('GET /messages')).items.map(({ title }) => title);
const search = async (q: string) => (await visitor.get('GET /questions', { query: { q } })).items;

describe('asking', () => {
  it('goes to the department of the item, is answered within five working days, and both sides read the same', async () => {
    const who = await person(app);
    const key = randomUUID();
    const body = { words: '我在外地打工，回来三天能换好吗？', itemCode: item.code };
    const asked = await who.get('POST /questions', { body, key });
    expect(asked).toMatchObject({
      ...body,
      itemName: item.name,
      state: 'asked',
      tone: 'waiting',
      by: '2026-12-02T00:00:00+08:00',
      byWords: '12月1日前答复',
      holder: `昭通市政务服务中心 ${item.department}`,
      canWithdraw: true,
      answer: null,
    });
    // Sent again by a phone that did not hear: the same question.
    expect((await who.get('POST /questions', { body, key })).id).toBe(asked.id);

    const [row] = (await officer.get('GET /staff/questions')).items.filter(({ id }) => id === asked.id);
    expect(row).toMatchObject({ words: body.words, department: POLICE, state: 'asked', overdue: false });
    expect(row?.asker).toMatch(/^.\*+$/);
    expect(JSON.stringify(row)).not.toContain(who.citizen.name);

    const told = await answer(asked.id, '三天不够，取证要等通知；可以选免费邮寄到家。');
    expect(told).toMatchObject({ state: 'answered', answer: { published: false } });
    await workOff(app);
    expect(await inbox(who)).toContain('您问的有答复了');
    const [matter] = (await who.get('GET /matters')).items;
    expect(matter).toMatchObject({
      kind: 'question',
      id: asked.id,
      tone: 'action',
      action: { kind: 'read-answer', label: '看答复' },
    });

    const read = await who.get('GET /questions/{id}', { params: { id: asked.id } });
    expect(read).toMatchObject({ state: 'answered', tone: 'done', answer: { words: /三天不够/ } as never });
    expect(read.answer?.by).toContain(officer.member.number);
    expect((await who.get('GET /matters')).items).toEqual([]);
    expect((await who.get('GET /me/questions')).items.map(({ id }) => id)).toEqual([asked.id]);
  });

  it('tells of a better answer, and it is unread again', async () => {
    const who = await person(app);
    const { id } = await ask(who, '换证要带几张照片？', { itemCode: item.code });
    await answer(id, '两张就可以了。');
    await who.get('GET /questions/{id}', { params: { id } });
    await answer(id, '更正：不用带照片，窗口当场免费拍。');
    await workOff(app);
    const [matter] = (await who.get('GET /matters')).items;
    expect(matter).toMatchObject({ id, action: { kind: 'read-answer' } });
    const read = await who.get('GET /questions/{id}', { params: { id } });
    expect(read.answer?.words).toContain('更正');
    expect((await inbox(who)).filter((title) => title === '您问的有答复了').length).toBeGreaterThan(0);
  });

  it('in general goes to those who hand out work at the hall, and is handed on once', async () => {
    const who = await person(app);
    const dispatcher = await staff(app, 'dispatcher');
    const civil = await staff(app, 'window', { department: '民政局' });
    const { id, holder } = await ask(who, '大厅周六上午开门吗？');
    expect(holder).toContain('昭通市政务服务中心');
    const seenBy = async (client: Client) =>
      (await client.get('GET /staff/questions')).items.some((row) => row.id === id);
    expect(await seenBy(officer)).toBe(false);
    expect(await seenBy(civil)).toBe(false);
    expect(await seenBy(dispatcher)).toBe(true);
    await dispatcher.get('POST /staff/questions/{id}/forward', {
      params: { id },
      body: { department: '民政局' },
    });
    expect(await seenBy(civil)).toBe(true);
    expect(await seenBy(officer)).toBe(false);
    const closed = await civil.get('POST /staff/questions/{id}/close', {
      params: { id },
      body: { reason: '开门时间写在大厅页面上，周六不开。' },
    });
    expect(closed).toMatchObject({ state: 'closed', stateWords: '已说明' });
    const shown = await who.get('GET /questions/{id}', { params: { id } });
    expect(shown).toMatchObject({ state: 'closed', nextStep: /周六不开/ as never });
    await workOff(app);
    expect(await inbox(who)).toContain('您问的事有说明');
  });

  it('asked of a village or a township reaches the centre of its county', async () => {
    const who = await person(app);
    const halls = await visitor.get('GET /venues', { query: { county: '530621' } });
    const township = halls.items.find(({ level }) => level === 'township');
    const { holder } = await ask(who, '村里能不能代办社保认证？', { venueId: township?.id ?? '' });
    expect(holder).toMatch(/[县区市]政务服务中心/);
  });
});

describe('answers for everybody', () => {
  it('are found while typing, stand beside the items, and are taken back', async () => {
    const who = await person(app);
    const { id } = await ask(who, '我妈八十了走不动，身份证怎么换？', { itemCode: item.code });
    const question = '老人行动不便，能上门换身份证吗？';
    const published = await answer(id, '能。打大厅电话预约，民警带设备上门采集，不收费。', question);
    expect(published.answer?.published).toBe(true);
    for (const typed of [
      '老人行动不便身份证',
      '老人怎么上门换身份证',
      '上门 身份证',
      'laoren',
      '行动不便的老人可以上门吗',
    ])
      expect(
        (await search(typed)).map((entry) => entry.id),
        typed,
      ).toContain(id);
    const [best] = await search('老人行动不便能不能上门换身份证');
    expect(best).toMatchObject({
      id,
      question,
      itemCode: item.code,
      sample: false,
      answeredOn: '2026-11-24',
    });
    expect(JSON.stringify(best)).not.toMatch(/八十/);
    expect(best?.by).toBe(`昭通市政务服务中心 ${item.department}`);
    const ofItem = await visitor.get('GET /questions', { query: { item: item.code } });
    expect(ofItem.items.map((entry) => entry.id)).toContain(id);
    expect(ofItem.items.every((entry) => entry.itemName === item.name)).toBe(true);
    const found = await visitor.get('GET /items', { query: { q: '老人上门换身份证' } });
    expect(found.answers.map((entry) => entry.id)).toContain(id);
    expect((await visitor.get('GET /items')).answers).toEqual([]);

    // What was found out later is mended for everybody at once.
    await answer(id, '能。打大厅电话预约，三天内上门。', question);
    expect((await search(question))[0]?.answer).toContain('三天内上门');
    await officer.get('POST /staff/questions/{id}/unpublish', {
      params: { id },
      body: { reason: '规定变了' },
    });
    expect((await search(question)).map((entry) => entry.id)).not.toContain(id);
    const own = await who.get('GET /questions/{id}', { params: { id } });
    expect(own.answer?.words).toContain('三天内上门');
  });

  it('serve the same item in every county, and are marked where they are samples', async () => {
    const elsewhere = await visitor.get('GET /items', { query: { q: item.name, county: '530621' } });
    const there = elsewhere.items.find(({ name }) => name === item.name);
    const { items } = await visitor.get('GET /questions', { query: { item: there?.code ?? '' } });
    expect(items.map(({ itemCode, sample }) => ({ itemCode, sample }))).toContainEqual({
      itemCode: item.code,
      sample: true,
    });
    const all = await visitor.get('GET /questions');
    expect(all.items.filter(({ sample }) => sample).length).toBeGreaterThanOrEqual(10);
    expect(all.total).toBeGreaterThanOrEqual(all.items.length);
    expect((await search('社保卡掉了怎么补'))[0]?.question).toContain('社保卡');
    expect(await search('与任何事项都无关的一串字母zzzz')).toEqual([]);
  });

  it('go page by page', async () => {
    const who = await person(app);
    for (let turn = 0; turn < 10; turn += 1) {
      const { id } = await ask(who, `第 ${turn} 个问题`, { itemCode: item.code });
      await answer(id, `第 ${turn} 个答复。`, `第 ${turn} 个公开的问题`);
    }
    const first = await visitor.get('GET /questions');
    const second = await visitor.get('GET /questions', { query: { page: first.next ?? '' } });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(first.total);
  });
});

it('belongs to whoever asked: exported whole, gone when they go; what is published stays', async () => {
  const who = await person(app);
  const { id } = await ask(who, '我叫张三，想知道邮寄要几天', { itemCode: item.code });
  await answer(id, '省内一般三天。', '身份证邮寄要几天？');
  const open = await ask(who, '还没有人回答的问题', { itemCode: item.code });
  const personId = await personIdOf(app, who);
  const stored = await app.deps.mongo.collection('questions').find({ personId }).toArray();
  expect(JSON.stringify(stored)).not.toMatch(/张三|还没有人回答/);
  const data = JSON.stringify(await who.get('GET /me/export'));
  expect(data).toContain('我叫张三');
  expect(data).toContain('省内一般三天');
  await who.get('DELETE /me', {});
  await workOff(app);
  expect(await app.deps.mongo.collection('questions').countDocuments({ personId })).toBe(0);
  const left = await app.deps.mongo.collection('questions').findOne({ _id: open.id as never });
  expect(left).toMatchObject({ state: 'closed', words: null, accountId: null });
  expect((await search('身份证邮寄要几天')).map((entry) => entry.id)).toContain(id);
});

it('is looked at by content security, and refused for nothing', async () => {
  const who = await person(app);
  const { id } = await ask(who, '这里的每个字都要看过', { itemCode: item.code });
  await workOff(app);
  const found = await officer.get('GET /staff/questions/{id}', { params: { id } });
  expect(found.state).toBe('asked');
  const stored = await app.deps.mongo.collection('questions').findOne({ _id: id as never });
  expect(stored?.safetyDue).toBeUndefined();
});

// The last: it moves the clock past everybody's sessions.
it('is late once: its supervisor is told, and its asker reads so', async () => {
  const who = await person(app);
  const { number } = (await staff(app, 'supervisor')).member;
  const { id } = await ask(who, '没有人回答的问题会怎么样？', { itemCode: item.code });
  await advanceClock(app, 8 * DAY);
  const head = await signInAgain(app, number, STAFF_PASSWORD);
  const told = async () => {
    await workOff(app);
    const { items } = await head.get('GET /staff/notices');
    return items.filter((notice) => notice.subject?.id === id).map(({ title }) => title);
  };
  expect(await told()).toEqual(['有咨询要答复']);
  expect(await told()).toEqual(['有咨询要答复']);
  expect((await head.get('GET /staff/questions/{id}', { params: { id } })).overdue).toBe(true);
  const again = await signIn(app, who.citizen);
  const shown = await again.get('GET /questions/{id}', { params: { id } });
  expect(shown.byWords).toContain('已经催办');
  await head.get('POST /staff/questions/{id}/answer', {
    params: { id },
    body: { words: '答复晚了，对不住。' },
  });
  const stored = await app.deps.mongo.collection('questions').findOne({ _id: id as never });
  expect(stored?.inTime).toBe(false);
});
