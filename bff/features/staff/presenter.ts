import type { StaffAccount, StaffMe } from '../../../shared/contract/staff';
import { type StaffRole, staffRoles, staffRoleWords } from '../../../shared/domain/staff';
import { toIso } from '../../../shared/domain/time';
import type { StaffCaller } from '../../http/route';
import type { StaffAccountDoc, StaffSessionDoc } from './model';
import { mayUse } from './own-account';
import type { StaffParts } from './parts';

/** What a member of staff sees of themselves. */
export function presentMe(parts: StaffParts, caller: StaffCaller, session: StaffSessionDoc): StaffMe {
  const { id, window } = { id: caller.windowId, window: caller.window };
  const windows = caller.venueId === null ? [] : (parts.venues.venue(caller.venueId)?.windows ?? []);
  const sits = caller.roles.some((role) => role === 'window' || role === 'supervisor');
  return {
    id: caller.staffId,
    number: caller.number,
    name: caller.name,
    ...rolesOf(caller.roles),
    venue: place(parts, caller.venueId),
    department: caller.department,
    window: id !== null && window !== null ? { id, name: window } : null,
    windows: windows
      .filter((offered) => sits && mayUse(caller, offered))
      .map(({ id, name, department }) => ({ id, name, department })),
    idleMinutes: parts.settings.staff.idleMinutes,
    endsAt: toIso(session.endsAt),
  };
}

/** What administrators see of an account. */
export function presentAccount(
  parts: StaffParts,
  account: StaffAccountDoc,
  lockedUntil: Date | undefined,
): StaffAccount {
  return {
    id: account._id,
    number: account.number,
    name: account.name,
    ...rolesOf(account.roles),
    venue: place(parts, account.venueId),
    department: account.department,
    state: account.closedAt ? 'closed' : account.initialUntil ? 'invited' : 'active',
    invitedUntil: account.initialUntil && toIso(account.initialUntil),
    lockedUntil: lockedUntil ? toIso(lockedUntil) : null,
    createdAt: toIso(account.createdAt),
    lastSignInAt: account.lastSignInAt && toIso(account.lastSignInAt),
    sample: account.sample,
  };
}

/** What colleagues see of each other. */
export function presentColleague({ _id, number, name, roles, department }: StaffAccountDoc) {
  return { id: _id, number, name, ...rolesOf(roles), department };
}

/** In the order in which they are declared, however they were given. */
function rolesOf(given: readonly StaffRole[]) {
  const roles = staffRoles.filter((role) => given.includes(role));
  return { roles, roleWords: roles.map((role) => staffRoleWords[role]) };
}

function place({ venues }: StaffParts, id: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: venues.venue(id)?.name ?? id };
}
