import { createHash } from 'node:crypto';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import { activeConsent } from './consents';
import type { AccountDoc, SessionDoc } from './model';
import type { SessionParts } from './parts';
import type { KnownSession } from './session-cache';

const DAY_MS = 86_400_000;
const TOUCH_MS = 10 * 60_000;

/** The id of a session: what is stored in place of its token. */
export function sessionIdOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Until when a session lives that was used now. */
export function expiryOf(now: Date, endsAt: Date, slidingDays: number): Date {
  return new Date(Math.min(now.getTime() + slidingDays * DAY_MS, endsAt.getTime()));
}

/**
 * Who a token belongs to, and whether they accepted the privacy notice in force.
 * @throws Problem SESSION_EXPIRED for every token that is not a living session's
 */
export async function authenticate(
  parts: SessionParts,
  token: string,
): Promise<Caller & { consented: boolean }> {
  const sessionId = sessionIdOf(token);
  const now = parts.clock.now();
  const cached = await parts.cache.get(sessionId);
  if (cached === 'gone') throw new Problem('SESSION_EXPIRED');
  // Used meanwhile by another process it may live longer than is remembered: nobody is refused by memory.
  const session = cached && cached.expiresAt > now.getTime() ? cached : await read(parts, sessionId, now);
  if (!session) throw new Problem('SESSION_EXPIRED');
  if (session !== cached) await parts.cache.fill(sessionId, session);
  if (now.getTime() - session.lastSeenAt >= TOUCH_MS) await touch(parts, sessionId, session, now);
  return {
    sessionId,
    accountId: session.accountId,
    personId: session.personId,
    consented: session.consent === parts.settings.privacyNoticeVersion,
  };
}

async function read(parts: SessionParts, sessionId: string, now: Date): Promise<KnownSession | null> {
  const session = await parts.sessions.findById(sessionId).lean<SessionDoc>();
  if (!session || session.expiresAt <= now) return null;
  const account = await parts.accounts.findOne({ _id: session.accountId, erasing: null }).lean<AccountDoc>();
  return {
    accountId: session.accountId,
    personId: account?.personId ?? null,
    consent: account ? (activeConsent(account)?.version ?? null) : null,
    lastSeenAt: session.lastSeenAt.getTime(),
    expiresAt: session.expiresAt.getTime(),
    endsAt: session.endsAt.getTime(),
  };
}

async function touch(
  parts: SessionParts,
  sessionId: string,
  session: KnownSession,
  now: Date,
): Promise<void> {
  if (!(await parts.cache.mayTouch(sessionId, now))) return;
  const expiresAt = expiryOf(now, new Date(session.endsAt), parts.settings.session.slidingDays);
  try {
    await parts.sessions.updateOne(
      { _id: sessionId, lastSeenAt: { $lte: new Date(now.getTime() - TOUCH_MS) } },
      { $set: { lastSeenAt: now, expiresAt } },
    );
  } catch (error) {
    // What the citizen asked for does not fail because its time could not be noted.
    parts.log.warn({ err: error }, 'a session could not be prolonged');
  }
}
