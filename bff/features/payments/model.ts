import { type Connection, Schema } from 'mongoose';
import type { z } from 'zod';
import type { difference, OrderKind, OrderState, refundState } from '../../../shared/contract/payments';
import type { LedgerEvent, RefundCause } from '../../../shared/domain/payment';
import type { BillLine, PayRefund, PayTransaction } from '../../gateways/wechat-pay';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';

/** One way to pay an order: a number of its own at WeChat, tied to one payer. */
export interface AttemptDoc {
  /** out_trade_no: the order's number and a count. Stands here before WeChat hears of it. */
  no: string;
  accountId: string | null;
  at: Date;
  /** As WeChat was told: the same at every repetition. */
  expiresAt: Date;
  /** null until WeChat gave it. */
  prepayId: string | null;
  /** Nothing can be paid by it any more, or what was paid is in the ledger. */
  ended: boolean;
  /** How often it was asked for at WeChat without the phone having said anything. */
  asked: number;
}

/** What waits to be told to whoever owes it. */
export type Effect = 'settled' | 'ended';

export interface OrderDoc extends OutboxFields {
  /** Made of kind and subject: found without looking, also before it is there. */
  _id: string;
  /** `ZTF-20261124-7K3Q9F`; absent in one that was dropped before it was owed. */
  number?: string;
  kind: OrderKind;
  subjectId: string;
  caseId: string;
  deliveryId: string | null;
  personId: string;
  accountId: string | null;
  mandateId: string | null;
  venueId: string;
  department: string;
  title: string;
  about: string;
  lines: { name: string; fen: number; basis: string | null }[];
  exemptions: string[];
  fen: number;
  payBy: Date | null;
  attempts: AttemptDoc[];
  /** Projection of the ledger, as lists show it; counted anew from the events at any time. */
  state: OrderState;
  paidFen: number;
  refundedFen: number;
  /** How many events it was counted from. */
  events: number;
  /** Events that are part of this order and not in the ledger yet. */
  unposted: LedgerEvent[];
  /** When they are posted by somebody else; present while there are any. */
  postDue?: Date;
  /** Since when the phone says that it paid and WeChat could not be asked. */
  checkingSince: Date | null;
  /** When WeChat is asked next, or nothing is owed any more; present while something may still happen by itself. */
  askDue?: Date;
  /** Raised by whoever asks: whoever is late has an older one. */
  fence: number;
  effects: Effect[];
  effectTries: number;
  effectDue?: Date;
  createdAt: Date;
  updatedAt: Date;
  version: number;
  /** The last operations that changed it. */
  operations: string[];
}

/** An event in the ledger. Added, never changed. */
export interface PaymentEventDoc extends Omit<LedgerEvent, 'key'> {
  _id: string;
  orderId: string;
  /** The day in Beijing on which it happened. */
  day: string;
}

export interface RefundDoc {
  /** out_refund_no: kept through every try. */
  _id: string;
  orderId: string;
  orderNumber: string;
  title: string;
  venueId: string;
  department: string;
  outTradeNo: string;
  transactionId: string;
  fen: number;
  /** Of the payment, as WeChat wants to hear it. */
  totalFen: number;
  /** At most 80 characters, as the citizen reads it. */
  reason: string;
  cause: RefundCause;
  state: z.output<typeof refundState>;
  /** null: it happened by itself. */
  askedBy: { staffId: string; name: string } | null;
  askedAt: Date;
  approvedBy: { staffId: string; name: string } | null;
  note: string | null;
  error: string | null;
  /** It failed for good and the amount can be refunded anew; false while the money may still go back by itself. */
  released: boolean;
  /** WeChat's number. */
  refundId: string | null;
  succeededAt: Date | null;
  /** The day in Beijing on which WeChat was first heard to have it; its bill counts it under that day. */
  sentDay: string | null;
  tries: number;
  /** When the next step is tried, or may be taken over; absent once nothing is left to do. */
  dueAt?: Date;
  fence: number;
  updatedAt: Date;
  operations: string[];
}

/** What WeChat told us, once. */
export interface PayNotificationDoc {
  _id: string;
  receivedAt: Date;
  mchid: string;
  transaction: PayTransaction | null;
  refund: PayRefund | null;
  /** Present until it took effect. */
  dueAt?: Date;
}

/** Something that did not match. Nothing is released by it. */
export interface PaymentAlarmDoc {
  _id: string;
  at: Date;
  kind: string;
  words: string;
  orderNumber: string | null;
  venueId: string | null;
}

export interface ReconciliationDoc {
  /** The day. */
  _id: string;
  state: 'open' | 'equal' | 'different' | 'failed';
  billPaidFen: number;
  billRefundedFen: number;
  ledgerPaidFen: number;
  ledgerRefundedFen: number;
  payments: number;
  refunds: number;
  differences: z.output<typeof difference>[];
  bill: BillLine[];
  doneAt: Date | null;
  /** When it is tried (again), or may be taken over; absent once it is done. */
  dueAt?: Date;
  fence: number;
}

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const maybeDate = { type: Date, default: null };
const number = { type: Number, required: true };
const date = { type: Date, required: true };
/** Written and read whole; the types here hold its shape. */
const whole = { type: Schema.Types.Mixed, default: null };
const list = { type: [Schema.Types.Mixed], required: true } as never;
const strict = { versionKey: false, strict: 'throw', minimize: false } as const;
const present = (name: string) => ({ partialFilterExpression: { [name]: { $exists: true } } });

/** Registers the models on a connection. */
export function createModels(mongo: Connection) {
  const order = new Schema<OrderDoc>(
    {
      _id: String,
      number: String,
      kind: text,
      subjectId: text,
      caseId: text,
      deliveryId: maybeText,
      personId: text,
      accountId: maybeText,
      mandateId: maybeText,
      venueId: text,
      department: text,
      title: text,
      about: text,
      lines: list,
      exemptions: [String],
      fen: number,
      payBy: maybeDate,
      attempts: list,
      state: text,
      paidFen: number,
      refundedFen: number,
      events: number,
      unposted: list,
      postDue: Date,
      checkingSince: maybeDate,
      askDue: Date,
      fence: number,
      effects: { type: [String], required: true },
      effectTries: number,
      effectDue: Date,
      createdAt: date,
      updatedAt: date,
      version: number,
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { ...strict, collection: 'orders' },
  );
  // One order a thing, whoever says how often that it is owed.
  order.index({ kind: 1, subjectId: 1 }, { unique: true, name: 'one_a_thing' });
  order.index({ number: 1 }, { unique: true, ...present('number'), name: 'number' });
  // A notification names the attempt; a number is one order's.
  order.index({ 'attempts.no': 1 }, { unique: true, ...present('attempts.no'), name: 'by_attempt' });
  // An account that goes is taken out of what it tried to pay.
  order.index({ 'attempts.accountId': 1 }, { name: 'tried_by' });
  order.index({ personId: 1, createdAt: -1 }, { name: 'of_a_person' });
  order.index({ mandateId: 1, createdAt: -1 }, { name: 'under_a_mandate' });
  order.index({ caseId: 1 }, { name: 'of_a_case' });
  order.index({ venueId: 1, createdAt: -1 }, { name: 'of_a_venue' });
  for (const due of ['postDue', 'askDue', 'effectDue'] as const)
    order.index({ [due]: 1 }, { ...present(due), name: `by_${due}` });
  indexOutbox(order);

  const event = new Schema<PaymentEventDoc>(
    {
      _id: String,
      orderId: text,
      seq: number,
      kind: text,
      fen: number,
      at: date,
      day: text,
      outTradeNo: maybeText,
      outRefundNo: maybeText,
      number: maybeText,
      transactionId: maybeText,
      cause: maybeText,
      words: maybeText,
      by: whole,
    },
    { ...strict, collection: 'payment-events' },
  );
  event.index({ orderId: 1, seq: 1 }, { unique: true, name: 'in_order' });
  event.index({ day: 1, kind: 1 }, { name: 'of_a_day' });
  event.index({ number: 1 }, { name: 'by_number' });
  event.index({ outRefundNo: 1 }, { name: 'by_refund' });

  const refund = new Schema<RefundDoc>(
    {
      _id: String,
      orderId: text,
      orderNumber: text,
      title: text,
      venueId: text,
      department: text,
      outTradeNo: text,
      transactionId: text,
      fen: number,
      totalFen: number,
      reason: text,
      cause: text,
      state: text,
      askedBy: whole,
      askedAt: date,
      approvedBy: whole,
      note: maybeText,
      error: maybeText,
      released: { type: Boolean, required: true },
      refundId: maybeText,
      succeededAt: maybeDate,
      sentDay: maybeText,
      tries: number,
      dueAt: Date,
      fence: number,
      updatedAt: date,
      operations: { type: [String], required: true },
    },
    { ...strict, collection: 'refunds' },
  );
  refund.index({ dueAt: 1 }, { ...present('dueAt'), name: 'due' });
  refund.index({ venueId: 1, askedAt: -1 }, { name: 'of_a_venue' });
  refund.index({ sentDay: 1 }, { name: 'of_a_day' });
  refund.index({ orderId: 1 }, { name: 'of_an_order' });

  const notification = new Schema<PayNotificationDoc>(
    { _id: String, receivedAt: date, mchid: text, transaction: whole, refund: whole, dueAt: Date },
    { ...strict, collection: 'payment-notifications' },
  );
  notification.index({ dueAt: 1 }, { ...present('dueAt'), name: 'due' });

  const alarm = new Schema<PaymentAlarmDoc>(
    { _id: String, at: date, kind: text, words: text, orderNumber: maybeText, venueId: maybeText },
    { ...strict, collection: 'payment-alarms' },
  );
  alarm.index({ at: -1 }, { name: 'newest_first' });

  const reconciliation = new Schema<ReconciliationDoc>(
    {
      _id: String,
      state: text,
      billPaidFen: number,
      billRefundedFen: number,
      ledgerPaidFen: number,
      ledgerRefundedFen: number,
      payments: number,
      refunds: number,
      differences: list,
      bill: list,
      doneAt: maybeDate,
      dueAt: Date,
      fence: number,
    },
    { ...strict, collection: 'reconciliations' },
  );
  reconciliation.index({ dueAt: 1 }, { ...present('dueAt'), name: 'due' });

  return {
    orders: mongo.model<OrderDoc>('Order', order),
    events: mongo.model<PaymentEventDoc>('PaymentEvent', event),
    refunds: mongo.model<RefundDoc>('Refund', refund),
    notifications: mongo.model<PayNotificationDoc>('PayNotification', notification),
    alarms: mongo.model<PaymentAlarmDoc>('PaymentAlarm', alarm),
    reconciliations: mongo.model<ReconciliationDoc>('Reconciliation', reconciliation),
  };
}

export type PaymentModels = ReturnType<typeof createModels>;
