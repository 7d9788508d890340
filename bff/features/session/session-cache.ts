import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { z } from 'zod';

/** What the access step must know about a session; times in milliseconds. */
const known = z.object({
  accountId: z.string(),
  personId: z.string().nullable(),
  /** Version of the privacy notice that is accepted and not withdrawn. */
  consent: z.string().nullable(),
  lastSeenAt: z.number(),
  expiresAt: z.number(),
  endsAt: z.number(),
});
export type KnownSession = z.infer<typeof known>;

/** Ended: refused without asking further. */
const GONE = 'gone';
/** Something about it changed: MongoDB is asked. */
const REREAD = 'reread';
const KEPT_MS = 60_000;

/**
 * Sessions as read from MongoDB a moment ago, shared by all processes, so that most requests ask Redis once and
 * MongoDB not at all. Whoever changes a session or its account leaves a marker; a reader may only fill an empty
 * place, so one that read the old state before the change cannot put it over the marker.
 * While Redis is away everything is read from MongoDB.
 */
export class SessionCache {
  constructor(
    private readonly redis: Redis,
    private readonly log: Logger,
  ) {}

  /** @returns what is known; `gone`; null when MongoDB must be asked */
  async get(sessionId: string): Promise<KnownSession | 'gone' | null> {
    try {
      const text = await this.redis.get(keyOf(sessionId));
      if (text === GONE) return GONE;
      return text === null || text === REREAD ? null : known.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async fill(sessionId: string, session: KnownSession): Promise<void> {
    await this.redis
      .set(keyOf(sessionId), JSON.stringify(session), 'PX', KEPT_MS, 'NX')
      .catch(() => undefined);
  }

  async markGone(sessionIds: string[]): Promise<void> {
    await this.mark(sessionIds, GONE);
  }

  async markChanged(sessionIds: string[]): Promise<void> {
    await this.mark(sessionIds, REREAD);
  }

  /**
   * Whether this request should note that the session was used: one of many within ten minutes, and one of those
   * that meet at once in several processes.
   */
  async mayTouch(sessionId: string, now: Date): Promise<boolean> {
    const bucket = Math.floor(now.getTime() / 600_000);
    try {
      return (await this.redis.set(`${keyOf(sessionId)}:used:${bucket}`, '1', 'PX', KEPT_MS, 'NX')) === 'OK';
    } catch {
      return true;
    }
  }

  private async mark(sessionIds: string[], marker: string): Promise<void> {
    try {
      await Promise.all(sessionIds.map((id) => this.redis.set(keyOf(id), marker, 'PX', KEPT_MS)));
    } catch (error) {
      // Other processes cannot reach Redis either and read MongoDB; should it come back at once, what they
      // remember ends within a minute.
      this.log.warn({ err: error, sessions: sessionIds.length }, 'sessions could not be marked in Redis');
    }
  }
}

const keyOf = (sessionId: string) => `session:{${sessionId}}`;
