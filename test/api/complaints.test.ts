import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ComplaintDoc } from '../../bff/features/complaints/model';
import type { UploadDoc } from '../../bff/features/uploads/model';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { aFiling, answered, type Desk, filed, openDesk } from '../support/complaint-stories';
import { fetchLink, photo, upload } from '../support/files';
import { personIdOf, workOff } from '../support/notices';
import { readyCase } from '../support/ready-case';
import { staff } from '../support/staff';

// Each story is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const HALL = 'v530600';

let app: TestApp;
let desk: Desk;
let visitor: Client;
beforeAll(async () => {
  // Tuesday morning.
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  desk = await openDesk(app);
  visitor = new Client(app.api);
});
afterAll(() => app.stop());

const model = () => app.deps.mongo.model('Complaint') as unknown as Model<ComplaintDoc>;
async function stored(id: string): Promise<ComplaintDoc> {
  const doc = await model().findById(id).lean<ComplaintDoc>();
  if (!doc) throw new Error(`There is no complaint ${id}`);
  return doc;
}
const shown = (who: SignedIn, id: string) => who.get('GET /complaints/{id}', { params: { id } });
const messages = async (who: SignedIn) => (await who.get('GET /messages')).items.map(({ title }) => title);

it('by name: who has it, by when, and what comes next stand there from the first moment; it is answered and closed', async () => {
  const who = await person(app);
  const [window] = (await visitor.get('GET /venues/{id}', { params: { id: HALL } })).windows;
  const pictures = [await upload(who, await photo()), await upload(who, await photo(80, 50))];
  const key = randomUUID();
  const body = {
    ...aFiling,
    on: '2026-11-23',
    around: '下午三点左右',
    venueId: HALL,
    windowId: window?.id ?? '',
    photos: pictures.map(({ id }) => id),
    publishConsent: true,
  };
  const first = await who.get('POST /complaints', { body, key });
  expect(first.queryCode).toBeNull();
  const { complaint } = first;
  expect(complaint).toMatchObject({
    number: expect.stringMatching(/^TS-20261124-[2-9A-Z]{6}$/),
    categoryWords: '事情没办成',
    state: 'submitted',
    tone: 'waiting',
    byWords: '11月25日前告诉您是否受理',
    by: '2026-11-26T00:00:00+08:00',
    whenWords: expect.stringMatching(/11月23日.*下午三点左右/),
    placeWords: expect.stringContaining(window?.name ?? '?'),
    step: 1,
    steps: ['提交', '受理分派', '核查处理', '答复回访', '办结归档'],
    canSupplement: true,
    canWithdraw: true,
    feedback: null,
    canEvaluate: false,
    publishConsent: true,
    anonymous: false,
  });
  expect(complaint.holder).toMatch(/投诉受理岗（.+）/);
  expect(complaint.photos.map(({ id }) => id)).toEqual(pictures.map(({ id }) => id));
  expect(complaint.timeline).toMatchObject([{ what: '提交投诉', by: '您本人' }]);
  // Sent again, as a phone on a weak network does: the same, once.
  expect(await who.get('POST /complaints', { body, key })).toEqual(first);
  expect((await who.get('GET /complaints')).items.map(({ id }) => id)).toEqual([complaint.id]);

  await workOff(app);
  expect(await messages(who)).toContain('投诉已收到');
  // The message names the same day as the page: the last one that is whole.
  const [told] = (await who.get('GET /messages')).items;
  expect(told?.body).toContain('11月25日 周三前');
  const doc = await stored(complaint.id);
  expect(doc).toMatchObject({ photosOwed: false, safetyOwed: [], recognised: true, windowId: window?.id });
  expect(doc.words).not.toContain('窗口');

  // Whoever sent a photo sees it, and nobody else of the citizens.
  const [picture] = pictures;
  const link = await who.get('POST /uploads/{id}/links', { params: { id: picture?.id ?? '' } });
  expect((await fetchLink(app, link)).response.status).toBe(200);
  const stranger = await person(app);
  const params = { id: picture?.id ?? '' };
  expect(await stranger.refused('POST /uploads/{id}/links', { params })).toBe('NOT_FOUND');
  await desk.dispatcher.get('POST /staff/uploads/{id}/links', { params });
  const elsewhere = await staff(app, 'dispatcher', { venueId: 'v530602' });
  expect(await elsewhere.refused('POST /staff/uploads/{id}/links', { params })).toBe('NOT_FOUND');

  await answered(desk, complaint.id);
  const replied = await shown(who, complaint.id);
  expect(replied).toMatchObject({
    state: 'replied',
    tone: 'action',
    step: 4,
    byWords: '11月27日前回访您',
    feedback: 'both',
    canSupplement: true,
    replies: [{ round: 1, ending: 'planned', planBy: '2026-12-04' }],
  });
  expect((await who.get('GET /matters')).items).toMatchObject([
    { kind: 'complaint', reference: complaint.number, action: { kind: 'feedback' }, open: true },
  ]);
  await workOff(app);
  expect(await messages(who)).toContain('投诉有答复了');
  const said = { params: { id: complaint.id }, body: { satisfied: true }, key: randomUUID() };
  const closed = await who.get('POST /complaints/{id}/feedback', said);
  expect(closed).toMatchObject({ state: 'closed', step: 5, feedback: null, canWithdraw: false });
  expect(closed.nextStep).toContain('12月4日');
  // Said again by the same phone it is answered; by another it is too late.
  expect((await who.get('POST /complaints/{id}/feedback', said)).version).toBe(closed.version);
  expect(await who.refused('POST /complaints/{id}/feedback', { ...said, key: randomUUID() })).toBe(
    'COMPLAINT_STATE',
  );
  expect((await who.get('GET /complaints', { query: { state: 'open' } })).items).toEqual([]);
  expect((await who.get('GET /complaints', { query: { state: 'closed' } })).total).toBe(1);
});

it('not satisfied: somebody else handles it again, once, with the whole time', async () => {
  const who = await person(app);
  const { id } = await filed(who, { category: 'late', venueId: HALL });
  await answered(desk, id);
  const again = await who.get('POST /complaints/{id}/feedback', {
    params: { id },
    body: { satisfied: false, why: '没有说到点子上' },
  });
  expect(again).toMatchObject({ state: 'accepted', round: 2, feedback: null, step: 2 });
  expect(again.timeline[0]?.what).toContain('没有说到点子上');
  expect(
    await desk.dispatcher.refused('POST /staff/complaints/{id}/assign', {
      params: { id },
      body: { staffId: desk.handler.member.id },
    }),
  ).toBe('COMPLAINT_HANDLER_BARRED');
  const other = await staff(app, 'supervisor');
  const params = { id };
  await desk.dispatcher.get('POST /staff/complaints/{id}/assign', {
    params,
    body: { staffId: other.member.id },
  });
  await other.get('POST /staff/complaints/{id}/take-up', { params, body: {} });
  await other.get('POST /staff/complaints/{id}/reply', {
    params,
    body: {
      found: '重新调取了两次取号记录，确认超过承诺时限三个工作日。',
      done: '窗口已经当面道歉，材料当天办结，并记入月度考核。',
      basis: '《行政许可法》第四十二条关于期限的规定。',
    },
  });
  const second = await shown(who, id);
  expect(second).toMatchObject({ state: 'replied', round: 2, feedback: 'satisfied-only' });
  expect(second.replies.map(({ round }) => round)).toEqual([1, 2]);
});

it('without a name nothing leads to whoever complained: a query code instead, given once and kept nowhere', async () => {
  const who = await person(app);
  const picture = await upload(who, await photo(), { name: '张三的照片.jpg' });
  const key = randomUUID();
  const { id: owner } = await who.get('GET /me');
  const keptOf = () => app.deps.mongo.collection('idempotency_keys').countDocuments({ owner });
  const keptBefore = await keptOf();
  const body = { ...aFiling, anonymous: true, venueId: HALL, photos: [picture.id] };
  const first = await who.get('POST /complaints', { body, key });
  const { complaint, queryCode } = first;
  expect(queryCode).toMatch(/^[2-9A-HJKMNP-Z]{12}$/);
  expect(await who.get('POST /complaints', { body, key })).toEqual(first);
  await workOff(app);

  const doc = await stored(complaint.id);
  const uploads = app.deps.mongo.model('Upload') as unknown as Model<UploadDoc>;
  const file = await uploads.findById(picture.id).lean<UploadDoc>();
  const all = JSON.stringify([doc, file]);
  const personId = await personIdOf(app, who);
  expect(doc).toMatchObject({ personId: null, accountId: null, anonymous: true });
  expect(all).not.toContain(personId);
  expect(all).not.toContain(queryCode);
  expect(file).toMatchObject({
    complaintId: complaint.id,
    personId: 'nobody',
    accountId: 'nobody',
    name: null,
  });
  expect(file?.dueAt).toBeUndefined();
  // Nobody finds it by their session, not even whoever filed it.
  expect(await who.refused('GET /complaints/{id}', { params: { id: complaint.id } })).toBe('NOT_FOUND');
  expect((await who.get('GET /complaints')).items).toEqual([]);

  const { number } = complaint;
  const typed = `${queryCode?.slice(0, 4)} ${queryCode?.slice(4, 8)} ${queryCode?.slice(8)}`.toLowerCase();
  const found = await visitor.get('POST /complaint-lookups', {
    body: { number: number.toLowerCase().replaceAll('-', ' '), code: typed },
  });
  expect(found).toMatchObject({ id: complaint.id, state: 'submitted', canSupplement: true });
  const params = { id: complaint.id };
  const code = queryCode ?? '';
  // Signed in or not: what is kept for a repetition is nobody's either.
  const more = await who.get('POST /complaints/{id}/supplement', {
    params,
    body: { code, words: '后来又去了一次，还是没有办成。' },
  });
  expect(await keptOf()).toBe(keptBefore);
  expect(more.supplements).toMatchObject([{ words: '后来又去了一次，还是没有办成。', photos: [] }]);
  await answered(desk, complaint.id);
  const closed = await visitor.get('POST /complaints/{id}/feedback', {
    params,
    body: { code, satisfied: true },
  });
  expect(closed).toMatchObject({ state: 'closed', canEvaluate: false });
});

it('without a session and without a name it is filed as well, and a case only says which item and whom it is about', async () => {
  const filing = await visitor.get('POST /complaints', { body: { ...aFiling, anonymous: true } });
  expect(filing.complaint).toMatchObject({ placeWords: null, anonymous: true });
  const who = await person(app);
  const { handedIn } = await readyCase(app, who, 'window');
  const named = await filed(who, { caseId: handedIn.id });
  expect(named).toMatchObject({ caseNumber: handedIn.number, itemName: handedIn.itemName });
  const doc = await stored(named.id);
  expect(doc.barred.length).toBeGreaterThanOrEqual(2);
  const nameless = await who.get('POST /complaints', {
    body: { ...aFiling, anonymous: true, caseId: handedIn.id },
  });
  const hidden = await stored(nameless.complaint.id);
  expect(hidden).toMatchObject({ caseId: null, caseNumber: null, itemName: handedIn.itemName });
  expect([...hidden.barred].sort()).toEqual([...doc.barred].sort());
});

it('whoever sits at the window complained about is barred, now and by what they did that day', async () => {
  const who = await person(app);
  const [window] = (await visitor.get('GET /venues/{id}', { params: { id: HALL } })).windows;
  const told = async (member: Client, id: string) =>
    (await member.get('GET /staff/notices')).items.filter(({ subject }) => subject.id === id).length;
  const sitting = await staff(app, ['window', 'dispatcher'], { window: window?.id ?? '' });
  const { id } = await filed(who, { category: 'attitude', venueId: HALL, windowId: window?.id });
  const doc = await stored(id);
  // Those who dispatch are told, but for whoever sits there.
  await expect
    .poll(async () => {
      await workOff(app);
      return told(desk.dispatcher, id);
    })
    .toBe(1);
  expect(await told(sitting, id)).toBe(0);
  expect(doc.barred).toContain(sitting.member.id);
  expect(doc.barredWindowId).toBe(window?.id);
});

it('whoever sat there that day is barred as well, though they served nobody and got up before it was filed', async () => {
  const who = await person(app);
  const [, window] = (await visitor.get('GET /venues/{id}', { params: { id: HALL } })).windows;
  const gone = await staff(app, ['window', 'reviewer', 'supervisor'], { window: window?.id ?? '' });
  await gone.get('PUT /staff/me/window', { body: { window: null } });
  const { id } = await filed(who, { category: 'attitude', venueId: HALL, windowId: window?.id });
  const params = { id };
  expect(await gone.refused('GET /staff/complaints/{id}', { params })).toBe('NOT_FOUND');
  await desk.dispatcher.get('POST /staff/complaints/{id}/accept', { params, body: {} });
  const body = { staffId: gone.member.id };
  const assign = 'POST /staff/complaints/{id}/assign';
  expect(await desk.dispatcher.refused(assign, { params, body })).toBe('COMPLAINT_HANDLER_BARRED');
  // Of another day they may have it.
  const other = await filed(who, {
    category: 'attitude',
    venueId: HALL,
    windowId: window?.id,
    on: '2026-11-02',
  });
  await gone.get('GET /staff/complaints/{id}', { params: { id: other.id } });
});

it('the same once more is recognised; another thing is not', async () => {
  const who = await person(app);
  const first = await filed(who, { venueId: HALL });
  const repeat = await filed(who, { venueId: HALL, what: `${aFiling.what}！` });
  const other = await filed(who, { venueId: HALL, what: '大厅的叫号屏幕坏了，坐在后面的人看不到号。' });
  const elsewhere = await filed(who, { venueId: 'v530602' });
  const another = await filed(await person(app), { venueId: HALL });
  await workOff(app);
  expect((await stored(repeat.id)).repeatOf).toBe(first.id);
  for (const { id } of [first, other, elsewhere, another]) expect((await stored(id)).repeatOf).toBeNull();
});

it('content security says what it says and nothing is refused for it', async () => {
  const who = await person(app);
  const { id } = await filed(who, { what: '这里有一段违规测试的话，窗口骂人。' });
  await expect
    .poll(
      async () => {
        await workOff(app);
        return (await stored(id)).safety;
      },
      { timeout: 60_000 },
    )
    .not.toBe('waiting');
  expect(await shown(who, id)).toMatchObject({ state: 'submitted' });
  expect(JSON.stringify(await shown(who, id))).not.toContain('safety');
});

it('whoever leaves takes the open ones back and is not known by the others; before, they can see all of it', async () => {
  const who = await person(app);
  const open = await filed(who, { venueId: HALL });
  const over = await filed(who, { venueId: HALL, what: '自助机吞了我的身份证，半个小时没有人管。' });
  await answered(desk, over.id);
  const all = JSON.stringify(await who.get('GET /me/export'));
  for (const part of [open.number, over.number, '自助机吞了我的身份证']) expect(all).toContain(part);
  const personId = await personIdOf(app, who);
  await who.get('DELETE /me');
  await workOff(app);
  expect(await stored(open.id)).toMatchObject({ state: 'withdrawn', accountId: null });
  for (const { id } of [open, over]) expect(JSON.stringify(await stored(id))).not.toContain(personId);
});
