import { z } from 'zod';
import { payError } from './door';
import type { PayState, Refund, RefundState } from './state';
import { type Outcome, seconds } from './transactions';

const fen = z.number().int().min(1);
const refundBody = z.strictObject({
  out_trade_no: z.string().min(6).max(32),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
  reason: z.string().min(1).max(80).optional(),
  notify_url: z
    .url()
    .max(256)
    .refine((value) => !value.includes('?'))
    .optional(),
  amount: z.strictObject({ refund: fen, total: fen, currency: z.literal('CNY') }),
});

const YEAR_MS = 365 * 86_400_000;
const MOST_PARTS = 50;

/** POST /v3/refund/domestic/refunds: the same number again answers how the first one stands. */
export function refund(body: unknown, state: PayState): Outcome {
  const parsed = refundBody.safeParse(body);
  if (!parsed.success) return payError(400, 'PARAM_ERROR');
  const given = parsed.data;
  const known = state.refundOf(given.out_refund_no);
  if (known) {
    const isSame =
      known.outTradeNo === given.out_trade_no &&
      known.fen === given.amount.refund &&
      known.totalFen === given.amount.total;
    return isSame ? { status: 200, json: refundAnswer(known) } : payError(400, 'INVALID_REQUEST');
  }
  const payment = state.byTradeNo(given.out_trade_no);
  if (!payment?.paidAt || payment.transactionId === null) return payError(404, 'RESOURCE_NOT_EXISTS');
  const now = state.clock.now();
  if (now.getTime() - payment.paidAt.getTime() > YEAR_MS) return payError(400, 'INVALID_REQUEST');
  if (given.amount.total !== payment.fen) return payError(400, 'INVALID_REQUEST');
  if (state.refundedFen(payment.outTradeNo) + given.amount.refund > payment.fen)
    return payError(400, 'INVALID_REQUEST');
  if (state.refunds.filter(({ outTradeNo }) => outTradeNo === payment.outTradeNo).length >= MOST_PARTS)
    return payError(400, 'INVALID_REQUEST');
  const { refundSeconds, balanceFen } = state.mode;
  if (balanceFen !== null && balanceFen < given.amount.refund) return payError(403, 'NOT_ENOUGH');
  const made: Refund = {
    refundId: state.newNumber('50'),
    outRefundNo: given.out_refund_no,
    outTradeNo: payment.outTradeNo,
    transactionId: payment.transactionId,
    notifyUrl: given.notify_url ?? null,
    fen: given.amount.refund,
    totalFen: given.amount.total,
    reason: given.reason ?? '',
    state: 'PROCESSING',
    createdAt: now,
    dueAt: refundSeconds === null ? null : new Date(now.getTime() + refundSeconds * 1_000),
    succeededAt: null,
  };
  state.refunds.push(made);
  state.moved(-made.fen);
  payment.state = 'REFUND';
  return { status: 200, json: refundAnswer(made) };
}

/** GET /v3/refund/domestic/refunds/{out_refund_no} */
export function queryRefund(outRefundNo: string, state: PayState): Outcome {
  const found = state.refundOf(outRefundNo);
  return found ? { status: 200, json: refundAnswer(found) } : payError(404, 'RESOURCE_NOT_EXISTS');
}

/** Brings a refund to an end. */
export function settle(refund: Refund, outcome: Exclude<RefundState, 'PROCESSING'>, state: PayState): void {
  if (outcome === 'CLOSED' && refund.state !== 'CLOSED') state.moved(refund.fen);
  refund.state = outcome;
  refund.dueAt = null;
  refund.succeededAt = outcome === 'SUCCESS' ? state.clock.now() : null;
  const payment = state.byTradeNo(refund.outTradeNo);
  const others = state.refunds.some((one) => one.outTradeNo === refund.outTradeNo && one.state !== 'CLOSED');
  if (payment && !others) payment.state = 'SUCCESS';
}

function refundAnswer(refund: Refund): object {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    ...(refund.succeededAt && { success_time: seconds(refund.succeededAt) }),
    create_time: seconds(refund.createdAt),
    status: refund.state,
    funds_account: 'UNSETTLED',
    amount: {
      total: refund.totalFen,
      refund: refund.fen,
      payer_total: refund.totalFen,
      payer_refund: refund.fen,
      settlement_refund: refund.fen,
      settlement_total: refund.totalFen,
      discount_refund: 0,
      currency: 'CNY',
    },
    promotion_detail: [],
  };
}

/** What a notification says of a refund. */
export function notifiedRefund(refund: Refund, mchid: string): object {
  return {
    mchid,
    out_trade_no: refund.outTradeNo,
    transaction_id: refund.transactionId,
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundId,
    refund_status: refund.state,
    ...(refund.succeededAt && { success_time: seconds(refund.succeededAt) }),
    user_received_account: '支付用户零钱',
    amount: {
      total: refund.totalFen,
      refund: refund.fen,
      payer_total: refund.totalFen,
      payer_refund: refund.fen,
    },
  };
}
