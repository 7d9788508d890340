import { randomBytes } from 'node:crypto';
import { expiryOf, sessionIdOf } from './authenticate';
import { deviceWords } from './device';
import { endSessions } from './end-sessions';
import { finishErasuresOf } from './erase-data';
import { purposes } from './model';
import type { SessionParts } from './parts';

const DAY_MS = 86_400_000;
/** More than anyone has devices; the oldest end when a program signs in for ever. */
const SESSIONS_AN_ACCOUNT = 50;

/**
 * Opens a session for whoever WeChat says the code belongs to. Before consent nothing else is stored.
 * @throws Problem LOGIN_CODE_INVALID, LOGIN_REFUSED, RATE_LIMITED, WECHAT_UNAVAILABLE
 */
export async function signIn(
  parts: SessionParts,
  asking: { code: string; userAgent: string; now: Date },
): Promise<{ token: string; expiresAt: Date; accountId: string }> {
  const { sessions, cipher, settings } = parts;
  const { now } = asking;
  const { openid } = await parts.wechat.signIn(asking.code);
  const accountId = cipher.blindIndex(openid, purposes.accountOpenid);
  await finishErasuresOf(parts, accountId);
  const token = randomBytes(32).toString('base64url');
  const endsAt = new Date(now.getTime() + settings.session.absoluteDays * DAY_MS);
  const expiresAt = expiryOf(now, endsAt, settings.session.slidingDays);
  await sessions.create({
    _id: sessionIdOf(token),
    accountId,
    openid: cipher.seal(openid, purposes.sessionOpenid),
    device: deviceWords(asking.userAgent),
    createdAt: now,
    lastSeenAt: now,
    expiresAt,
    endsAt,
  });
  const tooMany = await sessions
    .find({ accountId }, { _id: 1 })
    .sort({ createdAt: -1 })
    .skip(SESSIONS_AN_ACCOUNT)
    .lean<{ _id: string }[]>();
  if (tooMany.length > 0)
    await endSessions(
      parts,
      tooMany.map(({ _id }) => _id),
    );
  return { token, expiresAt, accountId };
}
