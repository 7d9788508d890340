import { PayRefusal, type WeChatPayGateway } from '../../gateways/wechat-pay';
import { changeOrder, type Loaded } from './ledger';
import type { AttemptDoc, OrderDoc } from './model';
import type { PaymentParts } from './parts';
import { recordPayment } from './record-payment';

/** How an attempt stands: it can still be paid (or may yet arrive), or nothing can come of it any more. */
export type Asked = 'open' | 'over';

/** Minutes after an attempt began at which WeChat is asked when it says nothing by itself. */
const ASK_AFTER_MINUTES = [1, 5, 15, 30, 60];
const MINUTE_MS = 60_000;

/** When an attempt is asked for next: more and more rarely, and once it can't be paid any more. */
export function nextAsk({ at, expiresAt, asked }: AttemptDoc): Date {
  const last = new Date(expiresAt.getTime() + MINUTE_MS);
  const minutes = ASK_AFTER_MINUTES[asked];
  if (minutes === undefined) return last;
  const next = new Date(at.getTime() + minutes * MINUTE_MS);
  return next < last ? next : last;
}

/**
 * Asks WeChat how an attempt stands and takes its word. WeChat answers also the closing of what it does not know, so
 * closing is followed by asking.
 * @param close ends the attempt first
 * @throws PayRefusal, OutboundFailure
 */
export async function askAttempt(
  parts: PaymentParts,
  pay: WeChatPayGateway,
  attempt: AttemptDoc,
  close: boolean,
): Promise<Asked> {
  const now = parts.clock.now();
  if (close) await closeAttempt(pay, attempt);
  try {
    const transaction = await pay.query(attempt.no);
    const { state } = transaction;
    // Also what does not match is over: people look at the alarm.
    if ((await recordPayment(parts, transaction, now)) !== 'not-paid') return 'over';
    return state === 'CLOSED' || state === 'REVOKED' ? 'over' : 'open';
  } catch (error) {
    if (!(error instanceof PayRefusal && error.meaning === 'unknown')) throw error;
    // It may be on its way there; after its time it is good for nothing.
    return attempt.expiresAt <= now ? 'over' : 'open';
  }
}

async function closeAttempt(pay: WeChatPayGateway, { no }: AttemptDoc): Promise<void> {
  try {
    await pay.close(no);
  } catch (error) {
    // What is paid can't be closed: the question that follows says so.
    if (!(error instanceof PayRefusal) || error.meaning === 'later') throw error;
  }
}

/**
 * Asks for every attempt of an order that may still be paid; closes those whose time is over, and all when it is not owed.
 * @param closing closes also what could still be paid
 * @returns the order as it is then
 * @throws PayRefusal, OutboundFailure: what was heard before stands
 */
export async function askOrder(
  parts: PaymentParts,
  { doc, standing }: Loaded,
  closing = false,
): Promise<Loaded> {
  const { pay } = parts;
  const over = new Set<string>();
  const asked = doc.attempts.filter(({ ended }) => !ended);
  const now = parts.clock.now();
  if (pay)
    for (const attempt of asked) {
      const close = closing || standing.state !== 'owed' || attempt.expiresAt <= now;
      if ((await askAttempt(parts, pay, attempt, close)) === 'over') over.add(attempt.no);
    }
  const numbers = new Set(asked.map(({ no }) => no));
  return changeOrder(parts, doc._id, now, ({ doc: current, standing: stands }) => {
    const attempts = current.attempts.map((each) =>
      numbers.has(each.no)
        ? { ...each, asked: each.asked + 1, ended: each.ended || over.has(each.no) }
        : each,
    );
    const expired = stands.state === 'owed' && isOver(current, now) && attempts.every(({ ended }) => ended);
    return {
      attempts,
      checkingSince: null,
      ...askDue(attempts, now),
      ...(expired && {
        events: [
          {
            key: `closed ${doc._id}`,
            kind: 'closed' as const,
            fen: 0,
            at: now,
            cause: 'expired' as const,
            words: '到期没有付款',
          },
        ],
      }),
    };
  });
}

/** The time to pay is over. */
export function isOver({ payBy }: Pick<OrderDoc, 'payBy'>, now: Date): boolean {
  return payBy !== null && payBy <= now;
}

/** What is still open after it was asked for is asked for again in a minute at the earliest. */
function askDue(attempts: readonly AttemptDoc[], now: Date): { askDue?: Date } {
  const next = attempts.filter(({ ended }) => !ended).map((each) => nextAsk(each).getTime());
  if (next.length === 0) return {};
  return { askDue: new Date(Math.max(Math.min(...next), now.getTime() + MINUTE_MS)) };
}
