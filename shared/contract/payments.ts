import { z } from 'zod';
import { cursor, date, endpoint, id, page, text, time } from './core';

export const orderKind = z.enum(['case-fee', 'delivery']);
export type OrderKind = z.infer<typeof orderKind>;

/**
 * `owed` nothing was paid; `checking` the phone says paid and WeChat was not asked yet; `paid`; `refunding`; `refunded`
 * all of it came back; `part-refunded`; `closed` not owed any more and nothing was paid; `exempt` and `paid-at-window`
 * were settled by a clerk.
 */
export const orderState = z.enum([
  'owed',
  'checking',
  'paid',
  'refunding',
  'part-refunded',
  'refunded',
  'closed',
  'paid-at-window',
  'exempt',
]);
export type OrderState = z.infer<typeof orderState>;

const fen = z.number().int().nonnegative();

const rowFields = {
  id: z.string(),
  /** What a citizen says: `ZTF-20261124-7K3Q9F`. */
  number: z.string(),
  kind: orderKind,
  /** `居民身份证工本费` */
  title: z.string(),
  /** What it belongs to, in words: item and case number. */
  about: z.string(),
  caseId: z.string(),
  deliveryId: z.string().nullable(),
  fen,
  state: orderState,
  stateWords: z.string(),
  tone: z.enum(['action', 'waiting', 'done', 'lost']),
  paidFen: fen,
  refundedFen: fen,
  createdAt: time,
};
export const orderRow = z.strictObject(rowFields);
export type OrderRow = z.infer<typeof orderRow>;

export const orderDetail = z.strictObject({
  ...rowFields,
  lines: z.array(z.strictObject({ name: z.string(), fen, basis: z.string().nullable() })),
  /** Who need not pay, in words; one a line. */
  exemptions: z.array(z.string()),
  nextStep: z.string(),
  /** Until when it can be paid; null when nothing is owed. */
  payBy: time.nullable(),
  canPay: z.boolean(),
  /** Paid, refunded: each with the number that WeChat knows it by. */
  receipts: z.array(
    z.strictObject({
      what: z.enum(['payment', 'refund']),
      fen,
      at: time,
      /** WeChat's transaction or refund number; a receipt's number when it was paid at the window. */
      number: z.string(),
      words: z.string(),
    }),
  ),
  payee: z.string(),
  phone: z.string(),
  version: z.number().int(),
  now: time,
});
export type OrderDetail = z.infer<typeof orderDetail>;

/** What wx.requestPayment takes. */
export const paymentParams = z.strictObject({
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
});

const params = z.strictObject({ id });

export const paymentsContract = {
  'GET /orders': endpoint({
    summary: 'What I owe and what I paid, the newest first',
    access: 'person',
    query: z.strictObject({
      scope: z.enum(['open', 'all']).default('all'),
      caseId: id.optional(),
      page: cursor.optional(),
    }),
    answer: page(orderRow),
  }),
  'GET /orders/{id}': endpoint({
    summary: 'One order: what for, how much, receipts',
    access: 'person',
    cache: 'private',
    params,
    answer: orderDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /orders/{id}/prepay': endpoint({
    summary:
      'What the phone needs to pay now; a second call gives the same payment while it can still be paid',
    access: 'person',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: z.strictObject({
      /** The amount on the screen: refused when it is another by now. */
      fen: z.number().int().positive(),
    }),
    answer: z.strictObject({ order: orderDetail, payment: paymentParams }),
    errors: ['NOT_FOUND', 'ORDER_STATE', 'ORDER_AMOUNT_CHANGED', 'PAY_UNAVAILABLE', 'MANDATE_ENDED'],
  }),
  'POST /orders/{id}/refresh': endpoint({
    summary: 'Ask WeChat Pay how it stands: after the phone says it was paid',
    access: 'person',
    limit: 'write',
    params,
    answer: orderDetail,
    errors: ['NOT_FOUND', 'PAY_UNAVAILABLE'],
  }),
  'GET /orders/{id}/code': endpoint({
    summary: 'The mini-program code that opens this order in WeChat, for a page outside WeChat',
    access: 'person',
    params,
    gives: 'file',
    errors: ['NOT_FOUND', 'ORDER_STATE', 'WECHAT_UNAVAILABLE'],
  }),
};

export const refundState = z.enum([
  'awaiting-approval',
  'rejected',
  'to-send',
  'processing',
  'done',
  'failed',
]);

export const refundRow = z.strictObject({
  id: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  title: z.string(),
  fen: z.number().int().positive(),
  reason: z.string(),
  /** `twice`, `late`, `withdrawn`, `cancelled` happen by themselves; `manual` a person asked for it. */
  cause: z.enum(['twice', 'late', 'withdrawn', 'cancelled', 'manual']),
  state: refundState,
  stateWords: z.string(),
  askedBy: z.string(),
  askedAt: time,
  approvedBy: z.string().nullable(),
  /** Whether the caller may approve it. */
  canApprove: z.boolean(),
  error: z.string().nullable(),
});
export type RefundRow = z.infer<typeof refundRow>;

/** Where bill, ledger and orders do not agree. */
export const difference = z.strictObject({
  kind: z.enum(['missing-here', 'missing-there', 'amount', 'state', 'unknown-order', 'fee']),
  what: z.enum(['payment', 'refund']),
  /** Our number, out_trade_no or out_refund_no. */
  number: z.string(),
  orderNumber: z.string().nullable(),
  hereFen: z.number().int().nullable(),
  thereFen: z.number().int().nullable(),
  words: z.string(),
});
export const reconciliation = z.strictObject({
  day: date,
  /** `open` the bill is not there yet; `equal`; `different`. */
  state: z.enum(['open', 'equal', 'different', 'failed']),
  words: z.string(),
  billPaidFen: z.number().int(),
  billRefundedFen: z.number().int(),
  ledgerPaidFen: z.number().int(),
  ledgerRefundedFen: z.number().int(),
  payments: z.number().int(),
  refunds: z.number().int(),
  differences: z.array(difference),
  doneAt: time.nullable(),
});
export type Reconciliation = z.infer<typeof reconciliation>;

export const alarm = z.strictObject({
  id: z.string(),
  at: time,
  kind: z.string(),
  words: z.string(),
  orderNumber: z.string().nullable(),
});

const money = ['supervisor'] as const;
const counter = ['window', 'supervisor'] as const;

export const staffPaymentsContract = {
  'GET /staff/orders': endpoint({
    summary: 'Orders of my hall; search by order, case or WeChat number',
    access: 'staff',
    roles: counter,
    limit: 'staff',
    query: z.strictObject({
      state: orderState.optional(),
      caseId: id.optional(),
      q: z.string().trim().max(60).optional(),
      page: cursor.optional(),
    }),
    answer: page(orderRow),
  }),
  'GET /staff/orders/{id}': endpoint({
    summary: 'One order with its receipts',
    access: 'staff',
    roles: counter,
    limit: 'staff',
    params,
    answer: orderDetail,
    errors: ['NOT_FOUND'],
  }),
  'POST /staff/orders/{id}/settle': endpoint({
    summary: 'Paid at the window, or exempt: with the number of the receipt or the ground',
    access: 'staff',
    roles: counter,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({
      how: z.enum(['paid-at-window', 'exempt']),
      /** The number of the receipt, or the ground of the exemption as the guide has it. */
      reference: text(2, 100),
    }),
    answer: orderDetail,
    errors: ['NOT_FOUND', 'ORDER_STATE'],
  }),
  'GET /staff/refunds': endpoint({
    summary: 'Refunds of my hall: those that wait for me first',
    access: 'staff',
    roles: money,
    limit: 'staff',
    query: z.strictObject({ state: refundState.optional(), page: cursor.optional() }),
    answer: page(refundRow),
  }),
  'POST /staff/refunds': endpoint({
    summary: 'Give money back; above the limit a second person approves',
    access: 'staff',
    roles: money,
    limit: 'staff',
    idempotency: 'required',
    body: z.strictObject({
      orderId: id,
      fen: z.number().int().positive(),
      /** As the citizen reads it. */
      reason: text(2, 80),
    }),
    status: 201,
    answer: refundRow,
    errors: ['NOT_FOUND', 'ORDER_STATE', 'REFUND_TOO_MUCH'],
  }),
  'POST /staff/refunds/{id}/approve': endpoint({
    summary: 'The second person: yes or no',
    access: 'staff',
    roles: money,
    limit: 'staff',
    idempotency: 'required',
    params,
    body: z.strictObject({ approve: z.boolean(), note: text(0, 200).optional() }),
    answer: refundRow,
    errors: ['NOT_FOUND', 'REFUND_STATE', 'REFUND_SAME_OFFICER'],
  }),
  'GET /staff/reconciliations': endpoint({
    summary: 'The daily comparison of bill, ledger and orders, the newest first',
    access: 'staff',
    roles: money,
    limit: 'staff',
    query: z.strictObject({ page: cursor.optional() }),
    answer: page(reconciliation),
  }),
  'GET /staff/payment-alarms': endpoint({
    summary: 'What did not match and was not released: amounts, apps, merchants, unknown orders',
    access: 'staff',
    roles: money,
    limit: 'staff',
    query: z.strictObject({ page: cursor.optional() }),
    answer: page(alarm),
  }),
};
