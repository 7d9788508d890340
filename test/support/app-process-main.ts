import { MovableClock } from '../../bff/clock';
import { startDevelopment } from '../../bff/development';
import { stopOnSignal } from '../../bff/signals';

/** TEST_AT: the instant at which this process's clock begins, as if it had been set so. */
const { TEST_AT } = process.env;
const offset = TEST_AT === undefined ? 0 : Date.parse(TEST_AT) - Date.now();

const server = await startDevelopment({
  clock: new MovableClock({ now: () => new Date(Date.now() + offset) }),
  sample: 'small',
  redisPrefix: process.env.TEST_REDIS_PREFIX,
  env: { NODE_ENV: 'test', PORT: '0', ...process.env },
});
stopOnSignal(() => server.close());
process.send?.({ url: server.url });
