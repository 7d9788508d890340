import type { StaffCaller } from '../../../http/route';
import type { ComplaintDoc } from '../model';
import type { DeskParts } from './parts';
import { dispatches } from './reach';

/**
 * The phone of whoever complained, in full, for an officer who calls back: while that is to be done or was just done, and never
 * for anybody who had the complaint. Each look stands in the audit log before it is answered. null for everybody else, and of one
 * without a name.
 */
export async function phoneFor(
  parts: DeskParts,
  doc: ComplaintDoc,
  staff: StaffCaller,
): Promise<string | null> {
  const calls = doc.state === 'replied' || doc.state === 'called-back';
  if (!calls || doc.accountId === null) return null;
  if (!dispatches(parts, doc, staff) || doc.handledBy.includes(staff.staffId)) return null;
  const phone = await parts.people.phoneOf(doc.accountId);
  if (phone === null) return null;
  await parts.record({
    act: 'look at the phone of a complaint',
    staff,
    about: { id: doc._id },
    outcome: 'ok',
  });
  return phone;
}
