import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts tries against a budget, in Redis where there are several processes. */
export interface Limiter {
  /** Takes points. @returns null when allowed, else the seconds to wait */
  take(key: string, points?: number): Promise<number | null>;
  /** Whether anything is left, without taking. @returns null when so, else the seconds to wait */
  peek(key: string): Promise<number | null>;
  /** Gives points back that turned out not to count. */
  giveBack(key: string, points?: number): Promise<void>;
  /** Gives the whole budget back. */
  reset(key: string): Promise<void>;
}

export interface LimiterFactory {
  /** @param points how many @param seconds in which window */
  limiter(name: string, points: number, seconds: number): Limiter;
}

/**
 * Limits shared by all processes through Redis. While Redis is away each process counts for itself: a citizen
 * is never locked out because the counter is.
 */
export function redisLimiters(redis: Redis): LimiterFactory {
  return {
    limiter: (name, points, seconds) => {
      const own = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
      return wrap(
        new RateLimiterRedis({
          storeClient: redis,
          keyPrefix: `limit:${name}`,
          points,
          duration: seconds,
          // Who is over a budget of requests is turned away without asking Redis again until it is renewed. Budgets
          // of a day are given back by other processes too, so they are always asked for.
          ...(seconds <= 60 && { inMemoryBlockOnConsumed: points + 1 }),
          insuranceLimiter: own,
        }),
        points,
      );
    },
  };
}

/** Limits for one process that has Redis to itself (the embedded one, whose scripts are slow). */
export function memoryLimiters(): LimiterFactory {
  return {
    limiter: (name, points, seconds) =>
      wrap(new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }), points),
  };
}

function wrap(limiter: RateLimiterRedis | RateLimiterMemory, budget: number): Limiter {
  return {
    take: async (key, points = 1) => {
      try {
        await limiter.consume(key, points);
        return null;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return secondsOf(refusal);
        throw refusal;
      }
    },
    peek: async (key) => {
      const state = await limiter.get(key);
      return state && state.consumedPoints >= budget ? secondsOf(state) : null;
    },
    giveBack: async (key, points = 1) => {
      await limiter.reward(key, points);
    },
    reset: async (key) => {
      await limiter.delete(key);
    },
  };
}

const secondsOf = (state: RateLimiterRes) => Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
