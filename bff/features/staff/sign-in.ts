import { Problem } from '../../problem';
import { purposes, type StaffAccountDoc, type StaffPendingDoc } from './model';
import { newToken, type StaffParts, tokenId } from './parts';
import { weakness } from './passwords';
import { isCityAdministrator, joinRoster } from './roster';
import { enrolmentUri, newSecret, stepOfCode } from './second-factor';
import { forgetTries, giveTryBack, takeTry } from './tries';

const PENDING_MS = 5 * 60_000;

export interface Begun {
  pending: string;
  until: Date;
  enrol: { secret: string; uri: string } | null;
  newPasswordNeeded: boolean;
}

/**
 * The first step: number and password. The same answer and the same work for an unknown number, a closed account,
 * an initial password past its time and a wrong password.
 * @throws Problem STAFF_SIGN_IN_REFUSED, STAFF_LOCKED
 */
export async function beginSignIn(
  parts: StaffParts,
  { number, password, now }: { number: string; password: string; now: Date },
): Promise<Begun> {
  await takeTry(parts, number, now);
  const account = await parts.accounts.findOne({ number }).lean<StaffAccountDoc>();
  const right = await parts.passwords.matches(password, account?.password ?? null);
  if (!account || !right || !maySignIn(account, now)) throw new Problem('STAFF_SIGN_IN_REFUSED');
  await giveTryBack(parts, number);
  await renewHash(parts, account, password);
  const { token, id } = newToken();
  const until = new Date(now.getTime() + PENDING_MS);
  const secret = account.secret === null ? newSecret() : null;
  await parts.pendings.create({
    _id: id,
    staffId: account._id,
    revision: account.revision,
    secret: secret && parts.cipher.seal(secret, purposes.pendingSecret),
    expiresAt: until,
  });
  return {
    pending: token,
    until,
    enrol: secret === null ? null : { secret, uri: enrolmentUri(secret, number) },
    newPasswordNeeded: account.initialUntil !== null,
  };
}

function maySignIn({ closedAt, initialUntil }: StaffAccountDoc, now: Date): boolean {
  return closedAt === null && (initialUntil === null || initialUntil > now);
}

/** A password that was hashed at another cost is hashed again, now that it is known. */
async function renewHash(parts: StaffParts, account: StaffAccountDoc, password: string): Promise<void> {
  if (!parts.passwords.isStale(account.password)) return;
  await parts.accounts.updateOne(
    { _id: account._id, revision: account.revision },
    { $set: { password: await parts.passwords.hash(password) } },
  );
}

export interface Verifying {
  pending: string;
  code: string;
  newPassword?: string;
  now: Date;
}

/**
 * The second step: the code, and at the first sign-in a password of one's own. A wrong code counts as a wrong try; a
 * right one is good once, whoever shows it in however many places.
 * @throws Problem STAFF_SIGN_IN_EXPIRED, STAFF_CODE_WRONG, STAFF_LOCKED, STAFF_NEW_PASSWORD_NEEDED, STAFF_PASSWORD_WEAK
 */
export async function finishSignIn(
  parts: StaffParts,
  { pending, code, newPassword, now }: Verifying,
): Promise<{ token: string; sessionId: string; account: StaffAccountDoc }> {
  const begun = await parts.pendings.findById(tokenId(pending)).lean<StaffPendingDoc>();
  if (!begun || begun.expiresAt <= now) throw new Problem('STAFF_SIGN_IN_EXPIRED');
  const before = await parts.accounts.findById(begun.staffId).lean<StaffAccountDoc>();
  if (!before || before.revision !== begun.revision || !maySignIn(before, now))
    throw new Problem('STAFF_SIGN_IN_EXPIRED');
  await takeTry(parts, before.number, now);
  const secret = secretOf(parts, begun, before);
  const step = stepOfCode(secret, code, now);
  if (step === null || step <= before.codeStep) throw new Problem('STAFF_CODE_WRONG');
  const first = before.initialUntil !== null;
  const own = first ? await ownPassword(parts, before, newPassword) : null;
  const after = await parts.accounts
    .findOneAndUpdate(
      { _id: before._id, revision: before.revision, codeStep: { $lt: step }, closedAt: null },
      {
        $set: {
          codeStep: step,
          lastSignInAt: now,
          ...(begun.secret !== null && { secret: parts.cipher.seal(secret, purposes.accountSecret) }),
          ...(own && { password: own, initialUntil: null, revision: before.revision + 1 }),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<StaffAccountDoc>();
  if (!after) throw new Problem('STAFF_CODE_WRONG');
  await parts.pendings.deleteMany({ staffId: after._id });
  await forgetTries(parts, after.number);
  if (isCityAdministrator(after)) await joinRoster(parts, after._id);
  return { ...(await openSession(parts, after, now)), account: after };
}

function secretOf({ cipher }: StaffParts, begun: StaffPendingDoc, account: StaffAccountDoc): string {
  if (begun.secret !== null) return cipher.open(begun.secret, purposes.pendingSecret);
  // Set up by another sign-in under way, and the secret with it.
  if (account.secret === null) throw new Problem('STAFF_SIGN_IN_EXPIRED');
  return cipher.open(account.secret, purposes.accountSecret);
}

async function ownPassword(parts: StaffParts, account: StaffAccountDoc, newPassword: string | undefined) {
  try {
    if (newPassword === undefined) throw new Problem('STAFF_NEW_PASSWORD_NEEDED');
    return await acceptablePassword(parts, account, newPassword);
  } catch (problem) {
    // The code was right: this was no wrong try.
    if (problem instanceof Problem) await giveTryBack(parts, account.number);
    throw problem;
  }
}

/** Hashes a new password. @throws Problem STAFF_PASSWORD_WEAK saying what it lacks */
export async function acceptablePassword(parts: StaffParts, account: StaffAccountDoc, newPassword: string) {
  const { passwordMinLength } = parts.settings.staff;
  const weak = weakness(newPassword, passwordMinLength, [account.number, account.name]);
  if (weak !== null) throw new Problem('STAFF_PASSWORD_WEAK', { next: weak });
  if (await parts.passwords.matches(newPassword, account.password))
    throw new Problem('STAFF_PASSWORD_WEAK', { next: '要和原来的密码不同。' });
  return parts.passwords.hash(newPassword);
}

async function openSession(parts: StaffParts, account: StaffAccountDoc, now: Date) {
  const { sessionHours, idleMinutes } = parts.settings.staff;
  const { token, id } = newToken();
  const endsAt = new Date(now.getTime() + sessionHours * 3_600_000);
  await parts.sessions.create({
    _id: id,
    staffId: account._id,
    revision: account.revision,
    venueId: account.venueId,
    windowId: null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(Math.min(now.getTime() + idleMinutes * 60_000, endsAt.getTime())),
    endsAt,
  });
  return { token, sessionId: id };
}
