import type { Redis } from 'ioredis';
import RedisMock from 'ioredis-mock';

let contexts = 0;

/**
 * A Redis in memory, with the interface of ioredis, for development and tests. Instances of one `context` share their
 * data and channels, as clients of one server do; without a context an instance has its own. `duplicate()` gives
 * another client of the same context, for pub/sub. Throws in production.
 */
export function createEmbeddedRedis({ context }: { context?: string } = {}): Redis {
  if (process.env.NODE_ENV === 'production') {
    throw new Error('The embedded Redis is for development and tests: set REDIS_URL in production');
  }
  contexts += 1;
  return new RedisMock({ host: context ?? `embedded-${contexts}` }) as Redis;
}
