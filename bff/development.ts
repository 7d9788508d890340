import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { MovableClock } from './clock';
import { createEmbeddedRedis, startEmbeddedMongo } from './embedded';
import { memoryLimiters, redisLimiters } from './http/limits';
import { createLog } from './log';
import { seedSample } from './sample';
import { authenticator, sampleStaff, seedStaff } from './sample/staff';
import { seedSystem } from './sample/system';
import { type Sandbox, startSandbox } from './sandbox';
import { type RunningServer, startServer } from './server';
import { readSettings } from './settings';
import { connectMongo } from './stores/mongo';
import { connectRedis } from './stores/redis';
import { crashAt } from './work/crash-points';

export interface DevelopmentOptions {
  env?: Record<string, string | undefined>;
  /** Told what is being done, for whoever waits. */
  progress?: (what: string) => void;
  /** How much sample data: all of it, or a city and two counties for tests. */
  sample?: 'full' | 'small';
  /** Put before every Redis key: tests that share a server. */
  redisPrefix?: string;
  clock?: MovableClock;
}

export interface DevelopmentServer extends RunningServer {
  clock: MovableClock;
  redis: Redis;
  /** Absent where every outside system has credentials. */
  sandbox: Sandbox | undefined;
}

/**
 * Starts everything in this process: embedded stores unless MONGODB_URI and REDIS_URL name real ones, the sandbox
 * unless credentials are set, and sample data. For development and tests.
 */
export async function startDevelopment(options: DevelopmentOptions = {}): Promise<DevelopmentServer> {
  const progress = options.progress ?? (() => undefined);
  const env = options.env ?? process.env;
  const settings = readSettings(env);
  // For tests that end this process at a step of sending; production never comes here.
  const faultAt = env.FAULT_AT;
  if (settings.production) throw new Error('Production is started with `npm run serve`');
  const log = createLog(settings.logLevel);
  const clock = options.clock ?? new MovableClock();
  mkdirSync(settings.dataDir, { recursive: true });

  const closers: (() => Promise<void>)[] = [];
  try {
    let mongoUri = settings.mongoUri;
    if (!mongoUri) {
      progress('opening the embedded database');
      const embedded = await startEmbeddedMongo({ dir: join(settings.dataDir, 'mongo') });
      closers.push(() => embedded.close());
      mongoUri = embedded.uri.replace('/?', '/one-stop?');
    }
    const mongo = await connectMongo(mongoUri, settings.storeTimeoutMs);
    const redis = settings.redisUrl
      ? await connectRedis(settings.redisUrl, settings.storeTimeoutMs, options.redisPrefix)
      : createEmbeddedRedis();
    const sandbox =
      settings.sandbox.wechat ||
      settings.sandbox.identity ||
      settings.sandbox.sms ||
      settings.sandbox.kuaidi100 ||
      settings.sandbox.pay
        ? await startSandbox({ clock, dataDir: settings.dataDir, log, settings })
        : undefined;
    if (sandbox) {
      closers.push(() => sandbox.close());
      if (settings.sandbox.wechat) settings.wechat.baseUrl = sandbox.wechatBaseUrl;
      if (settings.sandbox.identity) settings.identity.baseUrl = sandbox.identityBaseUrl;
      if (settings.sandbox.sms && settings.sms) settings.sms.baseUrl = sandbox.smsBaseUrl;
      if (settings.sandbox.pay) settings.pay = sandbox.pay;
      const { kuaidi100 } = settings.couriers;
      if (settings.sandbox.kuaidi100 && kuaidi100) kuaidi100.baseUrl = sandbox.kuaidi100BaseUrl;
    }
    const server = await startServer({
      settings,
      clock,
      log,
      mongo,
      redis,
      limiters: settings.redisUrl ? redisLimiters(redis) : memoryLimiters(),
      web: existsSync('dist/h5/index.html') ? 'dist/h5' : null,
      sandbox: sandbox?.middleware,
      reached: faultAt ? crashAt(faultAt, () => process.kill(process.pid, 'SIGKILL')) : undefined,
      prepare: async (deps) => {
        if (!settings.sampleData) return;
        progress('loading sample data');
        await seedSample(deps, { scale: options.sample ?? 'full' });
        await seedStaff(deps);
        await seedSystem(deps);
      },
    });
    const staffCodes = authenticator(server.deps);
    sandbox?.joinStaff({
      list: () => (settings.sampleData ? sampleStaff() : []),
      codeFor: staffCodes.codeFor,
    });
    if (settings.sandbox.pay && settings.pay) settings.pay.notifyBaseUrl = server.url;
    if (settings.sandbox.wechat) settings.safety.apiUrl ??= server.url;
    sandbox?.pushTo(`${server.url}/wechat/push`);
    sandbox?.trackTo(`${server.url}/couriers/kuaidi100/push`);
    clock.onMove(() => staffCodes.forgetFuture());
    clock.onMove(() => server.deps.work.runAll());
    const close = async () => {
      await server.close();
      for (const closer of closers.reverse()) await closer();
    };
    return { ...server, clock, redis, sandbox, close };
  } catch (error) {
    for (const closer of closers.reverse()) await closer();
    throw error;
  }
}
