import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../bff/clock';
import { type DevelopmentServer, startDevelopment } from '../../bff/development';

export interface TestApp extends DevelopmentServer {
  /** `http://127.0.0.1:PORT/api/v1` */
  api: string;
  /** Stops everything and removes what it stored. */
  stop(): Promise<void>;
}

export interface TestAppOptions {
  /** Environment variables on top of the test's own. */
  env?: Record<string, string>;
  /** The instant at which the app's clock begins; it runs on from there. Default: now. */
  at?: Date;
  /** `full` has the counts of the founding document and takes longer. */
  sample?: 'full' | 'small';
  /** Keeps the data of an earlier app. */
  dataDir?: string;
}

/**
 * The whole product on a free port: embedded stores, or those that MONGODB_URI and REDIS_URL name, in a database
 * and under keys of its own.
 */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'one-stop-')));
  const tag = `t${randomBytes(6).toString('hex')}`;
  const { MONGODB_URI, REDIS_URL } = process.env;
  const clock = new MovableClock(options.at ? startingAt(options.at) : undefined);
  const server = await startDevelopment({
    clock,
    sample: options.sample ?? 'small',
    redisPrefix: `${tag}:`,
    env: {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
      DATA_DIR: dataDir,
      // Tests move time faster than an outside system rests.
      GATEWAY_RESTS_AFTER: '1000',
      // Passwords of tests are nobody's.
      STAFF_SCRYPT_LOG_N: '4',
      STAFF_SCRYPT_P: '1',
      ...(MONGODB_URI && { MONGODB_URI: databaseOf(MONGODB_URI, tag) }),
      ...(REDIS_URL && { REDIS_URL }),
      ...options.env,
    },
  });
  return {
    ...server,
    api: `${server.url}/api/v1`,
    stop: async () => {
      if (MONGODB_URI && !options.dataDir) await server.deps.mongo.dropDatabase().catch(() => undefined);
      await server.close();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function startingAt(at: Date) {
  const offset = at.getTime() - Date.now();
  return { now: () => new Date(Date.now() + offset) };
}

function databaseOf(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.toString();
}
