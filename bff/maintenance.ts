import { createApp } from './app';
import { systemClock } from './clock';
import { createCipher } from './crypto';
import type { Deps } from './deps';
import { redisLimiters } from './http/limits';
import { createLog } from './log';
import { buildDeps } from './server';
import { readSettings } from './settings';
import type { AnyModel } from './stores/indexes';
import { connectMongo } from './stores/mongo';
import { connectRedis } from './stores/redis';

type WithDatabase = Pick<Deps, 'settings' | 'clock' | 'log' | 'mongo' | 'cipher'>;

/** Runs a command that needs the database alone, and ends the process: with 1 and the reason when it failed. */
export async function withDatabase(run: (deps: WithDatabase) => Promise<void>): Promise<void> {
  try {
    const settings = readSettings(process.env);
    if (!settings.mongoUri) throw new Error('MONGODB_URI names the database');
    const mongo = await connectMongo(settings.mongoUri, settings.storeTimeoutMs);
    const cipher = createCipher(settings.personalData);
    await run({ settings, clock: systemClock, log: createLog(settings.logLevel), mongo, cipher });
    await mongo.close();
    process.exit();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/**
 * Runs a command over the models of all features, with the stores that the environment names, and ends the process:
 * with 1 and the reason when it failed.
 * @param timeoutMs how long one operation may take; building an index takes longer than a citizen would wait
 */
export async function maintain(
  run: (models: AnyModel[], deps: Deps) => Promise<void>,
  timeoutMs?: number,
): Promise<void> {
  try {
    const settings = readSettings(process.env);
    if (!settings.mongoUri || !settings.redisUrl)
      throw new Error('MONGODB_URI and REDIS_URL name the stores');
    const mongo = await connectMongo(settings.mongoUri, timeoutMs ?? settings.storeTimeoutMs);
    const redis = await connectRedis(settings.redisUrl, settings.storeTimeoutMs);
    const log = createLog(settings.logLevel);
    const deps = buildDeps({
      settings,
      clock: systemClock,
      log,
      mongo,
      redis,
      limiters: redisLimiters(redis),
    });
    const { models } = await createApp({ deps, web: null });
    await run(models, deps);
    redis.disconnect();
    await mongo.close();
    process.exit();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
