import type { CourierParts } from './parts';

/** Longer than any parcel is asked about; a carrier uses its numbers again. */
const KEPT_MS = 180 * 86_400_000;

/** Removes what was told of parcels half a year ago: what matters of it stands in the parcel. */
export async function forgetPoints({ points, clock }: Pick<CourierParts, 'points' | 'clock'>): Promise<void> {
  await points.deleteMany({ receivedAt: { $lte: new Date(clock.now().getTime() - KEPT_MS) } });
}
