import { emptyConsents, noteAnswer } from './consent-ledger';
import type { DeliveryDoc, PushDoc } from './model';
import { settleConsent, wayOf } from './outcome';
import type { NotificationParts } from './parts';

const BATCH = 200;
/** A message's arrival may be told before it is written down that it was sent. */
const AGAIN_MS = 30_000;
/** What waits longer is of a message whose worker died: looked for less often, and until one has come back. */
const SOON_MS = 20 * 60_000;
const LATER_MS = 4 * 60_000;
const PATIENCE_MS = 86_400_000;
/** So long a push is known again. */
const KEPT_MS = 3 * 86_400_000;

/** Works on stored pushes: the ledger of consents, and which messages arrived. */
export async function applyPushes(parts: NotificationParts): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const due = await parts.pushes
      .find({ dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .lean<PushDoc[]>();
    for (const push of due) await apply(parts, push, now);
    if (due.length < BATCH) break;
  }
  await parts.pushes.deleteMany({ createdAt: { $lte: new Date(now.getTime() - KEPT_MS) } });
}

async function apply(parts: NotificationParts, push: PushDoc, now: Date): Promise<void> {
  let done = true;
  for (const [index, row] of push.list.entries()) {
    const { templateId } = row;
    if (push.event === 'subscribe_msg_sent_event') {
      done = (await arrived(parts, push, row, now)) && done;
    } else if (push.event === 'subscribe_msg_change_event') {
      if (row.status === 'reject') await emptyConsents(parts, push.accountId, templateId);
    } else if (row.status === 'accept' || row.status === 'reject' || row.status === 'ban') {
      await answered(parts, push, `${push._id} ${index}`, { templateId, answer: row.status });
    }
  }
  await parts.reached('push:applied');
  const age = now.getTime() - push.createdAt.getTime();
  const patient = age < PATIENCE_MS;
  const again = age < SOON_MS ? AGAIN_MS : LATER_MS;
  await parts.pushes.updateOne(
    { _id: push._id },
    done || !patient ? { $unset: { dueAt: 1 } } : { $set: { dueAt: new Date(now.getTime() + again) } },
  );
}

async function answered(
  parts: NotificationParts,
  { accountId, createdAt }: PushDoc,
  operation: string,
  { templateId, answer }: { templateId: string; answer: 'accept' | 'reject' | 'ban' },
): Promise<void> {
  const template = Object.values(parts.settings.wechat.templates).find(({ id }) => id === templateId);
  // Not ours, or of somebody who never let us keep anything.
  if (!template || !(await parts.people.accountToReach(accountId))) return;
  const { longTerm } = template;
  await noteAnswer(parts, {
    accountId,
    templateId,
    answer,
    from: 'push',
    operation,
    longTerm,
    now: createdAt,
  });
}

/** @returns false when no message is known by that number yet */
async function arrived(
  parts: NotificationParts,
  push: PushDoc,
  { templateId, msgId, errorCode }: PushDoc['list'][number],
  now: Date,
): Promise<boolean> {
  const found = await sentAs(parts, push, templateId, msgId);
  if (!found) return false;
  const good = errorCode === undefined || errorCode === '0';
  const ending = { state: good ? ('delivered' as const) : ('refused' as const) };
  const changed = await parts.deliveries.updateOne(
    // What is sent already, or may have been and waits for exactly this word.
    { _id: found._id, $or: [{ state: 'sent' }, { state: 'sending', unknownSince: { $ne: null } }] },
    {
      $set: {
        ...ending,
        externalId: msgId ?? found.externalId,
        reason: good ? null : 'not-taken',
        code: good ? null : (errorCode ?? null),
        unknownSince: null,
        changedAt: now,
      },
      $unset: { nextAt: 1, underWay: 1 },
    },
  );
  if (changed.matchedCount === 1) await settleConsent(parts, found, ending);
  // One known by its number is over already; one that only seemed to wait for this word was just taken up again.
  return changed.matchedCount === 1 || (msgId !== undefined && found.externalId === msgId);
}

/** The delivery by WeChat's number; else the one to that account by that template of which nobody knows how it ended. */
async function sentAs(
  { deliveries }: NotificationParts,
  { accountId }: PushDoc,
  templateId: string,
  msgId: string | undefined,
): Promise<DeliveryDoc | null> {
  const byNumber =
    msgId !== undefined && (await deliveries.findOne({ externalId: msgId, accountId }).lean<DeliveryDoc>());
  if (byNumber) return byNumber;
  return deliveries
    .findOne({ underWay: wayOf({ accountId, templateId }), unknownSince: { $ne: null } })
    .lean<DeliveryDoc>();
}
