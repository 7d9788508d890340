import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import type { StaffAccountDoc, StaffSessionDoc } from './model';
import { type StaffParts, tokenId } from './parts';

/** How exactly the last use of a session is known. */
const TOUCH_MS = 15_000;

/**
 * Who a staff token belongs to. Asks MongoDB each time: staff are few, and what was taken from somebody is gone at
 * once in every process.
 * @throws Problem SESSION_EXPIRED for every token that is not a living session's
 */
export async function authenticateStaff(parts: StaffParts, token: string): Promise<StaffCaller> {
  const sessionId = tokenId(token);
  const now = parts.clock.now();
  const session = await parts.sessions.findById(sessionId).lean<StaffSessionDoc>();
  if (!session || session.expiresAt <= now || session.endsAt <= now) throw new Problem('SESSION_EXPIRED');
  const account = await parts.accounts.findById(session.staffId).lean<StaffAccountDoc>();
  if (!account || account.closedAt || account.revision !== session.revision)
    throw new Problem('SESSION_EXPIRED');
  if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) await touch(parts, session, now);
  const window = windowOf(parts, account.venueId, session.windowId);
  return {
    sessionId,
    staffId: account._id,
    number: account.number,
    name: account.name,
    roles: account.roles,
    venueId: account.venueId,
    department: account.department,
    windowId: window?.id ?? null,
    window: window?.name ?? null,
  };
}

/** A window of a venue by id; null when there is none. */
export function windowOf({ venues }: Pick<StaffParts, 'venues'>, venueId: string | null, id: string | null) {
  if (venueId === null || id === null) return null;
  return venues.venue(venueId)?.windows.find((window) => window.id === id) ?? null;
}

async function touch(parts: StaffParts, session: StaffSessionDoc, now: Date): Promise<void> {
  const idle = now.getTime() + parts.settings.staff.idleMinutes * 60_000;
  const expiresAt = new Date(Math.min(idle, session.endsAt.getTime()));
  await parts.sessions.updateOne(
    { _id: session._id, lastSeenAt: { $lt: now } },
    { $set: { lastSeenAt: now, expiresAt } },
  );
}
