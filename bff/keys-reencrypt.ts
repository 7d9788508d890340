import { createApp } from './app';
import { systemClock } from './clock';
import { createCipher } from './crypto';
import { reencrypt } from './crypto/reencrypt';
import { redisLimiters } from './http/limits';
import { createLog } from './log';
import { buildDeps } from './server';
import { readSettings } from './settings';
import { connectMongo } from './stores/mongo';
import { connectRedis } from './stores/redis';

/**
 * `npm run keys:reencrypt`: seals all personal data again with the first key of PERSONAL_DATA_KEYS and the algorithm
 * of PERSONAL_DATA_CIPHER. To be run once every process has the new ring; while the BFF serves; as often as one
 * likes. When it says that nothing was left, the old key can be taken out of the ring.
 * Exits with 1 when a value could not be opened by any key.
 */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.mongoUri || !settings.redisUrl) throw new Error('MONGODB_URI and REDIS_URL name the stores');
  const mongo = await connectMongo(settings.mongoUri, settings.storeTimeoutMs);
  const redis = await connectRedis(settings.redisUrl, settings.storeTimeoutMs);
  const log = createLog(settings.logLevel);
  const deps = buildDeps({ settings, clock: systemClock, log, mongo, redis, limiters: redisLimiters(redis) });
  const { models } = await createApp({ deps, web: null });
  const results = await reencrypt(models, createCipher(settings.personalData));
  for (const { collection, seen, renewed, broken } of results) {
    const left = broken > 0 ? `, ${broken} that no key opens` : '';
    process.stdout.write(`${collection}: ${renewed} of ${seen} sealed again${left}\n`);
  }
  if (results.some(({ broken }) => broken > 0)) process.exitCode = 1;
  redis.disconnect();
  await mongo.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
