import type { StaffRole } from '../../../../shared/domain/staff';

const readers: readonly StaffRole[] = ['reviewer', 'dispatcher', 'supervisor'];

/** Whether somebody mends what was rated badly and reads more than what was said of themselves. The server decides. */
export function seesOthers(roles: readonly StaffRole[]): boolean {
  return roles.some((role) => readers.includes(role));
}
