import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppProcess, startAppProcess } from './app-process';
import { startMongo } from './mongo';

export interface DeskProcesses {
  /** Starts one more; their clocks go alike, unless one is said to be seconds ahead. The first brings the sample. */
  start(env?: Record<string, string>, secondsAhead?: number): Promise<AppProcess>;
  /** Before the names of everything they keep in Redis. */
  prefix: string;
  stop(): Promise<void>;
}

/** BFF processes on one database, and on one Redis where REDIS_URL names one. @param at when their time begins */
export async function deskProcesses(at: Date): Promise<DeskProcesses> {
  const mongo = await startMongo();
  const dir = await mkdtemp(join(tmpdir(), 'one-stop-desk-'));
  const prefix = `t${randomBytes(6).toString('hex')}:`;
  const begun = Date.now();
  const started: AppProcess[] = [];
  return {
    prefix,
    async start(env = {}, secondsAhead = 0) {
      const one = await startAppProcess({
        MONGODB_URI: mongo.uri,
        DATA_DIR: join(dir, `process-${started.length}`),
        LOG_LEVEL: 'error',
        SAMPLE_DATA: started.length === 0 ? '1' : '0',
        TEST_REDIS_PREFIX: prefix,
        TEST_AT: new Date(at.getTime() + Date.now() - begun + secondsAhead * 1_000).toISOString(),
        NOTICE_MERGE_SECONDS: '0',
        STAFF_SCRYPT_LOG_N: '4',
        STAFF_SCRYPT_P: '1',
        ...env,
      });
      started.push(one);
      return one;
    },
    async stop() {
      await Promise.all(
        started.map(({ child, kill }) => child.exitCode === null && child.signalCode === null && kill()),
      );
      await mongo.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
