import type { z } from 'zod';
import type { paymentParams } from '../../../shared/contract/payments';
import { OutboundFailure } from '../../gateways/outbound';
import { PayRefusal, type WeChatPayGateway } from '../../gateways/wechat-pay';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import { askOrder, isOver, nextAsk } from './ask-wechat';
import { findToAct } from './find-order';
import { changeOrder, type Loaded } from './ledger';
import type { AttemptDoc, OrderDoc } from './model';
import { outTradeNoOf } from './numbers';
import type { PaymentParts } from './parts';

/** WeChat keeps what can be paid for two hours. */
const PAYABLE_MS = 110 * 60_000;
/** Who would have less time than that gets a new attempt. */
const LEAST_MS = 60_000;
/** Numbers that WeChat refused in one call before it is left for later. */
const MOST_ATTEMPTS = 3;

export interface Prepay {
  id: string;
  caller: Caller;
  /** The amount on the screen. */
  fen: number;
}

export interface Prepaid {
  order: Loaded;
  payment: z.output<typeof paymentParams>;
}

/**
 * What the phone needs to pay. The attempt is written down before WeChat hears of it; two calls at once have the same one.
 * @throws Problem NOT_FOUND, MANDATE_ENDED, ORDER_STATE, ORDER_AMOUNT_CHANGED, PAY_UNAVAILABLE
 */
export async function prepay(parts: PaymentParts, { id, caller, fen }: Prepay): Promise<Prepaid> {
  let order = await findToAct(parts, id, caller);
  const { pay } = parts;
  const payer = await parts.people.accountToReach(caller.accountId);
  for (let turn = 0; turn < MOST_ATTEMPTS; turn += 1) {
    mustBePayable(parts, order, fen);
    if (!pay || !payer) throw new Problem('PAY_UNAVAILABLE');
    try {
      order = await withAttempt(parts, order, caller.accountId);
      const attempt = reusable(order.doc, caller.accountId, parts.clock.now());
      // Paid or ended meanwhile: asked anew.
      if (!attempt) continue;
      await parts.reached('pay:attempted');
      const prepayId = attempt.prepayId ?? (await tell(pay, order.doc, attempt, payer.openid));
      if (prepayId === null) {
        order = await refusedAttempt(parts, order, attempt.no);
        continue;
      }
      await parts.reached('pay:prepaid');
      if (attempt.prepayId === null) order = await keepPrepayId(parts, order.doc._id, attempt.no, prepayId);
      return { order, payment: pay.paramsFor(prepayId, parts.clock.now()) };
    } catch (error) {
      throw asUnavailable(error);
    }
  }
  throw new Problem('PAY_UNAVAILABLE', { retryAfter: 5 });
}

/** What WeChat's silence or refusal is to the citizen. */
export function asUnavailable(error: unknown): unknown {
  const theirs = error instanceof OutboundFailure || error instanceof PayRefusal;
  return theirs ? new Problem('PAY_UNAVAILABLE', { retryAfter: 5, cause: error }) : error;
}

/** @throws Problem ORDER_STATE, ORDER_AMOUNT_CHANGED */
function mustBePayable({ clock }: PaymentParts, { doc, standing }: Loaded, fen: number): void {
  const soon = new Date(clock.now().getTime() + LEAST_MS);
  if (standing.state !== 'owed' || isOver(doc, soon)) throw new Problem('ORDER_STATE');
  if (fen !== doc.fen) throw new Problem('ORDER_AMOUNT_CHANGED');
}

/** The attempt of that payer that can still be paid. */
function reusable(doc: OrderDoc, accountId: string, now: Date): AttemptDoc | undefined {
  return doc.attempts.findLast(
    (each) =>
      !each.ended && each.accountId === accountId && each.expiresAt.getTime() - now.getTime() >= LEAST_MS,
  );
}

/** The order with an attempt of that payer; others that could still be paid are closed at WeChat first. */
async function withAttempt(parts: PaymentParts, order: Loaded, accountId: string): Promise<Loaded> {
  const now = parts.clock.now();
  if (reusable(order.doc, accountId, now)) return order;
  const before = order.doc.attempts.some(({ ended }) => !ended) ? await askOrder(parts, order, true) : order;
  return changeOrder(parts, before.doc._id, now, ({ doc, standing }) => {
    if (standing.state !== 'owed' || reusable(doc, accountId, now)) return null;
    const ends = Math.min(now.getTime() + PAYABLE_MS, doc.payBy?.getTime() ?? Number.POSITIVE_INFINITY);
    const attempt: AttemptDoc = {
      no: outTradeNoOf(doc.number ?? '', doc.attempts.length + 1),
      accountId,
      at: now,
      // WeChat knows whole seconds.
      expiresAt: new Date(Math.floor(ends / 1_000) * 1_000),
      prepayId: null,
      ended: false,
      asked: 0,
    };
    return { attempts: [...doc.attempts, attempt], askDue: nextAsk(attempt) };
  });
}

/** @returns null when WeChat will never take that number */
async function tell(
  pay: WeChatPayGateway,
  { title, fen }: OrderDoc,
  { no, expiresAt }: AttemptDoc,
  openid: string,
): Promise<string | null> {
  try {
    return await pay.prepay({ outTradeNo: no, description: title, fen, openid, expiresAt });
  } catch (error) {
    if (error instanceof PayRefusal && error.meaning === 'final') return null;
    throw error;
  }
}

/** It was paid already, or is good for nothing: asked, and left. */
async function refusedAttempt(parts: PaymentParts, order: Loaded, refusedNo: string): Promise<Loaded> {
  const asked = await askOrder(parts, order, true);
  return changeOrder(parts, asked.doc._id, parts.clock.now(), ({ doc }) => ({
    attempts: doc.attempts.map((each) => (each.no === refusedNo ? { ...each, ended: true } : each)),
  }));
}

function keepPrepayId(parts: PaymentParts, id: string, of: string, prepayId: string): Promise<Loaded> {
  return changeOrder(parts, id, parts.clock.now(), ({ doc }) => {
    if (doc.attempts.some(({ no, prepayId: kept }) => no === of && kept !== null)) return null;
    return { attempts: doc.attempts.map((each) => (each.no === of ? { ...each, prepayId } : each)) };
  });
}
