import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEmbeddedRedis } from '../../bff/embedded';

describe('embedded Redis', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is apart from every other, and one for the clients of a context', async () => {
    const [a, b] = [createEmbeddedRedis(), createEmbeddedRedis()];
    const [one, two] = [
      createEmbeddedRedis({ context: 'shared' }),
      createEmbeddedRedis({ context: 'shared' }),
    ];
    await a.set('k', 'a');
    await one.set('k', 'shared');
    expect([await b.get('k'), await two.get('k'), await a.duplicate().get('k')]).toEqual([
      null,
      'shared',
      'a',
    ]);
    expect(await one.set('k', 'again', 'EX', 10, 'NX')).toBeNull();
    for (const client of [a, b, one, two]) client.disconnect();
  });

  it('publishes to duplicates', async () => {
    const client = createEmbeddedRedis();
    const subscriber = client.duplicate();
    const heard = new Promise((resolve) =>
      subscriber.once('message', (channel, message) => resolve([channel, message])),
    );
    await subscriber.subscribe('hall');
    await client.publish('hall', 'A001');
    expect(await heard).toEqual(['hall', 'A001']);
    const elsewhere = createEmbeddedRedis();
    expect(await elsewhere.publish('hall', 'A002')).toBe(0);
  });

  it('runs scripts', async () => {
    const client = createEmbeddedRedis();
    expect(await client.eval("return redis.call('incrby', KEYS[1], ARGV[1])", 1, 'n', '5')).toBe(5);
  });

  it('stays shut in production', () => {
    vi.stubEnv('NODE_ENV', 'production');
    expect(() => createEmbeddedRedis()).toThrow('REDIS_URL');
  });
});
