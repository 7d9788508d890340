import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from 'mongoose';
import type { DeliveryDoc } from '../../bff/features/delivery/model';
import { at } from '../../shared/domain/time';
import { startApp, type TestApp } from './app';
import { type AppProcess, startAppProcess } from './app-process';
import { startMongo } from './mongo';
import { actOn } from './parcel-acts';
import { parcelAt } from './parcels';
import { askSandbox, parcelSettings, parcelsOf, type SandboxParcel } from './sandbox-parcels';
import { staff } from './staff';

/**
 * One product in several processes that order parcels. The test's own holds the carriers and one web process of which the
 * jobs do not run; the others share its database, and their time is the hub's whenever they are told to work.
 */
export interface CourierProcesses {
  hub: TestApp;
  /** A process that does its jobs when told. */
  start(env?: Record<string, string>): Promise<AppProcess>;
  /** A process that answers requests and does no jobs. */
  web(env?: Record<string, string>): Promise<AppProcess>;
  work(worker: AppProcess): Promise<'done' | 'gone'>;
  /** Moves everybody's time step by step, and lets a worker do what is due at each. */
  pass(minutes: readonly number[], worker: AppProcess): Promise<void>;
  /** A parcel that is to be ordered now. */
  toOrder(): Promise<DeliveryDoc>;
  /** A clerk lets it wait at the window. */
  toWindow(doc: DeliveryDoc): Promise<void>;
  docOf(doc: Pick<DeliveryDoc, '_id'>): Promise<DeliveryDoc>;
  /** What the carriers have of it. */
  atCarrier(doc: Pick<DeliveryDoc, '_id'>): Promise<SandboxParcel[]>;
  /** Does something of which nobody is told. */
  silently(what: () => Promise<void>): Promise<void>;
  /** Who is told from now on. */
  pushTo(process: { url: string }): void;
  fail(target: string, kind: string, value?: number, times?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startCourierProcesses(): Promise<CourierProcesses> {
  const mongo = await startMongo();
  const dir = await mkdtemp(join(tmpdir(), 'one-stop-faults-'));
  const hub = await startApp({
    at: at('2026-11-24', '09:00'),
    dataDir: join(dir, 'hub'),
    env: { MONGODB_URI: mongo.uri },
  });
  await hub.deps.work.stop();
  await parcelSettings(hub, { moves: false });
  const deliveries = hub.deps.mongo.model('Parcel') as unknown as Model<DeliveryDoc>;
  const started: AppProcess[] = [];

  const start = async (env: Record<string, string> = {}) => {
    const { wechat, couriers } = hub.deps.settings;
    const { kuaidi100, express } = couriers;
    if (!kuaidi100 || !express) throw new Error('the sandbox plays both');
    const process_ = await startAppProcess({
      MONGODB_URI: mongo.uri,
      DATA_DIR: join(dir, `process-${started.length + 1}`),
      LOG_LEVEL: 'error',
      SAMPLE_DATA: '0',
      STAFF_SCRYPT_LOG_N: '4',
      STAFF_SCRYPT_P: '1',
      // A busy machine is not a store or a carrier that hangs.
      GATEWAY_TIMEOUT_MS: '20000',
      // Time is moved faster than an outside system rests.
      GATEWAY_RESTS_AFTER: '1000',
      STORE_TIMEOUT_MS: '20000',
      TEST_AT: hub.clock.now().toISOString(),
      TEST_JOBS: 'told',
      TEST_REDIS_PREFIX: hub.redis.options.keyPrefix ?? '',
      WECHAT_APPID: wechat.appId,
      WECHAT_SECRET: wechat.secret,
      WECHAT_BASE_URL: wechat.baseUrl,
      WECHAT_PUSH_TOKEN: wechat.push.token ?? '',
      WECHAT_PUSH_AES_KEY: wechat.push.aesKey ?? '',
      EXPRESS_CARRIERS: JSON.stringify(express.accounts),
      KUAIDI100_KEY: kuaidi100.key,
      KUAIDI100_SALT: kuaidi100.salt,
      KUAIDI100_BASE_URL: kuaidi100.baseUrl,
      ...env,
    });
    started.push(process_);
    return process_;
  };
  const work = (worker: AppProcess) => worker.tell({ at: hub.clock.now().toISOString() });

  return {
    hub,
    start,
    web: (env) => start({ TEST_JOBS: 'never', ...env }),
    work,
    async pass(minutes, worker) {
      for (const each of minutes) {
        await hub.clock.advance(each * 60_000);
        await work(worker);
      }
    },
    toOrder: () =>
      parcelAt(hub, { state: 'to-order', waybill: null, carrier: null, orderDue: hub.clock.now() }),
    async toWindow({ _id }) {
      // A session may be older than sessions live.
      await actOn(await staff(hub, 'window'), _id, 'switch-to-window', { reason: '本人要来领' });
    },
    async docOf({ _id }) {
      const found = await deliveries.findById(_id).lean<DeliveryDoc>();
      if (!found) throw new Error('the parcel is gone');
      return found;
    },
    atCarrier: async ({ _id }) =>
      (await parcelsOf(hub)).filter(({ orderId }) => orderId.startsWith(`${_id}-`)),
    async silently(what) {
      await parcelSettings(hub, { pushes: false });
      await what();
      await parcelSettings(hub, { pushes: true });
    },
    pushTo({ url }) {
      hub.sandbox?.pushTo(`${url}/wechat/push`);
      hub.sandbox?.trackTo(`${url}/couriers/kuaidi100/push`);
    },
    async fail(target, kind, value, times) {
      await askSandbox('POST', hub, '/faults', { target, kind, value, times });
    },
    async stop() {
      for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
      await hub.stop();
      await mongo.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
