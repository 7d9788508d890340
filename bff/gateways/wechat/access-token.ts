import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Clock } from '../../clock';
import type { PersonalDataCipher } from '../../crypto/personal-data';

export interface FreshToken {
  token: string;
  /** Seconds. */
  expiresIn: number;
}

export interface AccessTokenParts {
  appId: string;
  redis: Redis;
  clock: Clock;
  cipher: PersonalDataCipher;
  /** Asks WeChat in normal mode, which gives every asker the same token until its last five minutes. */
  fetch: () => Promise<FreshToken>;
  /** How long a fetch may take. Milliseconds. */
  timeoutMs: number;
}

const PURPOSE = 'wechat.access-token';
/** Renewed this long before its end, while the old one still works. */
const MARGIN_MS = 120_000;
const kept = z.object({ token: z.string(), until: z.number() });
type Kept = z.infer<typeof kept>;

/** Deletes a lock that is still one's own. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/**
 * The access token, shared by all processes: sealed in Redis, fetched by one of them at a time. While Redis is
 * away each process fetches for itself, which normal mode makes harmless.
 */
export class AccessTokens {
  private own: Kept | null = null;
  private fetching: Promise<string> | null = null;
  private readonly key: string;
  private readonly lockKey: string;

  constructor(private readonly parts: AccessTokenParts) {
    this.key = `wechat:{${parts.appId}}:token`;
    this.lockKey = `wechat:{${parts.appId}}:token-lock`;
  }

  async get(): Promise<string> {
    const shared = await this.read().catch(() => this.own);
    if (shared && this.good(shared)) return shared.token;
    this.fetching ??= this.fetchAlone().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  /** WeChat no longer takes this one. Another that was fetched meanwhile stays. */
  async drop(token: string): Promise<void> {
    if (this.own?.token === token) this.own = null;
    try {
      if ((await this.read())?.token === token) await this.parts.redis.del(this.key);
    } catch {
      // Redis is away: nothing is shared now either.
    }
  }

  private good(token: Kept): boolean {
    return token.until > this.parts.clock.now().getTime();
  }

  private async read(): Promise<Kept | null> {
    const sealed = await this.parts.redis.get(this.key);
    if (sealed === null) return null;
    try {
      return kept.parse(JSON.parse(this.parts.cipher.open(sealed, PURPOSE)));
    } catch {
      // Sealed by a key that is gone: as good as not there.
      return null;
    }
  }

  private async fetchAlone(): Promise<string> {
    const { redis, timeoutMs } = this.parts;
    const mine = randomUUID();
    const giveUp = performance.now() + timeoutMs;
    for (;;) {
      let locked: boolean;
      try {
        locked = (await redis.set(this.lockKey, mine, 'PX', timeoutMs + 2_000, 'NX')) === 'OK';
        const shared = await this.read();
        if (shared && this.good(shared)) {
          if (locked) await this.release(mine);
          return shared.token;
        }
      } catch {
        return this.fetchAndKeep();
      }
      if (locked) return this.fetchAndKeep().finally(() => this.release(mine));
      // Whoever held the lock is gone or as slow as WeChat: asking oneself does no harm.
      if (performance.now() > giveUp) return this.fetchAndKeep();
      await pause(40);
    }
  }

  private async fetchAndKeep(): Promise<string> {
    const { token, expiresIn } = await this.parts.fetch();
    const lifetime = Math.max(expiresIn * 1_000 - MARGIN_MS, 1_000);
    this.own = { token, until: this.parts.clock.now().getTime() + lifetime };
    const sealed = this.parts.cipher.seal(JSON.stringify(this.own), PURPOSE);
    await this.parts.redis.set(this.key, sealed, 'PX', lifetime).catch(() => undefined);
    return token;
  }

  private async release(mine: string): Promise<void> {
    // Not released, it ends by itself.
    await this.parts.redis.eval(RELEASE, 1, this.lockKey, mine).catch(() => undefined);
  }
}
