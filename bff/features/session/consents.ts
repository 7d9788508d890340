import { Problem } from '../../problem';
import { tellSessions } from './end-sessions';
import { finishErasuresOf } from './erase-data';
import type { AccountDoc, Consent, SessionDoc } from './model';
import { purposes } from './model';
import type { SessionParts } from './parts';

/** The last accepted and not withdrawn consent; null when there is none. */
export function activeConsent(account: Pick<AccountDoc, 'consents'>): Consent | null {
  return account.consents.findLast(({ withdrawnAt }) => withdrawnAt === null) ?? null;
}

export interface ConsentChoice {
  kind: Consent['kind'];
  version: string;
  accepted: boolean;
}

/**
 * Notes that the privacy notice was accepted, or that consent was withdrawn. Accepting makes the account: this is
 * the moment from which anything about the citizen may be stored.
 * @throws Problem CONSENT_VERSION_UNKNOWN when another version than the one in force is accepted
 */
export async function chooseConsent(
  parts: SessionParts,
  caller: { sessionId: string; accountId: string },
  choice: ConsentChoice,
  now: Date,
): Promise<void> {
  if (choice.accepted && choice.version !== parts.settings.privacyNoticeVersion) {
    throw new Problem('CONSENT_VERSION_UNKNOWN');
  }
  for (;;) {
    const account = await parts.accounts.findById(caller.accountId).lean<AccountDoc>();
    if (account?.erasing) {
      await finishErasuresOf(parts, caller.accountId);
      continue;
    }
    if (!account) {
      if (!choice.accepted) return;
      await createAccount(parts, caller, now);
      continue;
    }
    const consents = chosen(account.consents, choice, now);
    if (consents === account.consents) return;
    const changed = await parts.accounts.updateOne(
      { _id: account._id, revision: account.revision, erasing: null },
      { $set: { consents }, $inc: { revision: 1 } },
    );
    // Another device chose at the same moment: look again.
    if (changed.matchedCount === 1) return tellSessions(parts, [account._id]);
  }
}

/** @returns the same list when nothing changes. @throws Problem CONSENT_VERSION_UNKNOWN */
function chosen(consents: Consent[], { kind, version, accepted }: ConsentChoice, now: Date): Consent[] {
  if (accepted) {
    if (activeConsent({ consents })?.version === version) return consents;
    return [...consents, { kind, version, acceptedAt: now, withdrawnAt: null }];
  }
  if (!consents.some((consent) => consent.version === version)) throw new Problem('CONSENT_VERSION_UNKNOWN');
  if (consents.every(({ withdrawnAt }) => withdrawnAt !== null)) return consents;
  // Withdrawing means none of it any more, whichever version is shown on the screen.
  return consents.map((consent) => ({ ...consent, withdrawnAt: consent.withdrawnAt ?? now }));
}

async function createAccount(
  parts: SessionParts,
  { sessionId, accountId }: { sessionId: string; accountId: string },
  now: Date,
): Promise<void> {
  const session = await parts.sessions.findById(sessionId, { openid: 1 }).lean<Pick<SessionDoc, 'openid'>>();
  // Signed out meanwhile on another device.
  if (!session) throw new Problem('SESSION_EXPIRED');
  const openid = parts.cipher.open(session.openid, purposes.sessionOpenid);
  await parts.accounts
    .updateOne(
      { _id: accountId },
      {
        $setOnInsert: {
          openid: parts.cipher.seal(openid, purposes.accountOpenid),
          phone: null,
          idIndex: null,
          personId: null,
          verifiedAt: null,
          settings: { elderMode: false, textScale: 1 },
          consents: [],
          revision: 0,
          createdAt: now,
          erasing: null,
        },
      },
      { upsert: true },
    )
    .catch((error: unknown) => {
      // Two devices accept at once: one of them makes the account.
      if ((error as { code?: unknown }).code !== 11000) throw error;
    });
}
