import type { Period } from '../../../shared/domain/hours';
import type { DataVersion } from '../../stores/data-version';
import type { ClosureDoc, VenueDoc, VenueModels } from './model';

/** A change of hours that was made and whose bookings are still to be cancelled. */
export interface PendingChange {
  venueId: string;
  /** null for the weekly hours. */
  closureId: string | null;
  /** For the citizens whose booking is hit. */
  reason: string;
  since: Date;
}

/** Changes the weekly hours; the same document says that bookings are still to be cancelled. */
export async function setWeek(
  { venues }: Pick<VenueModels, 'venues'>,
  version: DataVersion,
  venueId: string,
  week: Period[][],
  applying: { since: Date; reason: string },
): Promise<void> {
  await venues.updateOne({ _id: venueId }, { $set: { week, applying } });
  await version.raise();
}

/** @returns false when the venue has no closure of that id */
export async function withdrawClosure(
  { closures }: Pick<VenueModels, 'closures'>,
  version: DataVersion,
  venueId: string,
  closureId: string,
): Promise<boolean> {
  const { deletedCount } = await closures.deleteOne({ _id: closureId, venueId });
  if (deletedCount > 0) await version.raise();
  return deletedCount > 0;
}

/** Everything that is still to be applied, in the order in which it was made. */
export async function changesToApply({
  closures,
  venues,
}: Pick<VenueModels, 'closures' | 'venues'>): Promise<PendingChange[]> {
  const [closed, changed] = await Promise.all([
    closures.find({ applying: true }).lean<ClosureDoc[]>(),
    venues.find({ 'applying.since': { $exists: true } }, { applying: 1 }).lean<VenueDoc[]>(),
  ]);
  return [
    ...closed.map(({ _id, venueId, reason, announcedAt }) => ({
      venueId,
      closureId: _id,
      reason,
      since: announcedAt,
    })),
    ...changed.flatMap(({ _id, applying }) =>
      applying ? [{ venueId: _id, closureId: null, ...applying }] : [],
    ),
  ].sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** Nothing is left to be done for it. A later change of the same hours stays to be applied. */
export async function markApplied(
  { closures, venues }: Pick<VenueModels, 'closures' | 'venues'>,
  version: DataVersion,
  { venueId, closureId, since }: PendingChange,
): Promise<void> {
  if (closureId !== null) await closures.updateOne({ _id: closureId }, { $unset: { applying: 1 } });
  else await venues.updateOne({ _id: venueId, 'applying.since': since }, { $unset: { applying: 1 } });
  await version.raise();
}
