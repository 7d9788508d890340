import { z } from 'zod';
import type { PayRefund, PayTransaction } from '.';

const fen = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const time = z.iso.datetime({ offset: true }).transform((value) => new Date(value));
const name = z.string().min(1).max(64);
/** Nothing else is sold here; an amount of another currency is no amount of ours. */
const cny = z.literal('CNY');

const order = { appid: name, mchid: name, out_trade_no: name };
const paid = {
  trade_state: z.enum(['SUCCESS', 'REFUND']),
  transaction_id: name,
  success_time: time,
  amount: z.looseObject({ total: fen, currency: cny.default('CNY') }),
};
const unpaid = { trade_state: z.enum(['NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR']) };

/** A transaction as query and notification have it. */
export const transaction = z.union([
  z.looseObject({ ...order, ...paid }).transform(
    (given): PayTransaction => ({
      ...orderOf(given),
      state: given.trade_state,
      transactionId: given.transaction_id,
      totalFen: given.amount.total,
      paidAt: given.success_time,
    }),
  ),
  z.looseObject({ ...order, ...unpaid }).transform(
    (given): PayTransaction => ({
      ...orderOf(given),
      state: given.trade_state,
      transactionId: null,
      totalFen: null,
      paidAt: null,
    }),
  ),
]);

function orderOf(given: { appid: string; mchid: string; out_trade_no: string }) {
  return { appid: given.appid, mchid: given.mchid, outTradeNo: given.out_trade_no, currency: 'CNY' };
}

const refundFields = {
  refund_id: name,
  out_refund_no: name,
  out_trade_no: name,
  transaction_id: name,
  success_time: time.optional(),
};
const refundState = z.enum(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL']);

/** A refund as asking for it and querying it answer. */
export const refund = z
  .looseObject({
    ...refundFields,
    status: refundState,
    amount: z.looseObject({ refund: fen, total: fen, currency: cny.default('CNY') }),
  })
  .refine(saysWhen)
  .transform((given) => refundOf(given, given.status));

/** A refund as a notification has it: its state under another name, and the merchant. */
export const notifiedRefund = z
  .looseObject({
    ...refundFields,
    mchid: name,
    refund_status: refundState.exclude(['PROCESSING']),
    amount: z.looseObject({ refund: fen, total: fen }),
  })
  .refine(saysWhen)
  .transform((given) => ({ mchid: given.mchid, refund: refundOf(given, given.refund_status) }));

type RefundFields = z.output<z.ZodObject<typeof refundFields>> & {
  amount: { refund: number; total: number };
};

/** What came back came back at some time. */
function saysWhen(given: RefundFields & { status?: string; refund_status?: string }): boolean {
  return (given.status ?? given.refund_status) !== 'SUCCESS' || given.success_time !== undefined;
}

function refundOf(given: RefundFields, state: PayRefund['state']): PayRefund {
  return {
    refundId: given.refund_id,
    outRefundNo: given.out_refund_no,
    outTradeNo: given.out_trade_no,
    transactionId: given.transaction_id,
    state,
    refundFen: given.amount.refund,
    totalFen: given.amount.total,
    succeededAt: given.success_time ?? null,
  };
}

const sealed = z.looseObject({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string().min(24).max(1_048_576),
  associated_data: z.string().max(64).default(''),
  nonce: z.string().min(8).max(64),
});

/** A notification as it comes, before its resource is opened. */
export const notification = z.looseObject({
  id: name,
  create_time: time,
  resource_type: z.literal('encrypt-resource'),
  event_type: z.enum(['TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.CLOSED']),
  resource: sealed,
});

/** The list of platform certificates. */
export const certificates = z.looseObject({
  data: z
    .array(
      z.looseObject({
        serial_no: z.string().regex(/^[0-9A-Fa-f]{40}$/),
        encrypt_certificate: sealed,
      }),
    )
    .min(1)
    .max(20),
});

/** Where a day's bill lies. */
export const billPlace = z.looseObject({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url().startsWith('https://api.mch.weixin.qq.com/v3/billdownload/file?'),
});

/** A prepayment as the library gives it on: it signs at once, we sign anew when it is used. */
export const prepaid = z.looseObject({ package: z.string().regex(/^prepay_id=[0-9A-Za-z_-]{1,64}$/) });

/** 204. */
export const nothing = z.undefined();
