import { createHash } from 'node:crypto';
import type { ReachableAccount } from '../session';
import { openParts } from './contents';
import { counterInstead } from './counter-phone';
import { noticeTable } from './kinds';
import type { DeliveryDoc, MessageDoc } from './model';
import { settingsOf } from './notification-settings';
import type { NotificationParts } from './parts';
import { afterQuiet, tooSoonToWait } from './quiet-hours';

const BATCH = 100;

/**
 * Decides for every message that has waited long enough which ways it goes, and writes those down. Done twice it comes to
 * the same: a delivery is named by its message, channel and account.
 */
export async function planDue(parts: NotificationParts): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const due = await parts.messages
      .find({ planAt: { $lte: now } })
      .sort({ planAt: 1 })
      .limit(BATCH)
      .lean<MessageDoc[]>();
    for (const message of due) await plan(parts, message, now);
    if (due.length < BATCH) return;
  }
}

async function plan(parts: NotificationParts, message: MessageDoc, now: Date): Promise<void> {
  const made = await deliveriesOf(parts, message, now);
  if (made.length > 0) await insertNew(parts, made);
  await parts.reached('plan:inserted');
  await parts.messages.updateOne(
    { _id: message._id, version: message.version, planAt: message.planAt },
    { $unset: { planAt: 1 } },
  );
  await parts.reached('plan:done');
}

async function insertNew(parts: NotificationParts, made: DeliveryDoc[]): Promise<void> {
  try {
    await parts.deliveries.insertMany(made, { ordered: false });
  } catch (error) {
    // Planned before, by a process that then died or by one that does it now.
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
}

async function deliveriesOf(
  parts: NotificationParts,
  message: MessageDoc,
  now: Date,
): Promise<DeliveryDoc[]> {
  const row = noticeTable[message.kind];
  const template = row.wechat && parts.settings.wechat.templates[row.wechat];
  const smsTemplate = row.sms && parts.sms && parts.settings.sms?.templates[row.sms];
  if (!template && !smsTemplate) return [];
  const [accounts, chosen] = await Promise.all([
    accountsOf(parts, message.recipient),
    settingsOf(parts, message.recipient),
  ]);
  const { wechat, sms } = row.group === 'staff' ? { wechat: false, sms: false } : chosen[row.group];
  const base = {
    messageId: message._id,
    recipient: message.recipient,
    kind: message.kind,
    subject: message.subject,
    place: message.place,
    state: 'created' as const,
    nextAt: mayGoAt(parts, message, now),
    notAfter: message.notAfter,
    attempts: 0,
    fence: 0,
    externalId: null,
    unknownSince: null,
    reason: null,
    code: null,
    createdAt: now,
    since: now,
    changedAt: now,
  };
  const made: DeliveryDoc[] = [];
  if (template && wechat)
    for (const { accountId } of accounts)
      made.push({
        ...base,
        _id: deliveryId(message._id, 'wechat', accountId),
        channel: 'wechat',
        accountId,
        templateId: template.id,
      });
  // One phone a person: an SMS that comes twice is a nuisance.
  const smsTo =
    accounts.find(({ phone }) => phone !== null)?.accountId ??
    (await counterInstead(parts, message, accounts));
  if (smsTemplate && sms && smsTo !== null)
    made.push({
      ...base,
      _id: deliveryId(message._id, 'sms'),
      channel: 'sms',
      accountId: smsTo,
      templateId: smsTemplate,
    });
  return made;
}

/** Follows from what it is, so that the same one cannot be made twice. */
function deliveryId(...what: string[]): string {
  return createHash('sha256').update(what.join(' ')).digest('base64url').slice(0, 32);
}

/** The accounts at which a recipient is told. */
export async function accountsOf(parts: NotificationParts, recipient: string): Promise<ReachableAccount[]> {
  const [sort, id = ''] = recipient.split(/:(.*)/s);
  if (sort === 'person') return parts.people.accountsOf(id);
  const account = sort === 'account' ? await parts.people.accountToReach(id) : null;
  return account ? [account] : [];
}

/** When a message may go out, by the night's rest and what it tells of. */
export function mayGoAt(
  { cipher }: Pick<NotificationParts, 'cipher'>,
  message: Pick<MessageDoc, 'kind' | 'contents'>,
  now: Date,
): Date {
  const { urgency } = noticeTable[message.kind];
  if (urgency === 'now') return now;
  const when =
    urgency === 'if-soon' ? openParts(cipher, message).findLast(({ facts }) => facts.when)?.facts.when : null;
  if (when && tooSoonToWait(now, new Date(when))) return now;
  return afterQuiet(now);
}
