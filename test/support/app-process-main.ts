import { MovableClock } from '../../bff/clock';
import { startDevelopment } from '../../bff/development';
import { stopOnSignal } from '../../bff/signals';
import { Work } from '../../bff/work';
import type { Told } from './app-process';
import { emptyRedis } from './redis';

/**
 * TEST_AT: the instant at which this process's clock begins, as if it had been set so. TEST_JOBS: `told` runs the jobs
 * only when told to, `never` not at all; else they run by their timers.
 */
const { TEST_AT, TEST_JOBS } = process.env;
const offset = TEST_AT === undefined ? 0 : Date.parse(TEST_AT) - Date.now();

if (TEST_JOBS !== undefined) Work.prototype.start = () => undefined;
const server = await startDevelopment({
  clock: new MovableClock({ now: () => new Date(Date.now() + offset) }),
  sample: 'small',
  redisPrefix: process.env.TEST_REDIS_PREFIX,
  env: { NODE_ENV: 'test', PORT: '0', ...process.env },
});
if (TEST_JOBS === 'never') await server.deps.work.stop();
stopOnSignal(() => server.close());
process.on('message', async ({ id, at, forget }: Told) => {
  if (forget) await emptyRedis(server.redis);
  if (at !== undefined) await server.clock.advance(Date.parse(at) - server.clock.now().getTime());
  process.send?.({ did: id });
});
process.send?.({ url: server.url });
