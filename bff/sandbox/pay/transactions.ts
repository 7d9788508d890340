import { z } from 'zod';
import { toIso } from '../../../shared/domain/time';
import { type PayError, payError } from './door';
import type { Payment, PayState } from './state';

export type Outcome = { status: number; json?: object } | PayError;

/**
 * https without a query, as the real one wants it. The sandbox also takes http on loopback, because that is where a BFF in
 * development listens.
 */
const notifyUrl = z
  .url()
  .max(255)
  .refine((value) => {
    const url = new URL(value);
    const isLoopback = url.protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
    return (url.protocol === 'https:' || isLoopback) && url.search === '' && url.hash === '';
  });
const fen = z.number().int().min(1).max(100_000_000_00);

const prepayBody = z.strictObject({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  notify_url: notifyUrl,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  amount: z.strictObject({ total: fen, currency: z.literal('CNY').default('CNY') }),
  payer: z.strictObject({ openid: z.string() }),
});

/** POST /v3/pay/transactions/jsapi */
export function prepay(body: unknown, state: PayState): Outcome {
  const parsed = prepayBody.safeParse(body);
  if (!parsed.success) return payError(400, 'PARAM_ERROR');
  const given = parsed.data;
  if (given.appid !== state.appid || given.mchid !== state.keys.mchid)
    return payError(400, 'APPID_MCHID_NOT_MATCH');
  if (!state.citizens.all().some(({ openid }) => openid === given.payer.openid))
    return payError(400, 'PARAM_ERROR');
  const now = state.clock.now();
  const expiresAt = given.time_expire === undefined ? null : new Date(given.time_expire);
  if (expiresAt && expiresAt.getTime() <= now.getTime()) return payError(400, 'PARAM_ERROR');
  const asked = JSON.stringify(given);
  const known = state.byTradeNo(given.out_trade_no);
  if (known) {
    if (known.state === 'CLOSED') return payError(400, 'ORDER_CLOSED');
    if (known.asked !== asked) return payError(403, 'OUT_TRADE_NO_USED');
    if (known.state !== 'NOTPAY') return payError(400, 'ORDERPAID');
    return { status: 200, json: { prepay_id: known.prepayId } };
  }
  const made: Payment = {
    prepayId: state.newPrepayId(),
    outTradeNo: given.out_trade_no,
    asked,
    appid: given.appid,
    mchid: given.mchid,
    openid: given.payer.openid,
    description: given.description,
    notifyUrl: given.notify_url,
    fen: given.amount.total,
    currency: given.amount.currency,
    createdAt: now,
    expiresAt,
    state: 'NOTPAY',
    transactionId: null,
    paidAt: null,
    lies: {},
  };
  state.payments.push(made);
  return { status: 200, json: { prepay_id: made.prepayId } };
}

/** GET /v3/pay/transactions/out-trade-no/{no}?mchid= */
export function query(outTradeNo: string, mchid: string | undefined, state: PayState): Outcome {
  if (mchid !== state.keys.mchid) return payError(400, 'PARAM_ERROR');
  const found = state.byTradeNo(outTradeNo);
  return found ? { status: 200, json: transactionOf(found) } : payError(404, 'ORDER_NOT_EXIST');
}

/** POST …/{no}/close: 204 also for unknown and closed numbers; what is paid can't be closed. */
export function close(outTradeNo: string, body: unknown, state: PayState): Outcome {
  const parsed = z.strictObject({ mchid: z.literal(state.keys.mchid) }).safeParse(body);
  if (!parsed.success) return payError(400, 'PARAM_ERROR');
  const found = state.byTradeNo(outTradeNo);
  if (found?.state === 'SUCCESS' || found?.state === 'REFUND') return payError(400, 'ORDERPAID');
  if (found) found.state = 'CLOSED';
  return { status: 204 };
}

const stateWords: Record<Payment['state'], string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '订单已关闭',
  PAYERROR: '支付失败',
};

/** What query and notification say of a payment. */
export function transactionOf(payment: Payment): object {
  const { lies } = payment;
  const total = lies.fen ?? payment.fen;
  const currency = lies.currency ?? payment.currency;
  const common = {
    appid: lies.appid ?? payment.appid,
    mchid: lies.mchid ?? payment.mchid,
    out_trade_no: payment.outTradeNo,
    trade_state: payment.state,
    trade_state_desc: stateWords[payment.state],
    payer: { openid: payment.openid },
  };
  if (payment.paidAt === null)
    return { ...common, amount: { total, payer_total: total, currency, payer_currency: currency } };
  return {
    ...common,
    transaction_id: payment.transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    attach: '',
    success_time: seconds(payment.paidAt),
    amount: { total, payer_total: total, currency, payer_currency: currency },
  };
}

/** A time as WeChat Pay writes it. */
export const seconds = (instant: Date) => toIso(instant).replace(/\.\d+/, '');
