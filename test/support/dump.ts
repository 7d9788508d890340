import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';

/** Every stored document and every value in Redis, as text: what whoever steals the disks would read. */
export async function dumpStores(mongo: Connection, redis: Redis): Promise<string> {
  const parts: string[] = [];
  const collections = (await mongo.db?.listCollections().toArray()) ?? [];
  for (const { name } of collections) {
    const documents = await mongo.collection(name).find({}).toArray();
    parts.push(name, JSON.stringify(documents));
  }
  const prefix = redis.options.keyPrefix ?? '';
  for (const key of await redis.keys(`${prefix}*`)) {
    const own = key.slice(prefix.length);
    if ((await redis.type(own)) === 'string') parts.push(key, (await redis.get(own)) ?? '');
  }
  return parts.join('\n');
}
