import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashPoints } from '../../bff/work/crash-points';
import { at } from '../../shared/domain/time';
import { startApp, type TestApp } from '../support/app';
import { type AppProcess, startAppProcess } from '../support/app-process';
import { codeFor } from '../support/citizens';
import { startMongo, type TestMongo } from '../support/mongo';
import { door, phoneOf, subscribe } from '../support/notices';
import { eventOf, outsideSystem, type SystemClient, type TakenIn, takenInCase } from '../support/systems';

/**
 * The web and the outside world live in this process and do no work after the answer; workers are processes of their own,
 * which are killed. All share one database (and Redis, where REDIS_URL names one).
 */
const PROGRESS = 'sandbox-case-progress';
const NINE = at('2026-11-24', '09:00');

let mongo: TestMongo;
let web: TestApp;
let system: SystemClient;
let dir: string;
const started: AppProcess[] = [];

beforeAll(async () => {
  mongo = await startMongo();
  dir = await mkdtemp(join(tmpdir(), 'one-stop-faults-'));
  web = await startApp({ at: NINE, dataDir: join(dir, 'web'), env: { MONGODB_URI: mongo.uri } });
  await web.deps.work.stop();
  system = await outsideSystem(web);
});
afterAll(async () => {
  for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
  await web.stop();
  await mongo.stop();
  await rm(dir, { recursive: true, force: true });
});

/** A worker whose clock is that many minutes ahead of the web's; it talks to the same WeChat as everyone. */
async function worker(minutes = 0, more: Record<string, string> = {}): Promise<AppProcess> {
  const { wechat } = web.deps.settings;
  const process_ = await startAppProcess({
    MONGODB_URI: mongo.uri,
    DATA_DIR: join(dir, `worker-${started.length}`),
    LOG_LEVEL: 'error',
    SAMPLE_DATA: '0',
    NOTICE_MERGE_SECONDS: '0',
    TEST_AT: new Date(web.clock.now().getTime() + minutes * 60_000).toISOString(),
    WECHAT_APPID: wechat.appId,
    WECHAT_SECRET: wechat.secret,
    WECHAT_BASE_URL: wechat.baseUrl,
    WECHAT_PUSH_TOKEN: wechat.push.token ?? '',
    WECHAT_TEMPLATES: JSON.stringify({ 'case-progress': PROGRESS }),
    ...more,
  });
  started.push(process_);
  return process_;
}

/** A case that a department accepts; whoever waits for it wants to hear on the phone. */
async function accepted(): Promise<TakenIn> {
  const taken = await takenInCase(web);
  for (let each = 0; each < 3; each += 1) await subscribe(web, taken.citizen, [PROGRESS], { push: false });
  await system.events([eventOf(web, taken.number, { action: 'accept' })]);
  return taken;
}

async function inboxOf({ citizen }: TakenIn) {
  const { token } = await citizen.get('POST /sessions', {
    body: { code: await codeFor(web, citizen.citizen) },
  });
  citizen.token = token;
  return (await citizen.get('GET /messages')).items;
}

/** What stands about a case in the inbox and on the phone. */
async function heardOf(taken: TakenIn) {
  const messages = await inboxOf(taken);
  const ways = messages.flatMap(({ deliveries }) => deliveries.filter(({ channel }) => channel === 'wechat'));
  return {
    messages: messages.length,
    phone: (await phoneOf(web, taken.citizen, 'wechat')).length,
    states: ways.map(({ state }) => state),
  };
}

const owed = () => web.deps.mongo.collection('cases').countDocuments({ outboxDue: { $exists: true } });
const isOver = (state: string) => ['sent', 'delivered', 'refused', 'failed'].includes(state);

/** Until a case's messages have all come to an end. */
async function settled(taken: TakenIn): Promise<void> {
  await expect
    .poll(
      async () => {
        const { messages, states } = await heardOf(taken);
        return messages > 0 && states.length === messages && states.every(isOver) && (await owed()) === 0;
      },
      { timeout: 60_000, interval: 300 },
    )
    .toBe(true);
}

describe('a worker that dies between the change and the message', () => {
  const steps = crashPoints.filter((point) => !point.startsWith('push:'));

  it('at every step in turn: nothing is lost and nothing arrives twice', async () => {
    const cases: TakenIn[] = [];
    for (const step of steps) {
      cases.push(await accepted());
      const victim = await worker(0, { FAULT_AT: step });
      if (victim.child.exitCode === null && victim.child.signalCode === null)
        await once(victim.child, 'exit');
      expect(victim.child.signalCode, `${step}\n${victim.output()}`).toBe('SIGKILL');
      // The next comes when the leases of this one have run out, and goes on where it ended.
      await web.clock.advance(3 * 60_000);
    }
    const last = await worker();
    const minutes = (count: number) => door(last, '/clock', { advance: count * 60 });
    for (let turn = 0; turn < 6; turn += 1) await minutes(15);
    for (const taken of cases) await settled(taken);
    for (const [turn, taken] of cases.entries()) {
      const { messages, phone, states } = await heardOf(taken);
      expect({ step: steps[turn], messages, phone }).toEqual({
        step: steps[turn],
        messages,
        phone: messages,
      });
      expect(
        states.every((state) => state === 'sent' || state === 'delivered'),
        steps[turn],
      ).toBe(true);
    }
    await last.stop();
    await web.clock.advance(2 * 3_600_000);
  }, 300_000);
});

describe('two workers', () => {
  it('on the same work: every message arrives once', async () => {
    const cases: TakenIn[] = [];
    for (let each = 0; each < 6; each += 1) cases.push(await accepted());
    const [a, b] = await Promise.all([worker(), worker()]);
    for (const taken of cases) await settled(taken);
    for (const taken of cases) {
      const { messages, phone } = await heardOf(taken);
      expect(phone).toBe(messages);
    }
    await Promise.all([a.stop(), b.stop()]);
  });

  it('one of which has a clock that was set back an hour: nothing is lost, nothing arrives twice', async () => {
    const before = await worker();
    const first = await accepted();
    await settled(first);
    await before.kill();
    const second = await accepted();
    const behind = await worker(-60);
    const right = await worker(1);
    await settled(second);
    for (const taken of [first, second]) {
      const { messages, phone } = await heardOf(taken);
      expect(phone).toBe(messages);
    }
    await Promise.all([behind.stop(), right.stop()]);
  });
});

describe('events of departments', () => {
  it('take effect once and their calls are good once, in whatever process they arrive and whatever Redis forgot', async () => {
    const other = await worker();
    const taken = await takenInCase(web);
    const events = [
      eventOf(web, taken.number, { action: 'accept' }),
      eventOf(web, taken.number, { action: 'start-review' }),
    ];
    const answers = await Promise.all(
      [web.api, other.api, web.api, other.api].map((api) => system.events(events, api)),
    );
    for (const { outcome } of answers.flat()) expect(['applied', 'repeated', 'kept']).toContain(outcome);
    const again = await system.events(events, other.api);
    expect(again.map(({ outcome }) => outcome)).toEqual(['repeated', 'repeated']);
    const seen = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    expect(seen.timeline).toHaveLength(3);

    const body = JSON.stringify({ events });
    const nonce = 'one-nonce-for-all-processes';
    const first = await system.send('POST /integration/cases', body, { nonce });
    expect(first.status).toBe(200);
    await web.deps.redis.flushdb();
    const second = await system.send('POST /integration/cases', body, { nonce }, other.api);
    expect(second.error?.code).toBe('SIGNATURE_REPLAYED');
    await other.stop();
  });

  it('that were stored by a process that died take effect by another', async () => {
    const taken = await takenInCase(web);
    const event = eventOf(web, taken.number, { action: 'accept' });
    await web.deps.mongo.collection('system_events').deleteMany({});
    await system.events([{ ...event, caseNumber: 'ZTC-20261124-DEADED' }]);
    // As it stands when the process died right after storing it.
    await web.deps.mongo
      .collection('system_events')
      .updateOne({ eventId: event.id }, { $set: { status: 'pending', code: null, why: null, tries: 0 } });
    await web.deps.mongo
      .collection<{ _id: string; caseId: string }>('case-numbers')
      .insertOne({ _id: 'ZTC-20261124-DEADED', caseId: taken.id });
    await web.deps.mongo
      .collection<{ _id: string }>('cases')
      .updateOne({ _id: taken.id }, { $set: { number: 'ZTC-20261124-DEADED' } });
    const other = await worker(5);
    await expect
      .poll(
        async () => (await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } })).state,
        { timeout: 40_000 },
      )
      .toBe('accepted');
    await other.stop();
  });
});
