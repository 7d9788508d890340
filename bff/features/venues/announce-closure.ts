import type { Period } from '../../../shared/domain/hours';
import type { CalendarDate } from '../../../shared/domain/time';
import type { DataVersion } from '../../stores/data-version';
import type { VenueModels } from './model';

export interface ClosureAnnouncement {
  id: string;
  venueId: string;
  from: CalendarDate;
  /** Inclusive. */
  to: CalendarDate;
  /** The hours that hold instead; none when it is closed. */
  periods: Period[];
  /** For citizens, e.g. `停电检修`. */
  reason: string;
  announcedAt: Date;
}

/**
 * Writes a closure and tells every process that keeps hours in memory. Announcing the same one again replaces it.
 * @param more `applying`: bookings it hits are still to be cancelled
 */
export async function announceClosure(
  { closures }: Pick<VenueModels, 'closures'>,
  version: DataVersion,
  { id, ...closure }: ClosureAnnouncement,
  more: { applying?: true } = {},
): Promise<void> {
  await closures.updateOne({ _id: id }, { $set: { ...closure, ...more } }, { upsert: true });
  await version.raise();
}
