import type { StaffRole } from '../../../shared/domain/staff';
import type { StaffCaller } from '../../http/route';
import type { QuestionDoc } from './model';

/** Who hands out work at a hall has the questions to nobody in particular. */
const general: readonly StaffRole[] = ['dispatcher', 'supervisor'];

/** Whether a question lies within the hall and the department of an officer, and is for their role. */
export function isWithin(
  { venueId, department, roles }: Pick<StaffCaller, 'venueId' | 'department' | 'roles'>,
  doc: Pick<QuestionDoc, 'venueId' | 'department'>,
): boolean {
  if (venueId === null && department === null) return true;
  if (venueId !== null && venueId !== doc.venueId) return false;
  if (department !== null && department !== doc.department) return false;
  return doc.department !== null || roles.some((role) => general.includes(role));
}
