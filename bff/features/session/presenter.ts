import type { Me, SessionRow } from '../../../shared/contract/session';
import { maskIdNumber, maskName, maskPhone } from '../../../shared/domain/mask';
import { toIso } from '../../../shared/domain/time';
import { activeConsent } from './consents';
import { purposes, type SessionDoc } from './model';
import type { SessionParts } from './parts';
import { findProfile } from './profile';

/** The citizen as their own screen shows them: masked, also before there is an account. */
export async function presentMe(parts: SessionParts, accountId: string): Promise<Me> {
  const { cipher, settings } = parts;
  const { account, person } = await findProfile(parts, accountId);
  const consent = account && activeConsent(account);
  return {
    id: accountId,
    name: person && maskName(cipher.open(person.name, purposes.personName)),
    identity: {
      verified: person !== null,
      idNumber: person && maskIdNumber(cipher.open(person.idNumber, purposes.personIdNumber)),
      verifiedAt: person && account?.verifiedAt ? toIso(account.verifiedAt) : null,
    },
    phone: account?.phone ? maskPhone(cipher.open(account.phone, purposes.accountPhone)) : null,
    consent: consent && {
      version: consent.version,
      acceptedAt: toIso(consent.acceptedAt),
      current: consent.version === settings.privacyNoticeVersion,
    },
    noticeVersion: settings.privacyNoticeVersion,
    settings: account ? { ...account.settings } : { elderMode: false, textScale: 1 },
  };
}

export function presentSession(session: SessionDoc, currentId: string): SessionRow {
  return {
    id: session._id,
    current: session._id === currentId,
    device: session.device,
    createdAt: toIso(session.createdAt),
    lastSeenAt: toIso(session.lastSeenAt),
    expiresAt: toIso(session.expiresAt),
  };
}
