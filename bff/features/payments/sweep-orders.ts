import { OutboundFailure } from '../../gateways/outbound';
import { PayRefusal } from '../../gateways/wechat-pay';
import { askOrder, isOver } from './ask-wechat';
import { loaded } from './ledger';
import type { OrderDoc } from './model';
import type { PaymentParts } from './parts';

/** Whoever asks has so long; then another does. */
const LEASE_MS = 60_000;
const MOST_A_RUN = 500;

/** Asks WeChat for what nobody said anything about, and ends what was not paid in time. Safe beside other processes. */
export async function askDueOrders(parts: PaymentParts): Promise<void> {
  for (let turn = 0; turn < MOST_A_RUN; turn += 1) {
    const now = parts.clock.now();
    const doc = await parts.orders
      .findOneAndUpdate(
        { askDue: { $lte: now } },
        { $set: { askDue: new Date(now.getTime() + LEASE_MS) }, $inc: { fence: 1 } },
        { sort: { askDue: 1 }, returnDocument: 'after' },
      )
      .lean<OrderDoc>();
    if (!doc) return;
    try {
      const order = await loaded(parts, doc);
      await askOrder(parts, order, isOver(doc, now));
    } catch (error) {
      // The lease that was taken is the time until the next try.
      if (!(error instanceof OutboundFailure || error instanceof PayRefusal)) throw error;
      parts.log.warn({ err: error, orderId: doc._id }, 'WeChat Pay could not be asked');
    }
  }
}
