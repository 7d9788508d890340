import { compareKeys, type PageOf, pageAfter, type SortKey } from '../../http/cursor';
import type { Caller, StaffCaller } from '../../http/route';
import type { DeliveryDoc, MessageDoc } from './model';
import type { NotificationParts } from './parts';

const PAGE = 20;
/** Beyond them the oldest are not listed. */
const MOST = 1_000;

type Row = Pick<MessageDoc, '_id' | 'at'>;
const orderOf = ({ _id, at }: Row): SortKey => [-at.getTime(), _id];

/** Whose messages a citizen reads: those to the person, on whichever phone, and those to this account alone. */
export function recipientsOf({ accountId, personId }: Caller): string[] {
  return [...(personId === null ? [] : [`person:${personId}`]), `account:${accountId}`];
}

export const staffRecipient = ({ staffId }: StaffCaller) => [`staff:${staffId}`];

/** What a citizen's choices are kept under: the person's, once there is one. */
export const ownerOf = (caller: Caller) => recipientsOf(caller)[0] ?? `account:${caller.accountId}`;

/** A page of messages, newest first. */
export async function listMessages(
  { messages }: NotificationParts,
  recipients: string[],
  cursor: string | undefined,
): Promise<PageOf<MessageDoc>> {
  const rows = await messages
    .find({ recipient: { $in: recipients } }, { at: 1 })
    .sort({ at: -1 })
    .limit(MOST)
    .lean<Row[]>();
  rows.sort((a, b) => compareKeys(orderOf(a), orderOf(b)));
  const { items, next, total } = pageAfter(rows, cursor, PAGE, orderOf);
  const found = await messages.find({ _id: { $in: items.map(({ _id }) => _id) } }).lean<MessageDoc[]>();
  const byId = new Map(found.map((doc) => [doc._id, doc]));
  return { items: items.flatMap(({ _id }) => byId.get(_id) ?? []), next, total };
}

/** How many are unread. */
export function countUnread({ messages }: NotificationParts, recipients: string[]): Promise<number> {
  return messages.countDocuments({ recipient: { $in: recipients }, readAt: null });
}

/** Marks messages of these recipients as read: those named, or all. */
export async function markRead(
  { messages }: NotificationParts,
  recipients: string[],
  ids: string[] | undefined,
  now: Date,
): Promise<void> {
  await messages.updateMany(
    { recipient: { $in: recipients }, readAt: null, ...(ids && { _id: { $in: ids } }) },
    { $set: { readAt: now } },
  );
}

/** The deliveries of some messages, by message. */
export async function deliveriesOf(
  { deliveries }: NotificationParts,
  messageIds: string[],
): Promise<Map<string, DeliveryDoc[]>> {
  const found = await deliveries
    .find({ messageId: { $in: messageIds } })
    .sort({ channel: -1, createdAt: 1 })
    .lean<DeliveryDoc[]>();
  const byMessage = new Map<string, DeliveryDoc[]>();
  for (const delivery of found)
    byMessage.set(delivery.messageId, [...(byMessage.get(delivery.messageId) ?? []), delivery]);
  return byMessage;
}
