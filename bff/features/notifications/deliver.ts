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
  let last: Promise<unknown> = Promise.resolve();
  // One after the other: lanes of one process need not run after the same delivery.
  const next = () => {
    const claimed = last.then(() => claim(parts));
    last = claimed.catch(() => undefined);
    return claimed;
  };
  const lane = async () => {
    for (; left > 0; left -= 1) {
      const claimed = await next();
      if (!claimed) return;
      await parts.reached('deliver:claimed');
      await inTurn(ways, claimed.delivery, () => deliver(parts, claimed));
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

interface Claimed {
  delivery: DeliveryDoc;
  /** How it was found. */
  before: Pick<DeliveryDoc, 'state' | 'unknownSince'>;
}

/**
 * Takes the delivery that has been due longest, and says how it was found. What it was is read first and named in the
 * filter, so that it holds at the very moment of taking; the way it is on is not touched by that and is read with it.
 */
async function claim(parts: NotificationParts): Promise<Claimed | null> {
  const now = parts.clock.now();
  const paused = await pausedChannels(parts, now);
  const claimed = {
    state: 'sending' as const,
    nextAt: new Date(now.getTime() + CLAIM_MS),
    unknownSince: null,
  };
  for (;;) {
    const before = await parts.deliveries
      .findOne(
        { nextAt: { $lte: now }, ...(paused.length > 0 && { channel: { $nin: paused } }) },
        { state: 1, unknownSince: 1, fence: 1, nextAt: 1 },
      )
      .sort({ nextAt: 1 })
      .lean<Pick<DeliveryDoc, '_id' | 'state' | 'unknownSince' | 'fence' | 'nextAt'>>();
    if (!before) return null;
    const { _id, state, unknownSince, fence, nextAt } = before;
    const delivery = await parts.deliveries
      .findOneAndUpdate(
        { _id, state, unknownSince, fence, nextAt },
        { $set: claimed, $inc: { fence: 1 } },
        { returnDocument: 'after' },
      )
      .lean<DeliveryDoc>();
    if (delivery) return { delivery, before };
    // Somebody else took it, or it came to its end: the next one.
  }
}

async function deliver(parts: NotificationParts, { delivery, before }: Claimed): Promise<void> {
  // Found while sending and nobody said how it went: whoever sent is gone, and may have been heard.
  if (before.state === 'sending' && before.unknownSince === null && mayHaveGone(delivery))
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
