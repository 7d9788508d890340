import type { DeadLetter, StaffDelivery } from '../../../shared/contract/notifications';
import type { NoticeSubject } from '../../../shared/domain/notices';
import { toIso } from '../../../shared/domain/time';
import { compareKeys, pageAfter, type SortKey } from '../../http/cursor';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { deliveriesOf } from './inbox';
import { noticeTable } from './kinds';
import type { DeliveryDoc, MessageDoc } from './model';
import type { NotificationParts } from './parts';
import { presentDeliveries } from './presenter';
import { reasonOf } from './reasons';

const PAGE = 20;
const MOST = 1_000;

const orderOf = ({ _id, changedAt }: DeliveryDoc): SortKey => [-changedAt.getTime(), _id];

/**
 * What lies within a member of staff's scope; whose place nobody said is for those of the whole city. What is about a complaint
 * is for nobody: whoever it is about may be among them, and would know of it by its message.
 */
function scopeOf({ venueId, department }: StaffCaller) {
  const unseen = { 'subject.kind': { $ne: 'complaint' as const } };
  if (venueId === null) return unseen;
  return {
    ...unseen,
    'place.venueId': venueId,
    ...(department !== null && {
      $or: [{ 'place.department': { $exists: false } }, { 'place.department': department }],
    }),
  };
}

/** Messages that nobody tries any more, newest first. */
export async function listDeadLetters(
  { deliveries }: NotificationParts,
  staff: StaffCaller,
  cursor: string | undefined,
) {
  const dead = await deliveries
    .find({ dead: true, ...scopeOf(staff) })
    .sort({ changedAt: -1 })
    .limit(MOST)
    .lean<DeliveryDoc[]>();
  dead.sort((a, b) => compareKeys(orderOf(a), orderOf(b)));
  const { items, next, total } = pageAfter(dead, cursor, PAGE, orderOf);
  return { items: items.map(presentDeadLetter), next, total };
}

function presentDeadLetter(doc: DeliveryDoc): DeadLetter {
  const reason = reasonOf(doc.reason);
  return {
    id: doc._id,
    channel: doc.channel,
    kind: doc.kind,
    title: noticeTable[doc.kind].title,
    subject: { kind: doc.subject.kind, id: doc.subject.id },
    reason: `${reason?.staff ?? '没有送出'}${doc.code ? `（${doc.code}）` : ''}`,
    advice: reason?.advice ?? '',
    attempts: doc.attempts,
    at: toIso(doc.createdAt),
    failedAt: toIso(doc.changedAt),
  };
}

/**
 * Sends a dead letter again. Pressed twice, or by two people, it is sent once more, not twice.
 * @throws Problem NOT_FOUND when it is none, any more or within this scope
 */
export async function replayDeadLetter(
  { deliveries }: NotificationParts,
  staff: StaffCaller,
  id: string,
  now: Date,
): Promise<void> {
  const replayed = await deliveries.updateOne(
    { _id: id, dead: true, ...scopeOf(staff) },
    {
      $set: {
        state: 'created',
        nextAt: now,
        since: now,
        changedAt: now,
        attempts: 0,
        reason: null,
        code: null,
        unknownSince: null,
      },
      $unset: { dead: 1 },
      $inc: { fence: 1 },
    },
  );
  if (replayed.matchedCount === 0) throw new Problem('NOT_FOUND', { next: '刷新列表；可能已经有人重发了。' });
}

/** What was sent about one thing and how far it came; never who to, nor what it said. */
export async function messagesAbout(
  parts: NotificationParts,
  staff: StaffCaller,
  about: { kind: NoticeSubject['kind']; id: string },
  now: Date,
): Promise<StaffDelivery[]> {
  const found = await parts.messages
    .find({ ...scopeOf(staff), 'subject.id': about.id, 'subject.kind': about.kind })
    .sort({ at: -1 })
    .limit(100)
    .lean<MessageDoc[]>();
  const toCitizens = found.filter(({ recipient }) => !recipient.startsWith('staff:'));
  const byMessage = await deliveriesOf(
    parts,
    toCitizens.map(({ _id }) => _id),
  );
  return toCitizens.map((doc) => ({
    messageId: doc._id,
    kind: doc.kind,
    title: noticeTable[doc.kind].title,
    at: toIso(doc.at),
    read: doc.readAt !== null,
    deliveries: presentDeliveries(doc, byMessage.get(doc._id) ?? [], now),
  }));
}
