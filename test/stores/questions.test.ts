import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../../bff/clock';
import { createEmbeddedRedis } from '../../bff/embedded';
import { createQuestions } from '../../bff/features/questions';
import type { QuestionDoc } from '../../bff/features/questions/model';
import type { QuestionNeeds } from '../../bff/features/questions/needs';
import type { ToCheck } from '../../bff/features/safety';
import { memoryLimiters } from '../../bff/http/limits';
import type { Caller, RequestContext, StaffCaller } from '../../bff/http/route';
import { createLog } from '../../bff/log';
import { buildDeps } from '../../bff/server';
import { readSettings } from '../../bff/settings';
import { createIndexes } from '../../bff/stores/indexes';
import { connectMongo } from '../../bff/stores/mongo';
import { createCalendar, type WorkingDayCalendar } from '../../shared/domain/calendar';
import { startMongo, type TestMongo } from '../support/mongo';

const HALL = 'v530600';
const OFFICE = '公安局';
const MOST = 6;

/** What the other features would say; tests change it. */
const world = {
  calendar: createCalendar([]) as WorkingDayCalendar,
  safetyAway: false,
  checked: [] as ToCheck[],
};

function needs(): QuestionNeeds {
  const venue = {
    id: HALL,
    name: '昭通市政务服务中心',
    level: 'city',
    county: '530600',
    phone: '0870-12345',
    address: { text: '' },
    windows: [{ id: 'w1', name: '1 号窗口', department: OFFICE }],
  };
  const item = {
    code: 'item',
    basicCode: 'basic',
    name: '居民身份证换领',
    department: OFFICE,
    venueId: HALL,
  };
  return {
    safety: {
      check: async (given: ToCheck) => {
        if (world.safetyAway) throw new Error('away');
        world.checked.push(given);
      },
      onVerdict: () => undefined,
    },
    venues: {
      venue: (id: string) => (id === HALL ? venue : null),
      all: () => [venue],
      get calendar() {
        return world.calendar;
      },
    },
    catalogue: {
      findItem: (code: string) =>
        code === 'item' ? { ...item, county: '530600', keywords: ['身份证'] } : null,
      caseItem: async () => null,
      joinAnswers: () => undefined,
      onChange: () => undefined,
    },
    people: {
      maskedName: async () => null,
      maskedNames: async () => new Map(),
      fullName: async () => null,
    },
    staff: { staffIn: async () => ['head-1', 'head-2'] },
    evaluations: { ratingOf: async () => ({ evaluationId: null, canEvaluate: false }) },
  } as unknown as QuestionNeeds;
}

let server: TestMongo;
const closers: (() => Promise<void>)[] = [];
const clock = new MovableClock({ now: () => new Date('2026-11-24T09:00:00+08:00') });

/** The feature with connections of its own: another process as far as the store can tell. */
async function process() {
  const mongo = await connectMongo(server.uri, 20_000);
  const redis = createEmbeddedRedis({ context: randomUUID() });
  closers.push(async () => {
    redis.disconnect();
    await mongo.close();
  });
  const settings = readSettings({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    QUESTIONS_PER_DAY: String(MOST),
  });
  const deps = buildDeps({
    settings,
    clock,
    log: createLog('silent'),
    mongo,
    redis,
    limiters: memoryLimiters(),
    reached: () => undefined,
  });
  const questions = createQuestions({ ...deps, ...needs() });
  return { questions, work: deps.work, docs: mongo.collection<QuestionDoc>('questions') };
}

let one: Awaited<ReturnType<typeof process>>;
let two: Awaited<ReturnType<typeof process>>;
beforeAll(async () => {
  server = await startMongo();
  one = await process();
  two = await process();
  await createIndexes(one.questions.models);
}, 60_000);
afterAll(async () => {
  for (const close of closers) await close();
  await server.stop();
}, 60_000);
beforeEach(async () => {
  await one.docs.deleteMany({});
  Object.assign(world, { calendar: createCalendar([]), safetyAway: false, checked: [] });
});

type Process = typeof one;
const context = (): RequestContext => ({
  requestId: randomUUID(),
  now: clock.now(),
  address: '',
  userAgent: '',
  operationId: randomUUID(),
});
const caller = (personId = 'p1'): Caller => ({ sessionId: 's', accountId: `a-${personId}`, personId });
const officer: StaffCaller = {
  sessionId: 's',
  staffId: 'officer',
  number: 'A001',
  name: '示例',
  roles: ['reviewer'],
  venueId: HALL,
  department: OFFICE,
  windowId: null,
  window: null,
};

type Detail = { id: string; state: string };
const ask = async ({ questions }: Process, words = '要带什么材料？', who = caller()) =>
  (await questions.routes['POST /questions']({
    params: undefined,
    query: undefined,
    body: { words, itemCode: 'item' },
    context: context(),
    caller: who,
  })) as Detail;
const answer = ({ questions }: Process, id: string, publishAs: string | null = null) =>
  questions.routes['POST /staff/questions/{id}/answer']({
    params: { id },
    query: undefined,
    body: { words: '带身份证原件。', publishAs, version: undefined },
    context: context(),
    caller: officer,
  });
const withdraw = ({ questions }: Process, id: string) =>
  questions.routes['POST /questions/{id}/withdraw']({
    params: { id },
    query: undefined,
    body: undefined,
    context: context(),
    caller: caller(),
  });
const found = async ({ questions }: Process, words: string) =>
  (await questions.search(words, 3)).map(({ id }) => id);
const docOf = async (id: string) => (await one.docs.findOne({ _id: id })) as QuestionDoc;

it('a question stands while content security is away, and reaches it once it is back', async () => {
  world.safetyAway = true;
  const { id } = await ask(one);
  expect(await docOf(id)).toMatchObject({ state: 'asked', safety: 'waiting', safetyDue: clock.now() });
  await one.work.runAll();
  expect(world.checked).toEqual([]);
  world.safetyAway = false;
  await Promise.all([one.work.runAll(), two.work.runAll()]);
  // Two processes may both hand it over: it is known by its key.
  expect(new Set(world.checked.map(({ key }) => key))).toEqual(new Set([`question ${id} words`]));
  expect(world.checked[0]).toMatchObject({ words: '要带什么材料？', accountId: 'a-p1', pictures: [] });
  expect((await docOf(id)).safetyDue).toBeUndefined();
});

it('takes so many of one person on a day from all processes together', async () => {
  const asked = await Promise.allSettled(
    Array.from({ length: 3 * MOST }, (_, index) => ask(index % 2 ? one : two, `第 ${index} 个问题`)),
  );
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST);
  const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
  expect(new Set(refused)).toEqual(new Set(['QUESTIONS_TOO_MANY']));
  expect((await ask(two, '另一个人的问题', caller('p2'))).state).toBe('asked');
});

it('is answered or withdrawn, never both, whoever comes first', async () => {
  for (let round = 0; round < MOST; round += 1) {
    const { id } = await ask(one);
    const [answered, withdrawn] = await Promise.allSettled([answer(one, id), withdraw(two, id)]);
    const done = [answered, withdrawn].filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(1);
    const doc = await docOf(id);
    expect(doc.state).toBe(answered?.status === 'fulfilled' ? 'answered' : 'closed');
    expect(doc.outbox?.length ?? 0).toBe(doc.state === 'answered' ? 1 : 0);
  }
});

it('tells each supervisor once that it is late, from however many processes', async () => {
  const { id } = await ask(one);
  await one.docs.updateOne({ _id: id }, { $set: { dueBy: clock.now(), overdueDue: clock.now() } });
  for (let turn = 0; turn < 3; turn += 1) await Promise.all([one.work.runAll(), two.work.runAll()]);
  const { outbox, overdueDue } = await docOf(id);
  expect(outbox?.map(({ to }) => to.staffId).sort()).toEqual(['head-1', 'head-2']);
  expect(overdueDue).toBeUndefined();
});

it('publishes to every process, also when the one that published died before it could say so', async () => {
  const { id } = await ask(one);
  await answer(one, id, '换身份证带什么？');
  expect(await found(one, '身份证 带什么')).toEqual([id]);
  await two.work.runAll();
  expect(await found(two, '身份证 带什么')).toEqual([id]);
  // Taken back by a process that died in between.
  await one.docs.updateOne(
    { _id: id },
    { $set: { published: null, indexDue: clock.now() }, $unset: { publishedAt: '' } },
  );
  await two.work.runAll();
  await one.work.runAll();
  expect(await found(one, '身份证 带什么')).toEqual([]);
  expect(await found(two, '身份证 带什么')).toEqual([]);
  expect((await docOf(id)).indexDue).toBeUndefined();
});

it('counts its deadline anew when holidays are announced, and leaves alone what is over', async () => {
  const [open, over] = [await ask(one), await ask(one)];
  await answer(one, over.id);
  const before = await docOf(open.id);
  expect(before).toMatchObject({ provisional: true, dueBy: new Date('2026-12-02T00:00:00+08:00') });
  world.calendar = createCalendar([{ year: 2026, off: { '11-26': '示例节', '11-27': '示例节' }, work: [] }]);
  await Promise.all([one.questions.recomputeDeadlines(), two.questions.recomputeDeadlines()]);
  const later = new Date('2026-12-04T00:00:00+08:00');
  expect(await docOf(open.id)).toMatchObject({ provisional: false, dueBy: later, overdueDue: later });
  expect((await docOf(over.id)).dueBy).toEqual(before.dueBy);
});

it('hands over what can be rated in order, one after the other of the same moment, and counts what was asked', async () => {
  const ids: string[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    const { id } = await ask(one);
    await answer(one, id);
    ids.push(id);
  }
  await ask(one);
  const { services } = one.questions;
  const read: string[] = [];
  for (let after = { at: new Date(0), id: '' }; ; ) {
    const next = await services.endedSince(after, 3);
    const last = next.at(-1);
    if (!last) break;
    read.push(...next.map(({ id }) => id));
    after = { at: last.endedAt, id: last.id };
  }
  expect(read).toEqual([...ids].sort());
  expect(await services.find?.(ids[0] ?? '')).toMatchObject({ staffId: 'officer', personId: 'p1' });
  const day = 86_400_000;
  const from = new Date(clock.now().getTime() - day);
  const to = new Date(clock.now().getTime() + day);
  expect(await one.questions.figures(from, to)).toEqual({ asked: 5, answered: 4, answeredInTime: 4 });
  expect(await one.questions.figures(to, to)).toEqual({ asked: 0, answered: 0, answeredInTime: 0 });
});
