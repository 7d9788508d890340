import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { at } from '../../shared/domain/time';
import { startApp, type TestApp } from './app';
import { type AppProcess, startAppProcess } from './app-process';
import { codeFor, type SignedIn } from './citizens';
import { startMongo } from './mongo';
import { door, phoneOf, subscribe } from './notices';
import { eventOf, outsideSystem, type SystemClient, type TakenIn, takenInCase } from './systems';

/** The template of everything that is told of a case's progress. */
export const PROGRESS = 'sandbox-case-progress';

/** What stands about a case in the inbox and on the phone. */
export interface Heard {
  kinds: string[];
  /** Messages on the phone. */
  phone: number;
  /** Different ones of them. */
  different: number;
  /** How far each message came on its way to the phone. */
  states: string[];
}

/**
 * One product in several processes. The test's own holds the outside world and one web process of which the jobs do not
 * run; the others are workers and web processes that can be killed. All share one database, and Redis where REDIS_URL
 * names one. Time is the hub's: processes take it over whenever they are told to work.
 */
export interface NoticeProcesses {
  hub: TestApp;
  system: SystemClient;
  /** A process that does its jobs when told, or by its timers with TEST_JOBS empty. */
  start(env?: Record<string, string | undefined>): Promise<AppProcess>;
  /** A process that answers requests and does no jobs. */
  web(env?: Record<string, string>): Promise<AppProcess>;
  /** Lets a worker do what is due, by the hub's clock or so many minutes off. */
  work(worker: AppProcess, minutesOff?: number): Promise<'done' | 'gone'>;
  /** Moves everybody's time. @param minutes ≥ 0 */
  pass(minutes: number, ...workers: AppProcess[]): Promise<void>;
  /** A case that a department accepts; whoever waits for it wants to hear on the phone. Owes two messages. */
  accepted(): Promise<TakenIn>;
  /** A case that was taken in and whose citizen has consents left. Owes one message. */
  takenIn(): Promise<TakenIn>;
  heard(taken: { citizen: SignedIn }): Promise<Heard>;
  /** Waits until WeChat's word about every message on a phone is stored. */
  wordsStored(): Promise<void>;
  /** The consents that are left: by our ledger and by WeChat's. */
  consents(citizen: SignedIn): Promise<{ ours: number; theirs: number }>;
  stop(): Promise<void>;
}

const CONSENTS = 3;
const DAY_MS = 86_400_000;

export async function startNoticeProcesses(): Promise<NoticeProcesses> {
  const mongo = await startMongo();
  const dir = await mkdtemp(join(tmpdir(), 'one-stop-faults-'));
  const hub = await startApp({
    at: at('2026-11-24', '08:00'),
    dataDir: join(dir, 'hub'),
    env: { MONGODB_URI: mongo.uri },
  });
  await hub.deps.work.stop();
  const system = await outsideSystem(hub);
  const started: AppProcess[] = [];
  let folders = 0;

  const start = async (env: Record<string, string | undefined> = {}) => {
    const { wechat, sms } = hub.deps.settings;
    folders += 1;
    const given: Record<string, string | undefined> = {
      MONGODB_URI: mongo.uri,
      DATA_DIR: join(dir, `process-${folders}`),
      LOG_LEVEL: 'error',
      SAMPLE_DATA: '0',
      NOTICE_MERGE_SECONDS: '0',
      STAFF_SCRYPT_LOG_N: '4',
      STAFF_SCRYPT_P: '1',
      // A busy machine is not a store or a WeChat that hangs.
      GATEWAY_TIMEOUT_MS: '20000',
      STORE_TIMEOUT_MS: '20000',
      TEST_AT: hub.clock.now().toISOString(),
      TEST_JOBS: 'told',
      TEST_REDIS_PREFIX: hub.redis.options.keyPrefix,
      WECHAT_APPID: wechat.appId,
      WECHAT_SECRET: wechat.secret,
      WECHAT_BASE_URL: wechat.baseUrl,
      WECHAT_PUSH_TOKEN: wechat.push.token ?? '',
      WECHAT_TEMPLATES: JSON.stringify({ 'case-progress': PROGRESS }),
      SMS_SECRET_ID: sms?.secretId,
      SMS_SECRET_KEY: sms?.secretKey,
      SMS_APP_ID: sms?.appId,
      SMS_SIGN_NAME: sms?.signName,
      SMS_BASE_URL: sms?.baseUrl,
      SMS_TEMPLATES: JSON.stringify(sms?.templates),
      ...env,
    };
    const present = Object.entries(given).filter(([, value]) => value !== undefined);
    const process_ = await startAppProcess(Object.fromEntries(present) as Record<string, string>);
    started.push(process_);
    return process_;
  };

  const work = (worker: AppProcess, minutesOff = 0) =>
    worker.tell({ at: new Date(hub.clock.now().getTime() + minutesOff * 60_000).toISOString() });

  const takenIn = async () => {
    const taken = await takenInCase(hub);
    for (let each = 0; each < CONSENTS; each += 1)
      await subscribe(hub, taken.citizen, [PROGRESS], { push: false });
    return taken;
  };

  return {
    hub,
    system,
    start,
    web: (env) => start({ TEST_JOBS: 'never', ...env }),
    work,
    async pass(minutes, ...workers) {
      await hub.clock.advance(minutes * 60_000);
      for (const worker of workers) await work(worker);
    },
    takenIn,
    async accepted() {
      const taken = await takenIn();
      await system.events([eventOf(hub, taken.number, { action: 'accept' })]);
      return taken;
    },
    async heard({ citizen }) {
      // The session may be older than sessions live.
      const { token } = await citizen.get('POST /sessions', {
        body: { code: await codeFor(hub, citizen.citizen) },
      });
      citizen.token = token;
      const { items } = await citizen.get('GET /messages');
      const ways = items.flatMap(({ deliveries }) =>
        deliveries.filter(({ channel }) => channel === 'wechat'),
      );
      const shown = await phoneOf(hub, citizen, 'wechat');
      return {
        kinds: items.map(({ kind }) => kind).sort(),
        phone: shown.length,
        different: new Set(shown.map(({ data }) => JSON.stringify(data))).size,
        states: ways.map(({ state }) => state),
      };
    },
    async wordsStored() {
      const pushes = hub.deps.mongo.collection('wechat_pushes');
      // What is older is forgotten again.
      const since = hub.clock.now().getTime() - DAY_MS;
      const missing = async () => {
        const { messages } = (await door(hub, '/messages?channel=wechat', undefined, 'GET')) as {
          messages: { id: string; at: string }[];
        };
        const stored = await pushes.find({ event: 'subscribe_msg_sent_event' }).toArray();
        const told = new Set(
          stored.flatMap(({ list }) => (list as { msgId: string }[]).map(({ msgId }) => msgId)),
        );
        return messages.filter(({ id, at: when }) => Date.parse(when) > since && !told.has(id));
      };
      await expect.poll(missing, { timeout: 60_000, interval: 20 }).toEqual([]);
    },
    async consents(citizen) {
      const { id } = await citizen.get('GET /me');
      const kept = await hub.deps.mongo.collection('subscription_consents').findOne({ accountId: id });
      const { left } = (await door(
        hub,
        `/citizens/${citizen.citizen.id}/subscriptions/${PROGRESS}`,
        undefined,
        'GET',
      )) as { left: number };
      return { ours: Number(kept?.count), theirs: left };
    },
    async stop() {
      for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
      await hub.stop();
      await mongo.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Starts each only when the one before it is asked for: there is always one ready, and never many. */
export function oneAhead<T>(makers: readonly (() => Promise<T>)[]): () => Promise<T> {
  let asked = 0;
  const begin = (index: number) => {
    const made = makers[index]?.();
    // Reported when it is asked for.
    made?.catch(() => undefined);
    return made;
  };
  let next = begin(0);
  return () => {
    const now = next;
    asked += 1;
    next = begin(asked);
    if (!now) throw new Error('more were asked for than there are');
    return now;
  };
}

/** The two messages of a case that a department accepted, each on the phone once. */
export function heardOnce({ kinds, phone, different, states }: Heard): void {
  expect({ kinds, phone, different }).toEqual({
    kinds: ['case-accepted', 'case-received'],
    phone: 2,
    different: 2,
  });
  expect(states.every((state) => state === 'sent' || state === 'delivered')).toBe(true);
}
