import type { StaffRole } from '../../../shared/domain/staff';
import type { StaffAccountDoc, StaffSessionDoc } from './model';
import type { StaffParts } from './parts';

/** Somebody work can be given to. */
export interface Officer {
  staffId: string;
  number: string;
  name: string;
  roles: readonly StaffRole[];
  /** null for the whole city. */
  venueId: string | null;
  /** null for all departments. */
  department: string | null;
}

/** More than any hall has. */
const MOST = 500;

/** Open accounts with one of these roles whose scope covers a venue, by number; those of the whole city come with them. */
export async function officersAt(
  { accounts }: Pick<StaffParts, 'accounts'>,
  { venueId, roles }: { venueId: string; roles: readonly StaffRole[] },
): Promise<Officer[]> {
  const found = await accounts
    .find({ venueId: { $in: [null, venueId] }, roles: { $in: [...roles] }, closedAt: null })
    .sort({ number: 1 })
    .limit(MOST)
    .lean<StaffAccountDoc[]>();
  return found.map(({ _id, number, name, roles: has, venueId: hall, department }) => ({
    staffId: _id,
    number,
    name,
    roles: has,
    venueId: hall,
    department,
  }));
}

/** The windows at which somebody sits now, in any of their browsers. */
export async function windowsOf(
  { sessions, clock }: Pick<StaffParts, 'sessions' | 'clock'>,
  staffId: string,
): Promise<string[]> {
  const found = await sessions
    .find({ staffId, windowId: { $ne: null }, expiresAt: { $gt: clock.now() } }, { windowId: 1 })
    .lean<Pick<StaffSessionDoc, 'windowId'>[]>();
  return [...new Set(found.flatMap(({ windowId }) => (windowId === null ? [] : [windowId])))];
}
