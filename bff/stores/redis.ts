import { Cluster, Redis, type RedisOptions } from 'ioredis';

/**
 * Connects to Redis by the form of its URL: `redis(s)://` one server, `redis+sentinel://host:port,…/name`,
 * `redis+cluster://host:port,…`. Commands fail at once while it is away; the connection comes back by itself.
 * @param timeoutMs milliseconds for connecting and for one command each
 * @param keyPrefix put before every key: several installations on one server
 */
export async function connectRedis(url: string, timeoutMs: number, keyPrefix = ''): Promise<Redis> {
  const options: RedisOptions = {
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    keyPrefix,
    lazyConnect: true,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  };
  const parsed = new URL(url.replace(/^redis\+(sentinel|cluster):/, 'redis:').replace(/,/g, '%2C'));
  const redis = url.startsWith('redis+') ? several(url, parsed, options) : new Redis(url, options);
  // Every failure reaches whoever sent the command; without a listener each lost connection would be printed.
  redis.on('error', () => undefined);
  await redis.connect();
  return redis;
}

function several(url: string, parsed: URL, options: RedisOptions): Redis {
  const nodes = decodeURIComponent(url.replace(/^[^/]+\/\/([^@/]*@)?/, '').split('/')[0] ?? '')
    .split(',')
    .map((node) => {
      const [host = '127.0.0.1', port = '6379'] = node.split(':');
      return { host, port: Number(port) };
    });
  const credentials = {
    ...(parsed.username && { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password && { password: decodeURIComponent(parsed.password) }),
  };
  if (url.startsWith('redis+sentinel:')) {
    const name = url.split('/')[3] || 'mymaster';
    return new Redis({ ...options, ...credentials, sentinels: nodes, name });
  }
  const { keyPrefix, lazyConnect, enableOfflineQueue, retryStrategy, ...perNode } = options;
  const cluster = new Cluster(nodes, {
    ...(keyPrefix && { keyPrefix }),
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: (times) => Math.min(times * 100, 2_000),
    redisOptions: { ...perNode, ...credentials },
  });
  // A Cluster answers the same commands; every multi-key one here keeps to one hash tag.
  return cluster as unknown as Redis;
}
