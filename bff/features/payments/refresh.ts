import type { Caller } from '../../http/route';
import { askOrder } from './ask-wechat';
import { findOrder } from './find-order';
import { changeOrder, type Loaded } from './ledger';
import type { PaymentParts } from './parts';
import { asUnavailable } from './prepay';

/**
 * The phone says it was paid: WeChat's answer decides. While WeChat does not answer the order says that it is being checked,
 * and the job asks again.
 * @throws Problem NOT_FOUND, PAY_UNAVAILABLE
 */
export async function refresh(parts: PaymentParts, id: string, caller: Caller): Promise<Loaded> {
  const order = await findOrder(parts, id, caller);
  if (order.doc.attempts.every(({ ended }) => ended)) return order;
  try {
    return await askOrder(parts, order);
  } catch (error) {
    const now = parts.clock.now();
    await changeOrder(parts, id, now, ({ doc, standing }) =>
      standing.state === 'owed' && doc.checkingSince === null ? { checkingSince: now, askDue: now } : null,
    );
    throw asUnavailable(error);
  }
}
