import type { OrderDoc } from './model';
import type { PaymentParts } from './parts';

const LEASE_MS = 30_000;
const MOST_A_RUN = 500;
const LONGEST_MS = 3_600_000;

/**
 * Tells whoever waits for an order what became of it: at least once, again until they have heard without throwing, also
 * after a death.
 */
export async function tellEffects(parts: PaymentParts): Promise<void> {
  for (let turn = 0; turn < MOST_A_RUN; turn += 1) {
    const now = parts.clock.now();
    const doc = await parts.orders
      .findOneAndUpdate(
        { effectDue: { $lte: now } },
        { $set: { effectDue: new Date(now.getTime() + LEASE_MS) }, $inc: { effectTries: 1 } },
        { sort: { effectDue: 1 }, returnDocument: 'after' },
      )
      .lean<OrderDoc>();
    if (!doc) return;
    try {
      for (const effect of doc.effects) {
        for (const listener of parts.listeners.get(`${effect} ${doc.kind}`) ?? [])
          await listener(doc.subjectId);
        await parts.reached('pay:told');
      }
      await parts.orders.updateOne({ _id: doc._id }, { $pull: { effects: { $in: doc.effects } } });
      await parts.orders.updateOne({ _id: doc._id, effects: { $size: 0 } }, { $unset: { effectDue: 1 } });
    } catch (error) {
      parts.log.error({ err: error, orderId: doc._id }, 'what follows from a payment will be tried again');
      const wait = Math.min(LEASE_MS * 2 ** Math.min(doc.effectTries, 10), LONGEST_MS);
      await parts.orders.updateOne(
        { _id: doc._id, effectDue: { $exists: true } },
        { $set: { effectDue: new Date(parts.clock.now().getTime() + wait) } },
      );
    }
  }
}
