import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { windowOf } from './authenticate';
import type { StaffAccountDoc } from './model';
import type { StaffParts } from './parts';
import { acceptablePassword } from './sign-in';
import { noteSitting } from './sittings';
import { forgetTries, takeTry } from './tries';

/** Ends one session. */
export async function signOut(parts: StaffParts, sessionId: string): Promise<void> {
  await parts.sessions.deleteOne({ _id: sessionId });
}

/** Ends every session of an account, and every sign-in under way. */
export async function endSessionsOf(parts: StaffParts, staffId: string): Promise<void> {
  await parts.sessions.deleteMany({ staffId });
  await parts.pendings.deleteMany({ staffId });
}

/**
 * Sits down at a window of one's own venue, or leaves it. One window has one person: who sat there has left it.
 * @throws Problem NOT_FOUND for a window of another venue or department
 */
export async function sitDown(
  parts: StaffParts,
  caller: StaffCaller,
  windowId: string | null,
): Promise<void> {
  const window = windowOf(parts, caller.venueId, windowId);
  if (windowId !== null && !mayUse(caller, window)) throw new Problem('NOT_FOUND');
  const touched = [caller.windowId, windowId].filter((one) => one !== null);
  await noteSitting(parts, caller.staffId, touched);
  for (const told of touched.length > 0 ? parts.seated : []) await told(caller.staffId, touched);
  await parts.sessions.updateOne({ _id: caller.sessionId }, { $set: { windowId } });
  if (windowId === null) return;
  await parts.sessions.updateMany(
    { venueId: caller.venueId, windowId, _id: { $ne: caller.sessionId } },
    { $set: { windowId: null } },
  );
}

/** Whether somebody's scope covers a window. */
export function mayUse(
  { department }: Pick<StaffCaller, 'department'>,
  window: { department: string } | null,
): boolean {
  return window !== null && (department === null || window.department === department);
}

/**
 * Changes one's own password; every session ends, also this one.
 * @throws Problem STAFF_SIGN_IN_REFUSED for a wrong current password, STAFF_LOCKED, STAFF_PASSWORD_WEAK
 */
export async function changePassword(
  parts: StaffParts,
  caller: StaffCaller,
  { password, newPassword }: { password: string; newPassword: string },
  now: Date,
): Promise<void> {
  await takeTry(parts, caller.number, now);
  const account = await parts.accounts.findById(caller.staffId).lean<StaffAccountDoc>();
  if (!account || !(await parts.passwords.matches(password, account.password)))
    throw new Problem('STAFF_SIGN_IN_REFUSED');
  await forgetTries(parts, caller.number);
  const hash = await acceptablePassword(parts, account, newPassword);
  const changed = await parts.accounts.updateOne(
    { _id: account._id, revision: account.revision, closedAt: null },
    { $set: { password: hash }, $inc: { revision: 1 } },
  );
  if (changed.modifiedCount === 0) throw new Problem('STAFF_SIGN_IN_REFUSED');
  await endSessionsOf(parts, account._id);
}
