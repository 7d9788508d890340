import type { TrackPoint } from '../../../gateways/couriers';
import { pointKey, type TrackSource } from './model';
import type { CourierParts } from './parts';
import { withoutSigner } from './words';

const DAY_MS = 86_400_000;

/**
 * Keeps what was told of a parcel, before anything is done by it; what was told before stays as it is. Returns when it is
 * stored: only then may a push be answered.
 */
export async function storePoints(
  { points, reached }: Pick<CourierParts, 'points' | 'reached'>,
  told: { waybill: string; source: TrackSource; points: readonly TrackPoint[] },
  now: Date,
): Promise<void> {
  const { waybill, source } = told;
  if (told.points.length === 0) return;
  const writes = told.points.map((point) => ({
    updateOne: {
      filter: { _id: pointKey(waybill, point) },
      update: {
        $setOnInsert: {
          waybill,
          source,
          // A carrier's clock may be ahead of ours, and what it tells keeps its order; but not for days.
          at: point.at.getTime() > now.getTime() + DAY_MS ? now : point.at,
          kind: point.kind,
          code: point.code,
          words: withoutSigner(point.words),
          receivedAt: now,
          dueAt: now,
        },
      },
      upsert: true,
    },
  }));
  try {
    await points.bulkWrite(writes, { ordered: false });
  } catch (error) {
    // Told twice at once: either of them stored it.
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  await reached('courier:stored');
}
