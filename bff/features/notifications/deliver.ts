import { pausedChannels } from './channels';
import { addresseeOf } from './counter-phone';
import { noticeTable } from './kinds';
import type { DeliveryDoc, MessageDoc } from './model';
import { CLAIM_MS, end, putOff, unknownOutcome, wayOf } from './outcome';
import type { NotificationParts } from './parts';
import { mayGoAt } from './plan';
import { sendBySms } from './send-by-sms';
import { sendByWeChat } from './send-by-wechat';

/** Deliveries under way at once in one process. */
const LANES = 4;
const MOST_A_RUN = 2_000;

/** Sends what is due. Safe beside other processes and after their death. */
export async function deliverDue(parts: NotificationParts): Promise<void> {
  let left = MOST_A_RUN;
  const ways = new Map<string, Promise<void>>();
  const lane = async () => {
    for (; left > 0; left -= 1) {
      const claimed = await claim(parts);
      if (!claimed) return;
      await parts.reached('deliver:claimed');
      await inTurn(ways, claimed.delivery, () => deliver(parts, claimed.delivery, claimed.before));
      await parts.reached('deliver:recorded');
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Lets go one after the other, without putting them off, what this process sends to one account by one template. */
async function inTurn(
  ways: Map<string, Promise<void>>,
  delivery: DeliveryDoc,
  send: () => Promise<void>,
): Promise<void> {
  const way = wayOf(delivery);
  const before = ways.get(way) ?? Promise.resolve();
  // How the one before fared is told to whoever sent it.
  const turn = before.then(send, send);
  ways.set(way, turn);
  await turn;
}

/** Takes the delivery that has been due longest, and says how it was found. */
async function claim(
  parts: NotificationParts,
): Promise<{ delivery: DeliveryDoc; before: DeliveryDoc } | null> {
  const now = parts.clock.now();
  const paused = await pausedChannels(parts, now);
  const claimed = {
    state: 'sending' as const,
    nextAt: new Date(now.getTime() + CLAIM_MS),
    unknownSince: null,
  };
  const before = await parts.deliveries
    .findOneAndUpdate(
      { nextAt: { $lte: now }, ...(paused.length > 0 && { channel: { $nin: paused } }) },
      { $set: claimed, $inc: { fence: 1 } },
      { sort: { nextAt: 1 }, returnDocument: 'before' },
    )
    .lean<DeliveryDoc>();
  return before && { before, delivery: { ...before, ...claimed, fence: before.fence + 1 } };
}

async function deliver(parts: NotificationParts, delivery: DeliveryDoc, before: DeliveryDoc): Promise<void> {
  // Found while sending and nobody said how it went: whoever sent is gone, and may have been heard.
  if (before.state === 'sending' && before.unknownSince === null && mayHaveGone(before))
    return unknownOutcome(parts, delivery);
  const now = parts.clock.now();
  const message = await parts.messages.findById(delivery.messageId).lean<MessageDoc>();
  if (!message) return end(parts, delivery, { state: 'failed', reason: 'unreachable' });
  if (delivery.notAfter && delivery.notAfter <= now)
    return end(parts, delivery, { state: 'failed', reason: 'too-late' });
  const goes = mayGoAt(parts, message, now);
  if (goes > now) return putOff(parts, delivery, goes, null);
  const account = await addresseeOf(parts, delivery);
  if (!account) return end(parts, delivery, { state: 'failed', reason: 'unreachable' });
  const row = noticeTable[message.kind];
  await (delivery.channel === 'wechat'
    ? sendByWeChat(parts, delivery, message, row, account)
    : sendBySms(parts, delivery, message, row, account));
}

/** Nothing goes to WeChat before its way is taken. */
function mayHaveGone({ channel, underWay }: DeliveryDoc): boolean {
  return channel !== 'wechat' || underWay !== undefined;
}
