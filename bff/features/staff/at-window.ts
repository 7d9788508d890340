import type { StaffRole } from '../../../shared/domain/staff';
import type { StaffAccountDoc, StaffSessionDoc } from './model';
import type { StaffParts } from './parts';

/** Whoever sits at a window, as it is published there (三亮三公开). */
export interface SeatedOfficer {
  staffId: string;
  number: string;
  name: string;
  roles: readonly StaffRole[];
}

/** Who sits at a window now, by number: signed in, not closed, and sitting there in one of their browsers. */
export async function seatedAt(
  { sessions, accounts, clock }: Pick<StaffParts, 'sessions' | 'accounts' | 'clock'>,
  { venueId, windowId }: { venueId: string; windowId: string },
): Promise<SeatedOfficer[]> {
  const now = clock.now();
  const seats = await sessions.find({ venueId, windowId, expiresAt: { $gt: now } }).lean<StaffSessionDoc[]>();
  const living = seats.filter(({ endsAt }) => endsAt > now);
  if (living.length === 0) return [];
  const found = await accounts
    .find({ _id: { $in: living.map(({ staffId }) => staffId) }, closedAt: null })
    .sort({ number: 1 })
    .lean<StaffAccountDoc[]>();
  return found
    .filter(({ _id, revision }) => living.some((seat) => seat.staffId === _id && seat.revision === revision))
    .map(({ _id, number, name, roles }) => ({ staffId: _id, number, name, roles }));
}
