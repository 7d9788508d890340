import type { staffContract } from '../../../shared/contract/staff';
import { toIso } from '../../../shared/domain/time';
import type { RequestContext, Routes, StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import {
  accountInScope,
  changeAccount,
  closeAccount,
  createAccount,
  reopenAccount,
  resetAccount,
  unlockAccount,
  type WithInitialPassword,
} from './administer';
import { authenticateStaff } from './authenticate';
import { colleaguesOf, listAccounts } from './list-accounts';
import type { StaffAccountDoc, StaffSessionDoc } from './model';
import { changePassword, signOut, sitDown } from './own-account';
import type { StaffParts } from './parts';
import { presentAccount, presentColleague, presentMe } from './presenter';
import { beginSignIn, finishSignIn } from './sign-in';
import { locksOf } from './tries';

type StaffRoutes = Omit<Routes<typeof staffContract>, 'GET /staff/audit'>;

export function staffRoutes(parts: StaffParts): StaffRoutes {
  const meOf = async (caller: StaffCaller) => {
    const session = await parts.sessions.findById(caller.sessionId).lean<StaffSessionDoc>();
    if (!session) throw new Problem('SESSION_EXPIRED');
    return presentMe(parts, caller, session);
  };
  const shown = async (account: StaffAccountDoc, now: Date) => {
    const locks = await locksOf(parts, [account.number], now);
    return presentAccount(parts, account, locks.get(account.number));
  };
  const shownWithPassword = async ({ account, initialPassword }: WithInitialPassword, now: Date) => ({
    account: await shown(account, now),
    initialPassword,
  });

  return {
    'POST /staff/sessions': async ({ body, context }) => {
      const about = { number: body.number };
      const begun = await recordingRefusal(parts, { act: 'POST /staff/sessions', about, context }, () =>
        beginSignIn(parts, { ...body, now: context.now }),
      );
      return { ...begun, until: toIso(begun.until) };
    },
    'POST /staff/sessions/verify': async ({ body, context }) => {
      const act = 'POST /staff/sessions/verify';
      const { token, account } = await recordingRefusal(parts, { act, about: {}, context }, () =>
        finishSignIn(parts, { ...body, now: context.now }),
      );
      const { _id: staffId, number, roles, venueId, department } = account;
      const staff = { staffId, number, roles, venueId, department };
      const { requestId, address } = context;
      await parts.record({ act, staff, about: {}, outcome: 'ok', requestId, address });
      return { token, staff: await meOf(await authenticateStaff(parts, token)) };
    },
    'DELETE /staff/sessions/current': async ({ caller }) => {
      await signOut(parts, caller.sessionId);
      return undefined;
    },
    'GET /staff/me': async ({ caller }) => meOf(caller),
    'PUT /staff/me/window': async ({ caller, body }) => {
      await sitDown(parts, caller, body.window);
      const window = body.window === null ? null : parts.venues.venue(caller.venueId ?? '');
      const name = window?.windows.find(({ id }) => id === body.window)?.name ?? null;
      return meOf({ ...caller, windowId: body.window, window: name });
    },
    'PUT /staff/me/password': async ({ caller, body, context: { now } }) => {
      await changePassword(parts, caller, body, now);
      return undefined;
    },
    'GET /staff/colleagues': async ({ caller, query }) => {
      const found = await colleaguesOf(parts, caller, query.role);
      return { items: found.map(presentColleague) };
    },
    'GET /staff/accounts': async ({ caller, query, context: { now } }) => {
      const { accounts, next, total } = await listAccounts(parts, caller, query);
      const locks = await locksOf(
        parts,
        accounts.map(({ number }) => number),
        now,
      );
      const items = accounts.map((account) => presentAccount(parts, account, locks.get(account.number)));
      return { items, next, total };
    },
    'POST /staff/accounts': async ({ caller, body, context }) => {
      const made = await createAccount(parts, caller, body, context);
      await recordRights(parts, caller, made.account, context);
      return shownWithPassword(made, context.now);
    },
    'GET /staff/accounts/{id}': async ({ caller, params, context: { now } }) =>
      shown(await accountInScope(parts, caller, params.id), now),
    'PUT /staff/accounts/{id}': async ({ caller, params, body, context }) => {
      const account = await changeAccount(parts, caller, params.id, body);
      await recordRights(parts, caller, account, context);
      return shown(account, context.now);
    },
    'POST /staff/accounts/{id}/reset': async ({ caller, params, context: { now } }) =>
      shownWithPassword(await resetAccount(parts, caller, params.id, now), now),
    'POST /staff/accounts/{id}/unlock': async ({ caller, params, context: { now } }) =>
      shown(await unlockAccount(parts, caller, params.id), now),
    'POST /staff/accounts/{id}/close': async ({ caller, params, context: { now } }) =>
      shown(await closeAccount(parts, caller, params.id, now), now),
    'POST /staff/accounts/{id}/reopen': async ({ caller, params, context: { now } }) =>
      shownWithPassword(await reopenAccount(parts, caller, params.id, now), now),
  };
}

/** Who gave whom which roles where. */
async function recordRights(
  parts: StaffParts,
  staff: StaffCaller,
  { _id, roles, venueId }: StaffAccountDoc,
  { requestId, address }: RequestContext,
): Promise<void> {
  const about = { id: _id, roles: roles.join('-'), venue: venueId ?? 'all' };
  await parts.record({ act: 'rights given', staff, about, outcome: 'ok', requestId, address });
}

/** Nobody is signed in yet, so nothing else records that somebody tried. */
async function recordingRefusal<T>(
  parts: StaffParts,
  { act, about, context }: { act: string; about: Record<string, string>; context: RequestContext },
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Problem) {
      const { requestId, address } = context;
      await parts.record({ act, staff: null, about, outcome: error.code, requestId, address });
    }
    throw error;
  }
}
