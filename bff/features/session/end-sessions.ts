import { Problem } from '../../problem';
import type { SessionParts } from './parts';

/** Ends sessions in all processes at once: the marker first, so that nobody is let in while the document goes. */
export async function endSessions(parts: SessionParts, sessionIds: string[]): Promise<void> {
  await parts.cache.markGone(sessionIds);
  await parts.sessions.deleteMany({ _id: { $in: sessionIds } });
}

/** Ends a session from the list of one's own. @throws Problem NOT_FOUND, also for somebody else's */
export async function endOwnSession(
  parts: SessionParts,
  accountId: string,
  sessionId: string,
): Promise<void> {
  const own = await parts.sessions.exists({ _id: sessionId, accountId });
  if (!own) throw new Problem('NOT_FOUND');
  await endSessions(parts, [sessionId]);
}

/** The ids of all sessions of some accounts. */
export async function sessionIdsOf(parts: SessionParts, accountIds: string[]): Promise<string[]> {
  const found = await parts.sessions
    .find({ accountId: { $in: accountIds } }, { _id: 1 })
    .lean<{ _id: string }[]>();
  return found.map(({ _id }) => _id);
}

/** Makes every process read an account again: after a change of consent, person or erasure. */
export async function tellSessions(parts: SessionParts, accountIds: string[]): Promise<void> {
  await parts.cache.markChanged(await sessionIdsOf(parts, accountIds));
}
