/**
 * What a member of staff may be. `window` sits at a counter; `reviewer` examines a case for a department;
 * `approver` decides; `dispatcher` hands cases to departments and handlers; `supervisor` heads a venue: figures, hours,
 * closures, what went wrong; `administrator` keeps accounts and reads no case; `auditor` reads the audit log and changes
 * nothing.
 */
export const staffRoles = [
  'window',
  'reviewer',
  'approver',
  'dispatcher',
  'supervisor',
  'administrator',
  'auditor',
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** The roles in the words of those who have them. */
export const staffRoleWords: Record<StaffRole, string> = {
  window: '窗口',
  reviewer: '审查',
  approver: '决定',
  dispatcher: '分派',
  supervisor: '主管',
  administrator: '管理员',
  auditor: '审计',
};

/** The roles that keep or watch others; whoever has one has no other, so that nobody supervises what they do themselves. */
const aloneRoles: readonly StaffRole[] = ['administrator', 'auditor'];

/** Whether one account may have all of these roles. */
export function allowedTogether(roles: readonly StaffRole[]): boolean {
  return roles.length === 1 || !roles.some((role) => aloneRoles.includes(role));
}
