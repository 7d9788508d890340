import { startDevelopment } from '../../bff/development';
import { stopOnSignal } from '../../bff/signals';

const server = await startDevelopment({
  sample: 'small',
  redisPrefix: process.env.TEST_REDIS_PREFIX,
  env: { NODE_ENV: 'test', PORT: '0', ...process.env },
});
stopOnSignal(() => server.close());
process.send?.({ url: server.url });
