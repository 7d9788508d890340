import type { LedgerEvent } from '../../../shared/domain/payment';
import type { OrderDoc } from './model';
import { isTaken, type PaymentParts } from './parts';

/** WeChat takes no longer reason. */
const REASON_CHARS = 80;

/** Makes the refund that an event of an order asks for, once. Its number stands in the event: every try has the same. */
export async function openRefund(parts: PaymentParts, order: OrderDoc, event: LedgerEvent): Promise<void> {
  const { outRefundNo, transactionId, outTradeNo, by, at } = event;
  if (outRefundNo === null || transactionId === null || outTradeNo === null)
    throw new Error('A refund without its numbers');
  const waits = event.kind === 'refund-reserved';
  try {
    await parts.refunds.create({
      _id: outRefundNo,
      orderId: order._id,
      orderNumber: order.number ?? '',
      title: order.title,
      venueId: order.venueId,
      department: order.department,
      outTradeNo,
      transactionId,
      fen: event.fen,
      totalFen: await paidFen(parts, order, transactionId),
      reason: (event.words ?? '').slice(0, REASON_CHARS),
      cause: event.cause === null || event.cause === 'expired' ? 'manual' : event.cause,
      state: waits ? 'awaiting-approval' : 'to-send',
      askedBy: by,
      askedAt: at,
      approvedBy: null,
      note: null,
      error: null,
      released: false,
      refundId: null,
      succeededAt: null,
      sentDay: null,
      tries: 0,
      ...(!waits && { dueAt: at }),
      fence: 0,
      updatedAt: at,
      operations: [],
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}

/** Of the payment that goes back, wherever its event stands. */
async function paidFen(parts: PaymentParts, order: OrderDoc, transactionId: string): Promise<number> {
  const key = `paid ${transactionId}`;
  const held = order.unposted.find((event) => event.key === key);
  const fen = held?.fen ?? (await parts.events.findById(key).lean())?.fen;
  if (fen === undefined) throw new Error('A refund without its payment');
  return fen;
}
