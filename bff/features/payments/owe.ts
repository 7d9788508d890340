import type { OrderKind } from '../../../shared/contract/payments';
import type { ClosedCause } from '../../../shared/domain/payment';
import { standingOf } from '../../../shared/domain/payment';
import { owingFrom } from '../../work/outbox';
import { changeOrder, post } from './ledger';
import type { OrderDoc } from './model';
import { noticesOf } from './notices';
import { drawNumber, orderIdOf } from './numbers';
import { isTaken, type PaymentParts } from './parts';

/** Something a person owes: one order a thing, however often it is said. */
export interface Owed {
  kind: OrderKind;
  /** Of the case or the parcel: with the kind unique for ever. */
  subjectId: string;
  caseId: string;
  deliveryId: string | null;
  personId: string;
  /** Who acts in the app for them; null for a case of the counter. */
  accountId: string | null;
  /** Under which that account acts for the person; null or absent when for themselves. */
  mandateId?: string | null;
  venueId: string;
  department: string;
  /** `居民身份证工本费` */
  title: string;
  /** Item and case number, in words. */
  about: string;
  lines: { name: string; fen: number; basis: string | null }[];
  /** Who need not pay, in words. */
  exemptions: string[];
  /** After it nothing is owed any more; null: until it is settled. */
  payBy: Date | null;
  at: Date;
}

const NOBODY = 'nobody';

/** Makes the order of a thing, or finds it: also one that was dropped before anybody owed it. */
export async function owe(parts: PaymentParts, owed: Owed): Promise<{ orderId: string }> {
  const { at, lines } = owed;
  const fen = lines.reduce((total, line) => total + line.fen, 0);
  if (!Number.isSafeInteger(fen) || fen <= 0) throw new Error('Nothing is owed');
  const id = orderIdOf(owed.kind, owed.subjectId);
  const event = {
    key: `owed ${id}`,
    seq: 1,
    kind: 'owed' as const,
    fen,
    at,
    outTradeNo: null,
    outRefundNo: null,
    number: null,
    transactionId: null,
    cause: null,
    words: null,
    by: null,
  };
  for (;;) {
    const doc: OrderDoc = {
      ...blank(id, owed.kind, owed.subjectId, at),
      ...owedFields(owed),
      number: drawNumber(at),
      fen,
      state: 'owed',
      events: 1,
      unposted: [event],
      postDue: at,
      ...(owed.payBy && { askDue: owed.payBy }),
    };
    const notices = noticesOf(doc, [event], standingOf([]), standingOf([event]));
    try {
      await parts.orders.create({ ...doc, ...owingFrom(notices) });
      await parts.reached('pay:changed');
      await post(parts, doc);
      return { orderId: id };
    } catch (error) {
      if (!isTaken(error)) throw error;
      // It is there; or a number was drawn that somebody else has.
      if (await parts.orders.exists({ _id: id })) return { orderId: id };
    }
  }
}

/**
 * It is not owed any more. What was paid goes back by the same update; what can still be paid is closed at WeChat by the job.
 * What is dropped before it is owed leaves a mark, so that it never will be.
 */
export async function drop(
  parts: PaymentParts,
  kind: OrderKind,
  subjectId: string,
  cause: Exclude<ClosedCause, 'expired'>,
  reason: string,
): Promise<void> {
  const id = orderIdOf(kind, subjectId);
  const now = parts.clock.now();
  try {
    await parts.orders.create({ ...blank(id, kind, subjectId, now), state: 'closed' });
    return;
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
  await changeOrder(parts, id, now, ({ doc, standing }) =>
    doc.number === undefined || standing.closed
      ? null
      : { events: [{ key: `closed ${id}`, kind: 'closed', fen: 0, at: now, cause, words: reason }] },
  );
}

function owedFields({ kind: _kind, subjectId: _subject, at: _at, mandateId = null, ...fields }: Owed) {
  return { ...fields, mandateId };
}

function blank(_id: string, kind: OrderKind, subjectId: string, now: Date): OrderDoc {
  return {
    _id,
    kind,
    subjectId,
    caseId: subjectId,
    deliveryId: null,
    personId: NOBODY,
    accountId: null,
    mandateId: null,
    venueId: NOBODY,
    department: NOBODY,
    title: NOBODY,
    about: NOBODY,
    lines: [],
    exemptions: [],
    fen: 0,
    payBy: null,
    attempts: [],
    state: 'owed',
    paidFen: 0,
    refundedFen: 0,
    events: 0,
    unposted: [],
    checkingSince: null,
    fence: 0,
    effects: [],
    effectTries: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
    operations: [],
  };
}
