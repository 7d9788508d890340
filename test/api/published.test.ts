import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedContract } from '../../shared/contract/published';
import type { StaffComplaint } from '../../shared/contract/staff-complaints';
import { staffComplaintsContract } from '../../shared/contract/staff-complaints';
import { dateOf } from '../../shared/domain/time';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { actOn, answer, complain, ownWords, seenBy } from '../support/complaint-desk';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

/** Answered complaints that everybody may read, and the figures of a month and a year. */

let app: TestApp;
let visitor: Client;
let dispatcher: StaffClient;
let supervisor: StaffClient;
let approver: StaffClient;
let citizen: SignedIn;
beforeAll(async () => {
  app = await startApp({
    env: {
      STAFF_IDLE_MINUTES: '100000',
      STAFF_SESSION_HOURS: '10000',
      COMPLAINTS_PER_PERSON_PER_DAY: '1000',
      LIMIT_WRITE_PER_MINUTE: '10000',
    },
  });
  visitor = new Client(app.api);
  [dispatcher, supervisor, approver] = await Promise.all([
    staff(app, 'dispatcher'),
    staff(app, ['dispatcher', 'supervisor']),
    staff(app, 'supervisor'),
  ]);
  citizen = await person(app);
});
afterAll(() => app.stop());

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const DRAFT = 'POST /staff/complaints/{id}/draft-publication';
const APPROVE = 'POST /staff/complaints/{id}/approve-publication';
const REFUSE = 'POST /staff/complaints/{id}/refuse-publication';

/** Words that tell nobody's name. */
const clean = (what = `窗口没有一次说清材料，来了三次。${ownWords()}`) => ({
  what,
  found: '调了叫号记录，等了四十分钟，没有一次说清。',
  done: '当面说明了材料，当天办好。',
  basis: '《政务服务窗口规范》第七条',
});

async function answered(more: { publishConsent?: boolean } = {}, who = citizen): Promise<string> {
  const { id } = await complain(who, { publishConsent: true, ...more });
  await actOn(dispatcher, id, 'accept');
  await actOn(dispatcher, id, 'assign', { staffId: supervisor.member.id });
  await actOn(supervisor, id, 'take-up');
  await actOn(supervisor, id, 'reply', answer());
  return id;
}

async function closed(more: { publishConsent?: boolean } = {}, who = citizen): Promise<string> {
  const id = await answered(more, who);
  await who.get('POST /complaints/{id}/feedback', { params: { id }, body: { satisfied: true } });
  return id;
}

async function publish(id: string, words = clean()): Promise<StaffComplaint> {
  const { publication } = await actOn(dispatcher, id, 'draft-publication', words);
  return actOn(approver, id, 'approve-publication', { lookedAt: publication.draft?.marks.length ?? 0 });
}

const listed = async (what: string) =>
  (await visitor.get('GET /published/complaints')).items.find((one) => one.what === what);
const offered = async (by: Client, id: string) =>
  (await seenBy(by, id)).actions.filter((action) => action.endsWith('publication'));

describe('an answered complaint', () => {
  it('is published by two officers, as everybody may read it', async () => {
    const id = await closed();
    expect(await offered(dispatcher, id)).toEqual(['draft-publication']);
    const words = clean();
    const drafted = await actOn(dispatcher, id, 'draft-publication', words);
    expect(drafted.publication).toMatchObject({
      state: 'drafted',
      draft: { ...words, marks: [], by: expect.stringContaining(dispatcher.member.number) },
    });
    expect(await listed(words.what)).toBeUndefined();
    expect(await offered(approver, id)).toEqual([
      'draft-publication',
      'approve-publication',
      'refuse-publication',
    ]);
    const done = await actOn(approver, id, 'approve-publication', { lookedAt: 0 });
    expect(done.publication.state).toBe('published');
    const shown = await listed(words.what);
    const today = dateOf(app.clock.now());
    expect(shown).toEqual({
      id: expect.any(String),
      ...words,
      category: 'attitude',
      categoryWords: '服务态度',
      venueName: expect.stringContaining('昭通市'),
      itemName: null,
      month: today.slice(0, 7),
      publishedOn: today,
    });
    // Nothing leads from it to whoever complained, or to the file.
    const { number } = await seenBy(dispatcher, id);
    for (const secret of [id, number, citizen.citizen.name, dispatcher.member.number])
      expect(JSON.stringify(shown)).not.toContain(secret);
    const { items } = await visitor.get('GET /published/complaints', { query: { category: 'fees' } });
    expect(items).toEqual([]);
  });

  it('shows what tells who somebody is; what cannot stay must go, of the rest each is looked at', async () => {
    const id = await closed();
    const { name } = citizen.citizen;
    const draft = (what: string) => actOn(dispatcher, id, 'draft-publication', clean(what));
    const marksOf = ({ publication }: StaffComplaint) =>
      publication.draft?.marks.map(({ from, to, kind, field }) => [
        field,
        kind,
        publication.draft?.[field as 'what'].slice(from, to),
      ]);
    for (const secret of ['电话13900005678', '身份证530602199205210127', '车牌云C12345']) {
      const drafted = await draft(`窗口没有说清材料，${secret}，来了三次。`);
      const marks = marksOf(drafted) ?? [];
      expect(marks).toHaveLength(1);
      await gives(approver, APPROVE, 'PUBLICATION_MARKS', { params: { id }, body: { lookedAt: 1 } });
    }
    // Known by their file, without any word that announces them.
    const drafted = await draft(`后来${name}又去了，窗口在太平路12号3栋。`);
    expect(marksOf(drafted)).toEqual([
      ['what', 'name', name],
      ['what', 'address', expect.stringContaining('太平路12号3栋')],
    ]);
    for (const lookedAt of [0, 1, 3])
      await gives(approver, APPROVE, 'PUBLICATION_MARKS', { params: { id }, body: { lookedAt } });
    const done = await actOn(approver, id, 'approve-publication', { lookedAt: 2 });
    expect(done.publication.state).toBe('published');
  });

  it('shows what is in the words as they were written, for making the draft', async () => {
    const id = await closed();
    const { publication, what } = await seenBy(dispatcher, id);
    expect(publication).toMatchObject({ consented: true, state: 'none', draft: null, refusedWhy: null });
    for (const { field, from, to } of publication.marks) {
      expect(['what', 'found', 'done', 'basis']).toContain(field);
      if (field === 'what') expect(what.slice(from, to)).not.toBe('');
    }
    // Once more with words that have something in them.
    const { id: other } = await complain(citizen, {
      publishConsent: true,
      what: `我叫陈小满，电话13900005678，等了三次。${ownWords()}`,
    });
    await actOn(dispatcher, other, 'accept');
    await actOn(dispatcher, other, 'assign', { staffId: supervisor.member.id });
    await actOn(supervisor, other, 'take-up');
    const replied = await actOn(supervisor, other, 'reply', answer());
    const kinds = replied.publication.marks.filter(({ field }) => field === 'what').map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['name', 'phone']));
  });

  it('is published by nobody alone', async () => {
    const id = await closed();
    await actOn(supervisor, id, 'draft-publication', clean());
    expect(await offered(supervisor, id)).toEqual(['draft-publication', 'refuse-publication']);
    await gives(supervisor, APPROVE, 'PUBLICATION_SAME_OFFICER', { params: { id }, body: { lookedAt: 0 } });
    await actOn(approver, id, 'approve-publication', { lookedAt: 0 });
  });

  it('is not published without consent', async () => {
    const id = await closed({ publishConsent: false });
    expect((await seenBy(dispatcher, id)).publication).toMatchObject({ consented: false, marks: [] });
    expect(await offered(approver, id)).toEqual([]);
    const params = { id };
    await gives(dispatcher, DRAFT, 'PUBLICATION_NOT_AGREED', { params, body: clean() });
    await gives(approver, APPROVE, 'PUBLICATION_NOT_AGREED', { params, body: { lookedAt: 0 } });
    await gives(approver, REFUSE, 'COMPLAINT_STATE', { params, body: { why: '没有同意公开' } });
  });

  it('is not published before it is closed, nor without a draft, nor twice', async () => {
    const open = { id: await answered() };
    expect(await offered(approver, open.id)).toEqual([]);
    await gives(dispatcher, DRAFT, 'COMPLAINT_STATE', { params: open, body: clean() });
    await gives(approver, APPROVE, 'COMPLAINT_STATE', { params: open, body: { lookedAt: 0 } });
    const id = await closed();
    expect(await approver.refused(APPROVE, { params: { id }, body: { lookedAt: 0 } })).toBe(
      'COMPLAINT_STATE',
    );
    await publish(id);
    expect(await dispatcher.refused(DRAFT, { params: { id }, body: clean() })).toBe('COMPLAINT_STATE');
    expect(await approver.refused(APPROVE, { params: { id }, body: { lookedAt: 0 } })).toBe(
      'COMPLAINT_STATE',
    );
  });

  it('is taken off, with the reason, and can be drafted anew', async () => {
    const id = await closed();
    const words = clean();
    await publish(id, words);
    expect(await listed(words.what)).toBeDefined();
    const off = await actOn(approver, id, 'refuse-publication', { why: '有人认出来了' });
    expect(off.publication).toMatchObject({ state: 'refused', refusedWhy: '有人认出来了' });
    expect(await listed(words.what)).toBeUndefined();
    const again = await actOn(dispatcher, id, 'draft-publication', clean());
    expect(again.publication).toMatchObject({ state: 'drafted', refusedWhy: null });
    // One that never had a draft is put aside as well.
    const aside = await actOn(approver, await closed(), 'refuse-publication', { why: '太容易认出来' });
    expect(aside.publication).toMatchObject({ state: 'refused', draft: null, refusedWhy: '太容易认出来' });
  });

  it('is approved as it was read, once however often it is asked', async () => {
    const id = await closed();
    const { version } = await actOn(dispatcher, id, 'draft-publication', clean());
    const redrafted = await actOn(dispatcher, id, 'draft-publication', clean());
    const params = { id };
    await gives(dispatcher, DRAFT, 'COMPLAINT_CHANGED', { params, body: { ...clean(), version } });
    await gives(approver, APPROVE, 'COMPLAINT_CHANGED', { params, body: { lookedAt: 0, version } });
    await gives(approver, REFUSE, 'COMPLAINT_CHANGED', { params, body: { why: '不公开', version } });
    const key = ownWords();
    const body = { lookedAt: 0, version: redrafted.version };
    const first = await actOn(approver, id, 'approve-publication', body, key);
    expect(await actOn(approver, id, 'approve-publication', body, key)).toEqual(first);
  });

  it('is nobody else’s: another hall does not know of it', async () => {
    const id = await closed();
    const away = await staff(app, ['dispatcher', 'supervisor'], { venueId: 'v530621' });
    const params = { id };
    await gives(away, DRAFT, 'NOT_FOUND', { params, body: clean() });
    await gives(away, APPROVE, 'NOT_FOUND', { params, body: { lookedAt: 0 } });
    await gives(away, REFUSE, 'NOT_FOUND', { params, body: { why: '不公开' } });
  });

  it('goes when whoever complained takes everything back', async () => {
    const leaver = await person(app);
    const id = await closed({}, leaver);
    const words = clean();
    await publish(id, words);
    expect(await listed(words.what)).toBeDefined();
    await leaver.get('DELETE /me');
    expect(await listed(words.what)).toBeUndefined();
    expect((await seenBy(dispatcher, id)).publication).toMatchObject({
      consented: false,
      state: 'refused',
      draft: null,
    });
    expect(await dispatcher.refused(DRAFT, { params: { id }, body: clean() })).toBe('PUBLICATION_NOT_AGREED');
  });

  it('is listed by pages, the newest first, each once', async () => {
    const id = await closed();
    await publish(id);
    const complaints = app.deps.mongo.collection<{ _id: string; number: string }>('complaints');
    const doc = await complaints.findOne({ _id: id });
    if (!doc) throw new Error('it is not there');
    const copies = Array.from({ length: 45 }, (_, n) => ({
      ...doc,
      _id: `copy ${n}`,
      number: `TS-copy-${n}`,
    }));
    await complaints.insertMany(copies);
    const ids: string[] = [];
    let page: string | undefined;
    let total = 0;
    do {
      const answered = await visitor.get('GET /published/complaints', { query: { page } });
      ids.push(...answered.items.map((one) => one.id));
      ({ total } = answered);
      page = answered.next ?? undefined;
    } while (page !== undefined);
    expect(ids).toHaveLength(total);
    expect(new Set(ids).size).toBe(total);
    expect(total).toBeGreaterThan(45);
    await complaints.deleteMany({ _id: { $in: copies.map((copy) => copy._id) } });
    expect(await visitor.refused('GET /published/complaints', { query: { page: 'guessed' } })).toBe(
      'VALIDATION_FAILED',
    );
  });
});

describe('the figures', () => {
  /** As they are once a minute has gone by. */
  async function figures(period?: string) {
    await advanceClock(app, 61);
    return visitor.get('GET /published/figures', { query: { period } });
  }

  it('of this month and this year count what was filed and what became of it', async () => {
    const before = await figures();
    expect(before.period).toBe(dateOf(app.clock.now()).slice(0, 7));
    await closed();
    await answered();
    const { id } = await complain(citizen, { category: 'fees' });
    await actOn(dispatcher, id, 'decline', { reason: '这是物业的收费', channel: '12345' });
    await complain(citizen, { category: 'fees' });
    const { period, running, complaints } = await figures();
    const was = before.complaints;
    expect({ period, running }).toEqual({ period: before.period, running: true });
    expect(complaints).toMatchObject({
      filed: was.filed + 4,
      accepted: was.accepted + 2,
      declined: was.declined + 1,
      answered: was.answered + 2,
      answeredInTime: was.answeredInTime + 2,
      satisfied: was.satisfied + 1,
      unsatisfied: was.unsatisfied,
    });
    const fees = (rows: typeof was.byCategory) =>
      rows.find(({ category }) => category === 'fees')?.filed ?? 0;
    expect(fees(complaints.byCategory)).toBe(fees(was.byCategory) + 2);
    expect(complaints.byCategory).toHaveLength(9);
    const year = await figures(before.period.slice(0, 4));
    expect(year).toMatchObject({ running: true, complaints: { filed: expect.any(Number) } });
    expect(year.complaints.filed).toBeGreaterThanOrEqual(complaints.filed);
  });

  it('are counted once a minute', async () => {
    const { complaints } = await figures();
    await complain(citizen);
    expect((await visitor.get('GET /published/figures')).complaints).toEqual(complaints);
    expect((await figures()).complaints.filed).toBe(complaints.filed + 1);
  });

  it('of another time are empty, and over or not', async () => {
    for (const [period, running] of [
      ['2020-12', false],
      ['2020', false],
      ['2099-12', true],
    ] as const) {
      const { complaints, ...rest } = await visitor.get('GET /published/figures', { query: { period } });
      expect(rest).toMatchObject({ period, running, questions: { asked: 0 }, sample: true });
      expect(complaints).toMatchObject({ filed: 0, answered: 0 });
    }
    for (const period of ['2026-13', '26', '2026-1', '1999'])
      expect(await visitor.refused('GET /published/figures', { query: { period } })).toBe(
        'VALIDATION_FAILED',
      );
  });

  it('begin and end at midnight in Shanghai', async () => {
    const complaints = app.deps.mongo.collection<{ _id: string; number: string; filedAt: Date }>(
      'complaints',
    );
    const doc = await complaints.findOne({});
    if (!doc) throw new Error('there is none');
    const at = (time: string, n: number) => ({
      ...doc,
      _id: `at ${n}`,
      number: `TS-at-${n}`,
      filedAt: new Date(time),
    });
    await complaints.insertMany([
      at('2021-02-28T23:59:59.999+08:00', 1),
      at('2021-03-01T00:00:00+08:00', 2),
      at('2021-12-31T23:59:59.999+08:00', 3),
      at('2022-01-01T00:00:00+08:00', 4),
    ]);
    const filed = async (period: string) => (await figures(period)).complaints.filed;
    expect(
      await Promise.all(['2021-02', '2021-03', '2021-12', '2022-01', '2021', '2022'].map(filed)),
    ).toEqual([1, 1, 1, 1, 3, 1]);
    await complaints.deleteMany({ number: /^TS-at-/ });
  });
});

it('every code that publishing declares was given', () => {
  const publishing = { [DRAFT]: staffComplaintsContract[DRAFT], [APPROVE]: staffComplaintsContract[APPROVE] };
  expect(
    seen.missing({ ...publishedContract, ...publishing, [REFUSE]: staffComplaintsContract[REFUSE] }),
  ).toEqual([]);
});
