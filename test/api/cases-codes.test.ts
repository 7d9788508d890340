import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode, ItemRow, StaffCase } from '../../shared/contract';
import { casesContract } from '../../shared/contract/cases';
import { staffCasesContract } from '../../shared/contract/staff-cases';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, inventCitizens, person, type SignedIn } from '../support/citizens';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

const DAY_SECONDS = 86_400;
const everything = ['window', 'reviewer', 'approver', 'dispatcher'] as const;
const seen = new SeenCodes();

let app: TestApp;
/** Sits at the window, reviews, decides and hands out, all by one person. */
let officer: StaffClient;
let slow: ItemRow;
let instant: ItemRow;

type Act = Extract<keyof typeof staffCasesContract, `POST /staff/cases/{id}/${string}`>;

/** The least that each act takes. */
const bodies: Record<Act, object> = {
  'POST /staff/cases/{id}/receive': {},
  'POST /staff/cases/{id}/record-papers': { received: [] },
  'POST /staff/cases/{id}/accept': {},
  'POST /staff/cases/{id}/decline': { reason: '不在本市', basis: '行政许可法第三十二条' },
  'POST /staff/cases/{id}/request-supplement': { reason: '缺照片', asked: [{ name: '照片', why: '没有交' }] },
  'POST /staff/cases/{id}/supplement': { received: [] },
  'POST /staff/cases/{id}/assign': { staffId: 'nobody' },
  'POST /staff/cases/{id}/start-review': {},
  'POST /staff/cases/{id}/review': { opinion: 'agree' },
  'POST /staff/cases/{id}/begin-special-step': { name: '没有的程序', reason: '看一看' },
  'POST /staff/cases/{id}/end-special-step': { outcome: '合格' },
  'POST /staff/cases/{id}/request-extension': { reason: '要核对外地记录' },
  'POST /staff/cases/{id}/approve-extension': {},
  'POST /staff/cases/{id}/refuse-extension': { reason: '来得及' },
  'POST /staff/cases/{id}/decide-approve': {},
  'POST /staff/cases/{id}/decide-refuse': { reason: '条件不够', basis: '办法第七条' },
  'POST /staff/cases/{id}/issue': {},
  'POST /staff/cases/{id}/make-ready': { how: 'window' },
  'POST /staff/cases/{id}/hand-over': {},
  'POST /staff/cases/{id}/finish-instant': {},
  'POST /staff/cases/{id}/withdraw': { reason: '本人要求撤回' },
};
const acts = Object.keys(bodies) as Act[];

const act = (id: string, name: Act, body: object = {}, by = officer) =>
  by.get(name, { params: { id }, body: { ...bodies[name], ...body } as never }) as Promise<StaffCase>;
const gives = (id: string, name: Act, code: ErrorCode, body: object = {}, by = officer) =>
  seen.gives(by, name, code, { params: { id }, body: { ...bodies[name], ...body } as never });

/** Taken in at the window with everything that is wanted, or with nothing. */
async function takenIn(item: ItemRow, complete = true): Promise<StaffCase> {
  const [citizen] = await inventCitizens(app, 1);
  if (!citizen) throw new Error('no citizen');
  const { materials } = await officer.get('GET /items/{code}', { params: { code: item.code } });
  const received = complete ? materials.map(({ id }) => id) : [];
  const applicant = { name: citizen.name, idNumber: citizen.idNumber };
  return officer.get('POST /staff/cases', { body: { itemCode: item.code, applicant, received } });
}

async function inReview(): Promise<string> {
  const { id } = await takenIn(slow);
  await act(id, 'POST /staff/cases/{id}/accept');
  await act(id, 'POST /staff/cases/{id}/start-review');
  return id;
}

/** A case of a citizen who can follow it in the app. */
async function ofCitizen(): Promise<{ citizen: SignedIn; id: string }> {
  const citizen = await person(app);
  const { name, idNumber } = citizen.citizen;
  const body = { itemCode: slow.code, applicant: { name, idNumber }, received: [] };
  const { id } = await officer.get('POST /staff/cases', { body });
  return { citizen, id };
}

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  officer = await staff(app, everything);
  const { items } = await officer.get('GET /items', { query: { venue: 'v530600', q: '许可' } });
  const all = [...items, ...(await officer.get('GET /items', { query: { venue: 'v530600' } })).items];
  const pick = async (kind: ItemRow['caseKind']) => {
    for (const item of all) {
      if (item.caseKind !== kind) continue;
      const guide = await officer.get('GET /items/{code}', { params: { code: item.code } });
      const wanted = guide.materials.some((each) => each.necessity === 'required' && each.waivedBy === null);
      if (wanted && guide.jointDepartments.length === 0) return item;
    }
    throw new Error(`no ${kind} item`);
  };
  slow = await pick('promised');
  instant = await pick('instant');
});
afterAll(() => app.stop());

describe('of every act', () => {
  it('unknown cases, old screens and states that do not know it', async () => {
    const { citizen, id } = await ofCitizen();
    const params = { id: 'nothing' };
    await seen.gives(officer, 'GET /staff/cases/{id}', 'NOT_FOUND', { params });
    await seen.gives(citizen, 'GET /cases/{id}', 'NOT_FOUND', { params });
    await seen.gives(citizen, 'POST /cases/{id}/withdraw', 'NOT_FOUND', { params, body: {} });
    for (const name of acts) {
      await gives('nothing', name, 'NOT_FOUND');
      await gives(id, name, 'CASE_CHANGED', { version: 99 });
    }
    const withdrawn = await citizen.get('POST /cases/{id}/withdraw', { params: { id }, body: {} });
    expect(withdrawn.state).toBe('withdrawn');
    await seen.gives(citizen, 'POST /cases/{id}/withdraw', 'CASE_STATE', { params: { id }, body: {} });
    const done = await takenIn(instant);
    await act(done.id, 'POST /staff/cases/{id}/finish-instant');
    for (const name of acts) await gives(name.endsWith('/finish-instant') ? done.id : id, name, 'CASE_STATE');
  });
});

describe('at the window', () => {
  it('what is missing, what is not done at once, what is not there', async () => {
    const [citizen] = await inventCitizens(app, 1);
    const applicant = { name: citizen?.name ?? '', idNumber: citizen?.idNumber ?? '' };
    const take = (itemCode: string, code: ErrorCode, finish: boolean) =>
      seen.gives(officer, 'POST /staff/cases', code, { body: { itemCode, applicant, received: [], finish } });
    await take('9'.repeat(31), 'NOT_FOUND', false);
    await take(slow.code, 'CASE_NOT_INSTANT', true);
    await take(instant.code, 'CASE_PAPERS_MISSING', true);
    const bare = await takenIn(slow, false);
    await gives(bare.id, 'POST /staff/cases/{id}/accept', 'CASE_PAPERS_MISSING');
    await gives(bare.id, 'POST /staff/cases/{id}/finish-instant', 'CASE_NOT_INSTANT');
    await gives(
      (await takenIn(instant, false)).id,
      'POST /staff/cases/{id}/finish-instant',
      'CASE_PAPERS_MISSING',
    );
    const wanted = bare.materials.find(({ status }) => status === 'missing');
    const asked = [{ materialId: wanted?.id, why: '没有交' }];
    await act(bare.id, 'POST /staff/cases/{id}/request-supplement', { asked });
    await gives(bare.id, 'POST /staff/cases/{id}/supplement', 'CASE_PAPERS_MISSING');
    await act(bare.id, 'POST /staff/cases/{id}/supplement', { received: [wanted?.id] });
    await gives(bare.id, 'POST /staff/cases/{id}/request-supplement', 'CASE_SUPPLEMENT_ONCE');
    await gives(bare.id, 'POST /staff/cases/{id}/assign', 'STAFF_UNKNOWN');
  });
});

describe('in the department', () => {
  it('one opinion a department, no step the guide lacks, nobody alone', async () => {
    const id = await inReview();
    await gives(id, 'POST /staff/cases/{id}/begin-special-step', 'CASE_NO_SUCH_STEP');
    await gives(id, 'POST /staff/cases/{id}/decide-approve', 'CASE_REVIEWS_OPEN');
    await gives(id, 'POST /staff/cases/{id}/decide-refuse', 'CASE_REVIEWS_OPEN');
    await act(id, 'POST /staff/cases/{id}/review');
    await gives(id, 'POST /staff/cases/{id}/review', 'CASE_REVIEWED');
    await gives(id, 'POST /staff/cases/{id}/decide-approve', 'CASE_SAME_OFFICER');
    await gives(id, 'POST /staff/cases/{id}/decide-refuse', 'CASE_SAME_OFFICER');
    await act(id, 'POST /staff/cases/{id}/request-extension');
    await gives(id, 'POST /staff/cases/{id}/request-extension', 'CASE_EXTENSION_ONCE');
    await gives(id, 'POST /staff/cases/{id}/approve-extension', 'CASE_SAME_OFFICER');
    await gives(id, 'POST /staff/cases/{id}/refuse-extension', 'CASE_SAME_OFFICER');
    const other = await staff(app, 'approver');
    expect((await act(id, 'POST /staff/cases/{id}/decide-approve', {}, other)).decision).toMatchObject({
      outcome: 'approved',
      by: other.member.name,
    });
  });

  it('no longer limit when the legal one is over', async () => {
    const [asked, silent] = [await inReview(), await inReview()];
    await act(asked, 'POST /staff/cases/{id}/request-extension');
    await advanceClock(app, 200 * DAY_SECONDS);
    const later = await staff(app, everything);
    await gives(asked, 'POST /staff/cases/{id}/approve-extension', 'CASE_LIMIT_OVER', {}, later);
    await gives(silent, 'POST /staff/cases/{id}/request-extension', 'CASE_LIMIT_OVER', {}, later);
  });
});

describe('what costs something', () => {
  it('is not handed over while its fee is owed, in one visit or in several', async () => {
    const { items } = await officer.get('GET /items', {
      query: { q: '临时居民身份证申领', county: '530600' },
    });
    const item = items.find(({ caseKind, feeWords }) => caseKind === 'instant' && feeWords !== '不收费');
    if (!item) throw new Error('no instant item with a fee');
    const [citizen] = await inventCitizens(app, 1);
    if (!citizen) throw new Error('no citizen');
    const clerk = await staff(app, everything);
    const { materials } = await clerk.get('GET /items/{code}', { params: { code: item.code } });
    const body = {
      itemCode: item.code,
      applicant: { name: citizen.name, idNumber: citizen.idNumber },
      received: materials.map(({ id }) => id),
    };
    await seen.gives(clerk, 'POST /staff/cases', 'CASE_FEE_OWED', { body: { ...body, finish: true } });
    const { id } = await clerk.get('POST /staff/cases', { body });
    await gives(id, 'POST /staff/cases/{id}/finish-instant', 'CASE_FEE_OWED', {}, clerk);
    for (const name of [
      'POST /staff/cases/{id}/accept',
      'POST /staff/cases/{id}/start-review',
      'POST /staff/cases/{id}/review',
    ] as const)
      await act(id, name, {}, clerk);
    const approver = await staff(app, everything);
    await act(id, 'POST /staff/cases/{id}/decide-approve', {}, approver);
    await act(id, 'POST /staff/cases/{id}/issue', {}, clerk);
    const ready = await act(id, 'POST /staff/cases/{id}/make-ready', {}, clerk);
    await gives(id, 'POST /staff/cases/{id}/hand-over', 'CASE_FEE_OWED', {}, clerk);
    await clerk.get('POST /staff/orders/{id}/settle', {
      params: { id: ready.fee?.orderId ?? '' },
      body: { how: 'paid-at-window', reference: 'No 00123' },
    });
    await app.deps.work.runAll();
    expect((await act(id, 'POST /staff/cases/{id}/hand-over', {}, clerk)).state).toBe('completed');
  });
});

it('every declared code was given', () => {
  expect(seen.missing(casesContract)).toEqual([]);
  expect(seen.missing(staffCasesContract)).toEqual([]);
});
