import { OutboundFailure } from '../../gateways/outbound';
import { PayRefusal } from '../../gateways/wechat-pay';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { askOrder } from './ask-wechat';
import { findForStaff } from './find-order';
import { changeOrder, type Loaded } from './ledger';
import type { PaymentParts } from './parts';

export interface SettleOrder {
  staff: StaffCaller;
  id: string;
  how: 'paid-at-window' | 'exempt';
  /** The number of the receipt, or the ground of the exemption. */
  reference: string;
  operationId: string;
}

/**
 * A clerk took the money, or it need not be paid. What was begun in the app is closed first, so that nobody pays twice; where
 * WeChat does not answer, what is paid all the same goes back by itself.
 * @throws Problem NOT_FOUND, ORDER_STATE
 */
export async function settleOrder(parts: PaymentParts, command: SettleOrder): Promise<Loaded> {
  const { staff, id, how, reference, operationId } = command;
  const order = await findForStaff(parts, id, staff);
  if (order.doc.operations.includes(operationId)) return order;
  if (order.standing.state === 'owed' && order.doc.attempts.some(({ ended }) => !ended))
    await closedFirst(parts, order);
  const now = parts.clock.now();
  return changeOrder(parts, id, now, ({ doc, standing }) => {
    if (doc.operations.includes(operationId)) return null;
    if (standing.state !== 'owed') throw new Problem('ORDER_STATE');
    const { staffId, name } = staff;
    return {
      operationId,
      events: [
        {
          key: `settled ${id}`,
          kind: how,
          fen: doc.fen,
          at: now,
          ...(how === 'paid-at-window' ? { number: reference } : { words: reference }),
          by: { staffId, name },
        },
      ],
    };
  });
}

async function closedFirst(parts: PaymentParts, order: Loaded): Promise<void> {
  try {
    await askOrder(parts, order, true);
  } catch (error) {
    if (!(error instanceof OutboundFailure || error instanceof PayRefusal)) throw error;
    parts.log.warn({ err: error, orderId: order.doc._id }, 'settled without WeChat having closed it');
  }
}
