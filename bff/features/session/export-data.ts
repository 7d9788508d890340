import type { AnswerOf } from '../../../shared/contract/core';
import type { sessionContract } from '../../../shared/contract/session';
import { maskPhone } from '../../../shared/domain/mask';
import { toIso } from '../../../shared/domain/time';
import { type AccountDoc, purposes, type SessionDoc } from './model';
import type { SessionParts } from './parts';
import { presentSession } from './presenter';
import { findProfile } from './profile';

type Export = AnswerOf<(typeof sessionContract)['GET /me/export']>;

/**
 * Everything stored about the citizen. What they gave in this account is in the clear; the phone numbers of their
 * other accounts stay masked, because a name and an ID number alone do not prove that those are theirs to read.
 */
export async function exportData(
  parts: SessionParts,
  caller: { accountId: string; sessionId: string },
  now: Date,
): Promise<Export> {
  const { account, person } = await findProfile(parts, caller.accountId);
  const accounts = person
    ? await parts.accounts
        .find({ personId: person._id, erasing: null })
        .sort({ createdAt: 1 })
        .lean<AccountDoc[]>()
    : account
      ? [account]
      : [];
  const accountIds = accounts.map(({ _id }) => _id);
  const sessions = await parts.sessions
    .find({ accountId: { $in: accountIds }, expiresAt: { $gt: now } })
    .sort({ createdAt: -1 })
    .lean<SessionDoc[]>();
  const records: Export['records'] = {};
  for (const holder of parts.holders) {
    const held = await holder.exportFor(person?._id ?? null, accountIds);
    if (held.length > 0) records[holder.name] = held;
  }
  return {
    exportedAt: toIso(now),
    person: person && {
      name: parts.cipher.open(person.name, purposes.personName),
      idNumber: parts.cipher.open(person.idNumber, purposes.personIdNumber),
      verifiedAt: toIso(account?.verifiedAt ?? person.createdAt),
    },
    accounts: accounts.map((each) => presentAccount(parts, each, each._id === caller.accountId)),
    sessions: sessions.map((session) => presentSession(session, caller.sessionId)),
    records,
  };
}

function presentAccount(parts: SessionParts, account: AccountDoc, own: boolean): Export['accounts'][number] {
  const phone = account.phone === null ? null : parts.cipher.open(account.phone, purposes.accountPhone);
  return {
    id: account._id,
    phone: phone !== null && !own ? maskPhone(phone) : phone,
    createdAt: toIso(account.createdAt),
    settings: { ...account.settings },
    consents: account.consents.map(({ kind, version, acceptedAt, withdrawnAt }) => ({
      kind,
      version,
      acceptedAt: toIso(acceptedAt),
      withdrawnAt: withdrawnAt && toIso(withdrawnAt),
    })),
  };
}
