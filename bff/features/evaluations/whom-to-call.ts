import type { RequestContext, StaffCaller } from '../../http/route';
import type { RectificationDoc } from './model';
import type { EvaluationParts } from './parts';

/**
 * Whom a supervisor rings once something was mended: the one moment at which anybody of the staff learns who rated, and it is
 * written into the audit log before it is shown. null for everybody else, in every other state, and without a phone.
 */
export async function whomToCall(
  { people, record }: Pick<EvaluationParts, 'people' | 'record'>,
  doc: RectificationDoc,
  staff: StaffCaller,
  { requestId, address }: Pick<RequestContext, 'requestId' | 'address'>,
): Promise<{ name: string; phone: string } | null> {
  if (doc.state !== 'rectified' || doc.personId === null || !staff.roles.includes('supervisor')) return null;
  const name = await people.fullName(doc.personId);
  const accounts = await people.accountsOf(doc.personId);
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
