import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { findForStaff, scopeOf } from './find-order';
import { changeOrder, refundCount } from './ledger';
import type { RefundDoc } from './model';
import { outRefundNoOf } from './numbers';
import type { PaymentParts } from './parts';
import { finish } from './send-refunds';

export interface AskRefund {
  staff: StaffCaller;
  orderId: string;
  fen: number;
  reason: string;
  operationId: string;
}

/** Of an order in these states money can be given back by hand. */
const givesBack: readonly string[] = ['paid', 'part-refunded', 'refunding'];

/**
 * A person gives money back. The amount is set aside in the order by the same update that checks it, so that all refunds
 * together never exceed what was paid. Above the limit a second person has to say yes.
 * @throws Problem NOT_FOUND, ORDER_STATE, REFUND_TOO_MUCH
 */
export async function askRefund(parts: PaymentParts, command: AskRefund): Promise<RefundDoc> {
  const { staff, fen, reason, operationId } = command;
  const now = parts.clock.now();
  await findForStaff(parts, command.orderId, staff);
  const key = `refund-request ${operationId}`;
  const waits = fen > parts.settings.fees.refundApprovalAboveFen;
  const { events } = await changeOrder(parts, command.orderId, now, ({ doc, events: before, standing }) => {
    if (before.some((event) => event.key === key)) return null;
    if (!givesBack.includes(standing.state)) throw new Problem('ORDER_STATE');
    const from = standing.payments.find((payment) => payment.fen - payment.refundFen >= fen);
    if (!from) throw new Problem('REFUND_TOO_MUCH');
    return {
      events: [
        {
          key,
          kind: waits ? 'refund-reserved' : 'refund-asked',
          fen,
          at: now,
          outTradeNo: from.outTradeNo,
          outRefundNo: outRefundNoOf(doc.number ?? '', refundCount(before) + 1),
          transactionId: from.transactionId,
          cause: 'manual',
          words: reason,
          by: { staffId: staff.staffId, name: staff.name },
        },
      ],
    };
  });
  const number = events.find((event) => event.key === key)?.outRefundNo;
  const refund = number && (await parts.refunds.findById(number).lean<RefundDoc>());
  if (!refund) throw new Error('A refund that was asked for is not there');
  return refund;
}

export interface Approve {
  staff: StaffCaller;
  id: string;
  approve: boolean;
  note?: string;
  operationId: string;
}

/**
 * The second person says yes or no.
 * @throws Problem NOT_FOUND, REFUND_STATE, REFUND_SAME_OFFICER
 */
export async function approveRefund(parts: PaymentParts, command: Approve): Promise<RefundDoc> {
  const { staff, id, approve, note = null, operationId } = command;
  const now = parts.clock.now();
  const within = { _id: id, ...scopeOf(staff) };
  const done = await parts.refunds
    .findOneAndUpdate(
      { ...within, state: 'awaiting-approval', 'askedBy.staffId': { $ne: staff.staffId } },
      {
        $set: {
          state: approve ? 'to-send' : 'rejected',
          approvedBy: { staffId: staff.staffId, name: staff.name },
          note,
          dueAt: now,
          updatedAt: now,
        },
        $push: { operations: operationId },
      },
      { returnDocument: 'after' },
    )
    .lean<RefundDoc>();
  if (done) {
    if (!approve) await finish(parts, done);
    return done;
  }
  const refund = await parts.refunds.findOne(within).lean<RefundDoc>();
  if (!refund) throw new Problem('NOT_FOUND', { next: '回到退款列表重新选择。' });
  if (refund.operations.includes(operationId)) return refund;
  if (refund.state !== 'awaiting-approval') throw new Problem('REFUND_STATE');
  throw new Problem('REFUND_SAME_OFFICER');
}
