import { Problem } from '../../problem';
import { actOnCase, type StaffCommand } from './act-on-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { assign } from './steps';

/** Those who can have a case. */
const workers = ['window', 'reviewer', 'approver'] as const;

/**
 * A dispatcher hands a case to an officer of its hall and department, who is then named to the citizen.
 * @throws Problem NOT_FOUND, STAFF_UNKNOWN, CASE_STATE, CASE_CHANGED
 */
export async function assignCase(
  parts: CaseParts,
  command: StaffCommand & { staffId: string; reason?: string },
): Promise<CaseDoc> {
  const { staffId, reason } = command;
  return actOnCase(parts, command, 'assign', async ({ venueId, department }, taken) => {
    const [handler, ...there] = await Promise.all([
      parts.staff.handlerOf(staffId),
      ...workers.map((role) => parts.staff.staffIn({ venueId, department, role })),
    ]);
    if (!handler || !there.some((staffIds) => staffIds.includes(staffId))) throw new Problem('STAFF_UNKNOWN');
    return assign(taken, { staffId, ...handler, window: null }, reason);
  });
}
