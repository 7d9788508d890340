import { createApp } from './app';
import { systemClock } from './clock';
import { redisLimiters } from './http/limits';
import { createLog } from './log';
import { buildDeps } from './server';
import { readSettings } from './settings';
import { createIndexes, missingIndexes } from './stores/indexes';
import { connectMongo } from './stores/mongo';
import { connectRedis } from './stores/redis';

/** `npm run db:indexes`: creates every collection and index the features declare. Safe to repeat. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.mongoUri || !settings.redisUrl) throw new Error('MONGODB_URI and REDIS_URL name the stores');
  // Building an index over many documents takes longer than a citizen should wait.
  const mongo = await connectMongo(settings.mongoUri, 600_000);
  const redis = await connectRedis(settings.redisUrl, settings.storeTimeoutMs);
  const log = createLog(settings.logLevel);
  const deps = buildDeps({ settings, clock: systemClock, log, mongo, redis, limiters: redisLimiters(redis) });
  const { models } = await createApp({ deps, web: null });
  const missing = await missingIndexes(models).catch(() => []);
  await createIndexes(models);
  process.stdout.write(
    missing.length > 0 ? `Created:\n${missing.map((m) => `  ${m}\n`).join('')}` : 'All indexes are there.\n',
  );
  redis.disconnect();
  await mongo.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
