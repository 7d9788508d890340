import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';

export type StoreStates = { mongodb: 'ok' | 'down'; redis: 'ok' | 'down' };

/** Asks both stores for an answer within a second. */
export async function storeStates(mongo: Connection, redis: Redis): Promise<StoreStates> {
  const [mongodb, redisState] = await Promise.all([
    answers(async () => mongo.db?.command({ ping: 1 }, { timeoutMS: 1_000 })),
    answers(async () => redis.ping()),
  ]);
  return { mongodb, redis: redisState };
}

async function answers(ask: () => Promise<unknown>): Promise<'ok' | 'down'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within a second')), 1_000);
  });
  try {
    const answer = await Promise.race([ask(), late]);
    return answer === undefined ? 'down' : 'ok';
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
