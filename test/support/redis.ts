import type { Redis } from 'ioredis';

/** Forgets everything under this connection's prefix, as a Redis that was emptied would; others on the server keep theirs. */
export async function emptyRedis(redis: Redis): Promise<void> {
  const prefix = redis.options.keyPrefix ?? '';
  const keys = await redis.keys(`${prefix}*`);
  if (keys.length > 0) await redis.del(keys.map((key) => key.slice(prefix.length)));
}
