import type { ReachableAccount } from '../session';
import type { DeliveryDoc, MessageDoc } from './model';
import type { NotificationParts } from './parts';

/**
 * Whoever came to the counter and has no account here is told by SMS on the phone that they gave there. What is stored says
 * only of which case; the phone is read when it is sent.
 */
const COUNTER = 'counter';

/** Instead of an account; null when they have one, or gave no phone. */
export async function counterInstead(
  { cases }: NotificationParts,
  { recipient, subject }: MessageDoc,
  accounts: readonly ReachableAccount[],
): Promise<string | null> {
  if (accounts.length > 0 || !recipient.startsWith('person:') || subject.kind !== 'case') return null;
  return (await cases.counterPhone(subject.id)) === null ? null : COUNTER;
}

/** What is known of whoever a delivery goes to; null when they cannot be reached (any more). */
export async function addresseeOf(
  { cases, people }: NotificationParts,
  { accountId, subject }: DeliveryDoc,
): Promise<ReachableAccount | null> {
  if (accountId !== COUNTER) return people.accountToReach(accountId);
  const phone = await cases.counterPhone(subject.id);
  return phone === null ? null : { accountId, personId: null, openid: '', phone };
}
