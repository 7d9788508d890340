import { allowedTogether, type StaffRole } from '../../../shared/domain/staff';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import type { StaffAccountDoc } from './model';
import { endSessionsOf } from './own-account';
import type { StaffParts } from './parts';
import { initialPassword } from './passwords';
import { isCityAdministrator, leaveRoster, spareFromRoster } from './roster';
import { forgetTries } from './tries';

/** What an administrator decides about an account. */
export interface AccountFacts {
  name: string;
  roles: StaffRole[];
  venueId: string | null;
  department: string | null;
}

export interface WithInitialPassword {
  account: StaffAccountDoc;
  initialPassword: string;
}

type Scope = Pick<StaffCaller, 'venueId'>;

/** Which accounts an administrator keeps: those of their venue, or all. */
export function scopeFilter({ venueId }: Scope): { venueId?: string } {
  return venueId === null ? {} : { venueId };
}

/** An account in an administrator's scope. @throws Problem NOT_FOUND */
export async function accountInScope(parts: StaffParts, caller: Scope, id: string): Promise<StaffAccountDoc> {
  const account = await parts.accounts.findOne({ _id: id, ...scopeFilter(caller) }).lean<StaffAccountDoc>();
  if (!account) throw new Problem('NOT_FOUND');
  return account;
}

/**
 * Creates an account that is set up at its first sign-in. Repeated under one operation it is the same account.
 * @throws Problem STAFF_NUMBER_TAKEN, STAFF_ROLES_CONFLICT, STAFF_SCOPE
 */
export async function createAccount(
  parts: StaffParts,
  caller: Scope,
  facts: AccountFacts & { number: string },
  { operationId, now }: { operationId: string; now: Date },
): Promise<WithInitialPassword> {
  const roles = checkedFacts(parts, caller, facts);
  const password = initialPassword();
  const _id = `s${operationId}`;
  const fresh = await freshPassword(parts, password, now);
  try {
    const made = await parts.accounts.create({
      _id,
      ...facts,
      roles,
      ...fresh,
      revision: 1,
      createdAt: now,
      lastSignInAt: null,
      closedAt: null,
      sample: false,
    });
    return { account: made.toObject(), initialPassword: password };
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  // Created before and not heard of: nobody has the password, so there is a new one.
  const again = await parts.accounts
    .findOneAndUpdate(
      { _id, number: facts.number, lastSignInAt: null },
      { $set: fresh, $inc: { revision: 1 } },
      { returnDocument: 'after' },
    )
    .lean<StaffAccountDoc>();
  if (!again) throw new Problem('STAFF_NUMBER_TAKEN');
  return { account: again, initialPassword: password };
}

/**
 * Changes name, roles and scope. The account's sessions end: nobody goes on with what they may no longer do.
 * @throws Problem NOT_FOUND, STAFF_OWN_ACCOUNT, STAFF_LAST_ADMINISTRATOR, STAFF_ROLES_CONFLICT, STAFF_SCOPE, STAFF_ACCOUNT_STATE
 */
export async function changeAccount(
  parts: StaffParts,
  caller: StaffCaller,
  id: string,
  facts: AccountFacts,
): Promise<StaffAccountDoc> {
  const before = await othersAccount(parts, caller, id);
  const roles = checkedFacts(parts, caller, facts);
  if (before.closedAt) throw new Problem('STAFF_ACCOUNT_STATE');
  const stays = isCityAdministrator({ ...facts, roles });
  return change(parts, before, { ...facts, roles }, { keepsRoster: stays, closed: false });
}

/** A new initial password; the second factor is set up anew; a lock is lifted. @throws as `changeAccount` */
export async function resetAccount(
  parts: StaffParts,
  caller: StaffCaller,
  id: string,
  now: Date,
): Promise<WithInitialPassword> {
  const before = await othersAccount(parts, caller, id);
  if (before.closedAt) throw new Problem('STAFF_ACCOUNT_STATE');
  return renewed(parts, before, now);
}

/** @throws Problem NOT_FOUND, STAFF_OWN_ACCOUNT, STAFF_ACCOUNT_STATE when it is not closed */
export async function reopenAccount(
  parts: StaffParts,
  caller: StaffCaller,
  id: string,
  now: Date,
): Promise<WithInitialPassword> {
  const before = await othersAccount(parts, caller, id);
  if (!before.closedAt) throw new Problem('STAFF_ACCOUNT_STATE');
  return renewed(parts, before, now);
}

/**
 * Closes an account until it is reopened; closing it again changes nothing.
 * @throws Problem NOT_FOUND, STAFF_OWN_ACCOUNT, STAFF_LAST_ADMINISTRATOR
 */
export async function closeAccount(
  parts: StaffParts,
  caller: StaffCaller,
  id: string,
  now: Date,
): Promise<StaffAccountDoc> {
  const before = await othersAccount(parts, caller, id);
  if (before.closedAt) return before;
  return change(parts, before, { closedAt: now }, { keepsRoster: false, closed: false });
}

/** Lifts a lock. @throws Problem NOT_FOUND, STAFF_OWN_ACCOUNT */
export async function unlockAccount(
  parts: StaffParts,
  caller: StaffCaller,
  id: string,
): Promise<StaffAccountDoc> {
  const account = await othersAccount(parts, caller, id);
  await forgetTries(parts, account.number);
  return account;
}

/** An account of somebody else in one's scope. @throws Problem NOT_FOUND, STAFF_OWN_ACCOUNT */
async function othersAccount(parts: StaffParts, caller: StaffCaller, id: string): Promise<StaffAccountDoc> {
  const account = await accountInScope(parts, caller, id);
  if (account._id === caller.staffId) throw new Problem('STAFF_OWN_ACCOUNT');
  return account;
}

async function renewed(parts: StaffParts, before: StaffAccountDoc, now: Date): Promise<WithInitialPassword> {
  const password = initialPassword();
  const set = { ...(await freshPassword(parts, password, now)), closedAt: null };
  const account = await change(parts, before, set, {
    keepsRoster: false,
    closed: before.closedAt !== null,
  });
  await forgetTries(parts, account.number);
  return { account, initialPassword: password };
}

async function freshPassword(parts: StaffParts, password: string, now: Date) {
  const { initialPasswordHours } = parts.settings.staff;
  return {
    password: await parts.passwords.hash(password),
    initialUntil: new Date(now.getTime() + initialPasswordHours * 3_600_000),
    secret: null,
    codeStep: -1,
  };
}

/** The one update of an account; who may no longer keep all others leaves the roster first, if another one stays. */
async function change(
  parts: StaffParts,
  before: StaffAccountDoc,
  set: Partial<StaffAccountDoc>,
  { keepsRoster, closed }: { keepsRoster: boolean; closed: boolean },
): Promise<StaffAccountDoc> {
  const leaves = isCityAdministrator(before) && !keepsRoster;
  if (leaves) await spareFromRoster(parts, before._id);
  const after = await parts.accounts
    .findOneAndUpdate(
      { _id: before._id, closedAt: closed ? { $ne: null } : null },
      { $set: set, $inc: { revision: 1 } },
      { returnDocument: 'after' },
    )
    .lean<StaffAccountDoc>();
  if (leaves) await leaveRoster(parts, before._id);
  if (!after) throw new Problem('STAFF_ACCOUNT_STATE');
  await endSessionsOf(parts, before._id);
  return after;
}

/** @throws Problem STAFF_ROLES_CONFLICT, STAFF_SCOPE */
function checkedFacts({ venues }: StaffParts, caller: Scope, facts: AccountFacts): StaffRole[] {
  const roles = [...new Set(facts.roles)];
  if (!allowedTogether(roles)) throw new Problem('STAFF_ROLES_CONFLICT');
  const { venueId, department } = facts;
  const alone = roles.includes('administrator') || roles.includes('auditor');
  const place = venueId === null ? null : venues.venue(venueId);
  const offered = (place ? [place] : venues.all()).flatMap(({ windows }) => windows);
  const wrong =
    (caller.venueId !== null && venueId !== caller.venueId) ||
    (venueId !== null && place === null) ||
    (roles.includes('window') && venueId === null) ||
    (department !== null && (alone || !offered.some((window) => window.department === department)));
  if (wrong) throw new Problem('STAFF_SCOPE');
  return roles;
}
