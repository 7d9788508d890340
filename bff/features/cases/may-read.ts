import type { StaffRole } from '../../../shared/domain/staff';
import type { StaffCaller } from '../../http/route';
import { isWithin } from './act-on-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';

/** Who wants to see the papers of a case. */
export type CaseViewer =
  | { personId: string }
  | { staff: Pick<StaffCaller, 'roles' | 'venueId' | 'department'> };

/** Those whose work is in cases; an administrator and an auditor see none. */
const readers: readonly StaffRole[] = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'];

/** Whether somebody may see a case now: its own person, who acts under a mandate that stands, staff within reach. */
export async function mayReadCase(parts: CaseParts, caseId: string, viewer: CaseViewer): Promise<boolean> {
  const doc = await parts.cases.findById(caseId).lean<CaseDoc>();
  if (!doc) return false;
  if ('staff' in viewer)
    return viewer.staff.roles.some((role) => readers.includes(role)) && isWithin(viewer.staff, doc);
  if (doc.personId === viewer.personId) return true;
  if (doc.mandateId === null) return false;
  const principals = await parts.mandates.principalsOf(viewer.personId);
  return principals.some(({ mandateId }) => mandateId === doc.mandateId);
}
