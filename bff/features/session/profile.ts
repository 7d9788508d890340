import { Problem } from '../../problem';
import { type AccountDoc, type PersonDoc, purposes } from './model';
import type { SessionParts } from './parts';

/** Changes single fields of an account that is not being erased. @throws Problem SESSION_EXPIRED when it is gone */
export async function changeAccount(
  parts: SessionParts,
  accountId: string,
  change: Partial<Pick<AccountDoc, 'phone' | 'settings'>>,
): Promise<void> {
  const changed = await parts.accounts.updateOne({ _id: accountId, erasing: null }, { $set: change });
  if (changed.matchedCount === 0) throw new Problem('SESSION_EXPIRED');
}

/** Takes over the number that WeChat vouches for. @throws Problem PHONE_CODE_INVALID, WECHAT_UNAVAILABLE */
export async function takePhone(parts: SessionParts, accountId: string, code: string): Promise<void> {
  const phone = await parts.wechat.phoneNumber(code);
  await changeAccount(parts, accountId, { phone: parts.cipher.seal(phone, purposes.accountPhone) });
}

/** An account and the person behind it; null for what is not there or on its way out. */
export async function findProfile(
  parts: SessionParts,
  accountId: string,
): Promise<{ account: AccountDoc | null; person: PersonDoc | null }> {
  const account = await parts.accounts.findOne({ _id: accountId, erasing: null }).lean<AccountDoc>();
  const person = account?.personId
    ? await parts.persons.findOne({ _id: account.personId, erasing: null }).lean<PersonDoc>()
    : null;
  return { account, person };
}
