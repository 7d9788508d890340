import type { RequestContext, StaffCaller } from '../../http/route';
import type { RectificationDoc } from './model';
import type { EvaluationParts } from './parts';

/**
 * Whom a supervisor rings once something was mended, until they said something: the one time at which anybody of the staff
 * learns who rated, and it is written into the audit log before it is shown. null for everybody else, in every other state,
 * and without a phone.
 */
export async function whomToCall(
  { people, record }: Pick<EvaluationParts, 'people' | 'record'>,
  doc: RectificationDoc,
  staff: StaffCaller,
  { requestId, address }: Pick<RequestContext, 'requestId' | 'address'>,
): Promise<{ name: string; phone: string } | null> {
  const { state, personId, satisfied } = doc;
  const toCall = state === 'rectified' || (state === 'called-back' && satisfied === null);
  if (!toCall || personId === null || !staff.roles.includes('supervisor')) return null;
  const name = await people.fullName(personId);
  const accounts = await people.accountsOf(personId);
  const phone = accounts.find((account) => account.phone !== null)?.phone;
  if (!name || !phone) return null;
  await record({
    act: 'shown whom to call back',
    staff,
    about: { rectification: doc._id },
    outcome: 'ok',
    requestId,
    address,
  });
  return { name, phone };
}
