import { existsSync } from 'node:fs';
import { systemClock } from './clock';
import { redisLimiters } from './http/limits';
import { createLog } from './log';
import { startServer } from './server';
import { readSettings, UnsafeSettings } from './settings';
import { stopOnSignal } from './signals';
import { connectMongo } from './stores/mongo';
import { connectRedis } from './stores/redis';

/**
 * Production: real stores, real gateways, nothing embedded, no sandbox, no sample data. Refuses to start with
 * settings that are missing or unsafe, naming all of them.
 */
async function main(): Promise<void> {
  const settings = readSettings({ ...process.env, NODE_ENV: 'production' });
  if (!settings.mongoUri || !settings.redisUrl)
    throw new UnsafeSettings(['MONGODB_URI and REDIS_URL: missing']);
  const log = createLog(settings.logLevel);
  const [mongo, redis] = await Promise.all([
    connectMongo(settings.mongoUri, settings.storeTimeoutMs),
    connectRedis(settings.redisUrl, settings.storeTimeoutMs),
  ]);
  const server = await startServer({
    settings,
    clock: systemClock,
    log,
    mongo,
    redis,
    limiters: redisLimiters(redis),
    web: existsSync('dist/h5/index.html') ? 'dist/h5' : null,
  });
  log.info({ url: server.url }, 'ready');
  stopOnSignal(() => server.close(), log);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
