import { PayForgery, type PayNotification } from '../../gateways/wechat-pay';
import type { PayNotificationDoc } from './model';
import { isTaken, type PaymentParts } from './parts';
import { recordPayment } from './record-payment';
import { recordRefund } from './send-refunds';

/** A notification as it came, before anything was made of it. */
export interface NotificationRequest {
  headers: Record<string, string | undefined>;
  rawBody: string;
  now: Date;
}

/** If it took no effect by then, the job sees to it. */
const LATER_MS = 10_000;
const BATCH = 100;

/**
 * Takes a notification of WeChat Pay: opened, stored once, in the ledger, then answered. What does not match our own orders is
 * an alarm, and answered too: WeChat would only say it again.
 * @returns `taken`; `refused` when it is not WeChat's word
 */
export async function receiveNotification(
  parts: PaymentParts,
  { headers, rawBody, now }: NotificationRequest,
): Promise<'taken' | 'refused' | 'closed'> {
  if (!parts.pay) return 'closed';
  let opened: PayNotification;
  try {
    opened = await parts.pay.open(headers, rawBody, now);
  } catch (error) {
    if (!(error instanceof PayForgery)) throw error;
    parts.log.warn({ why: error.why }, 'a payment notification was refused');
    return 'refused';
  }
  const stored = await store(parts, opened, now);
  await parts.reached('pay:notified');
  if (stored.dueAt) await take(parts, stored);
  return 'taken';
}

async function store(
  { notifications, pay }: PaymentParts,
  opened: PayNotification,
  now: Date,
): Promise<PayNotificationDoc> {
  const doc: PayNotificationDoc = {
    _id: opened.id,
    receivedAt: now,
    mchid: opened.kind === 'refund' ? opened.mchid : (pay?.mchid ?? ''),
    transaction: opened.kind === 'transaction' ? opened.transaction : null,
    refund: opened.kind === 'refund' ? opened.refund : null,
    dueAt: new Date(now.getTime() + LATER_MS),
  };
  try {
    await notifications.create(doc);
    return doc;
  } catch (error) {
    if (!isTaken(error)) throw error;
    return (await notifications.findById(opened.id).lean<PayNotificationDoc>()) ?? doc;
  }
}

async function take(
  parts: PaymentParts,
  { _id, transaction, refund, mchid }: PayNotificationDoc,
): Promise<void> {
  const now = parts.clock.now();
  if (transaction) await recordPayment(parts, transaction, now);
  if (refund) await recordRefund(parts, refund, mchid, now);
  await parts.notifications.updateOne({ _id }, { $unset: { dueAt: 1 } });
}

/** Takes what was stored by those who died before it took effect. */
export async function takeLeft(parts: PaymentParts): Promise<void> {
  const now = parts.clock.now();
  const left = await parts.notifications
    .find({ dueAt: { $lte: now } })
    .limit(BATCH)
    .lean<PayNotificationDoc[]>();
  for (const doc of left) await take(parts, doc);
}
