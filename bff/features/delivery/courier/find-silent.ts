import { changeDelivery } from '../change-delivery';
import type { DeliveryDoc } from '../model';
import { stuckNotices } from '../notices';
import type { CourierParts } from './parts';

const MOST_A_RUN = 500;

/** Notes of parcels that nothing was heard of for DELIVERY_STUCK_DAYS, and tells their citizens; the hall's task follows from it. */
export async function findSilent(parts: CourierParts): Promise<void> {
  for (let done = 0; done < MOST_A_RUN; done += 1) {
    const now = parts.clock.now();
    const doc = await parts.deliveries
      .findOne({ dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .lean<DeliveryDoc>();
    if (!doc) return;
    const since = new Date(Math.max(doc.changedAt.getTime(), ...doc.track.map(({ at }) => at.getTime())));
    await changeDelivery(parts, doc, {
      steps: [],
      now,
      set: { stuckSince: since },
      notices: stuckNotices(parts, doc, since, now),
    });
  }
}
