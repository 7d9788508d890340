import {
  type LedgerEvent,
  type RefundCause,
  refundsWanted,
  type Standing,
  standingOf,
} from '../../../shared/domain/payment';
import { dateOf } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import { type OwedNotice, owing } from '../../work/outbox';
import type { AttemptDoc, Effect, OrderDoc, PaymentEventDoc } from './model';
import { noticesOf } from './notices';
import { outRefundNoOf } from './numbers';
import { openRefund } from './open-refund';
import { isTaken, type PaymentParts } from './parts';

/** An order with everything its ledger says about it. */
export interface Loaded {
  doc: OrderDoc;
  events: LedgerEvent[];
  standing: Standing;
}

export type NewEvent = Omit<
  LedgerEvent,
  'seq' | 'outTradeNo' | 'outRefundNo' | 'number' | 'transactionId' | 'cause' | 'words' | 'by'
> &
  Partial<LedgerEvent>;

/** What changes of an order, besides what follows from it. */
export interface OrderChange {
  events?: readonly NewEvent[];
  attempts?: AttemptDoc[];
  checkingSince?: Date | null;
  askDue?: Date;
  operationId?: string;
}

const MOST_TURNS = 20;
const OPERATIONS_KEPT = 8;
/** After it somebody else posts what the one who changed the order has not. */
const POST_AFTER_MS = 5_000;

/** The events of an order: those in the ledger, and those that stand in it and were not posted yet. */
export async function eventsOf(parts: PaymentParts, doc: OrderDoc): Promise<LedgerEvent[]> {
  // The order was read first: what it does not hold any more is in the ledger by now.
  const posted = await parts.events.find({ orderId: doc._id }).sort({ seq: 1 }).lean<PaymentEventDoc[]>();
  const byKey = new Map<string, LedgerEvent>();
  for (const { _id, orderId: _order, day: _day, ...event } of posted) byKey.set(_id, { ...event, key: _id });
  for (const event of doc.unposted) byKey.set(event.key, event);
  return [...byKey.values()].sort((a, b) => a.seq - b.seq);
}

export async function loaded(parts: PaymentParts, doc: OrderDoc): Promise<Loaded> {
  const events = await eventsOf(parts, doc);
  return { doc, events, standing: standingOf(events) };
}

/** @returns null when there is none */
export async function loadOrder(parts: PaymentParts, id: string): Promise<Loaded | null> {
  const doc = await parts.orders.findById(id).lean<OrderDoc>();
  return doc && loaded(parts, doc);
}

/**
 * Changes an order as it is now, again when somebody else was first.
 * @param decide gives null when there is nothing to change
 * @throws Problem NOT_FOUND
 */
export async function changeOrder(
  parts: PaymentParts,
  id: string,
  now: Date,
  decide: (order: Loaded) => OrderChange | null,
): Promise<Loaded> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const before = await loadOrder(parts, id);
    if (!before) throw new Problem('NOT_FOUND');
    const change = decide(before);
    if (!change) return before;
    const doc = await write(parts, before, change, now);
    if (!doc) continue;
    await parts.reached('pay:changed');
    return loaded(parts, await post(parts, doc));
  }
  throw new Problem('ORDER_STATE');
}

/** One update that names the version it leaves: events, what is counted from them, and what is owed to whom. */
async function write(
  parts: PaymentParts,
  { doc, events, standing }: Loaded,
  change: OrderChange,
  now: Date,
): Promise<OrderDoc | null> {
  const added = numbered(doc, events, change.events ?? []);
  const all = [...events, ...added];
  const after = standingOf(all);
  const attempts = change.attempts ?? doc.attempts;
  const checkingSince = change.checkingSince === undefined ? doc.checkingSince : change.checkingSince;
  const owed = after.state === 'owed';
  const effects = effectsOf(standing, after);
  const askDue = askDueOf({ ...doc, attempts }, owed, change.askDue, now);
  const notices: OwedNotice[] = noticesOf(doc, added, standing, after);
  const { $push, $min } = owing(notices);
  const unset = { ...(askDue === null && doc.askDue && { askDue: 1 as const }) };
  return parts.orders
    .findOneAndUpdate(
      { _id: doc._id, version: doc.version },
      {
        $set: {
          attempts,
          checkingSince: owed ? checkingSince : null,
          state: owed && checkingSince ? 'checking' : after.state,
          paidFen: after.paidFen,
          refundedFen: after.refundedFen,
          events: all.length,
          version: doc.version + 1,
          updatedAt: now,
          ...(askDue && { askDue }),
          ...(effects.length > 0 && { effectDue: now, effectTries: 0 }),
          ...(added.length > 0 && { postDue: new Date(now.getTime() + POST_AFTER_MS) }),
        },
        ...(Object.keys(unset).length > 0 && { $unset: unset }),
        ...($min && { $min }),
        $push: {
          ...$push,
          ...(added.length > 0 && { unposted: { $each: added } }),
          ...(effects.length > 0 && { effects: { $each: effects } }),
          ...(change.operationId && {
            operations: { $each: [change.operationId], $slice: -OPERATIONS_KEPT },
          }),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<OrderDoc>();
}

/** With their places in the ledger, what is there already left out, and the refunds that follow by themselves. */
function numbered(doc: OrderDoc, events: readonly LedgerEvent[], added: readonly NewEvent[]): LedgerEvent[] {
  const known = new Set(events.map(({ key }) => key));
  const fresh = added
    .filter(({ key }) => !known.has(key))
    .map((event, index) => whole(event, events.length + index + 1));
  const all = [...events, ...fresh];
  const at = fresh.at(-1)?.at;
  const refunds = at ? refundsWanted(all) : [];
  const { closed } = standingOf(all);
  return [
    ...fresh,
    ...refunds.map(({ transactionId, outTradeNo, fen, cause }, index) => {
      const outRefundNo = outRefundNoOf(doc.number ?? '', refundCount(all) + index + 1);
      return whole(
        {
          key: `refund ${outRefundNo} asked`,
          kind: 'refund-asked',
          fen,
          at: at as Date,
          outTradeNo,
          outRefundNo,
          transactionId,
          cause,
          words: surplusWords[cause] ?? `${closed?.words || '不需要了'}，退回费用`,
        },
        all.length + index + 1,
      );
    }),
  ];
}

const surplusWords: Partial<Record<RefundCause, string>> = {
  twice: '重复付款，退回多付的一笔',
  late: '这笔费用已经不用付了，退回',
};

/** How many refunds an order has had. */
export function refundCount(events: readonly LedgerEvent[]): number {
  return new Set(events.flatMap(({ outRefundNo }) => outRefundNo ?? [])).size;
}

function whole(event: NewEvent, seq: number): LedgerEvent {
  const nothing = { outTradeNo: null, outRefundNo: null, number: null, transactionId: null, cause: null };
  return { ...nothing, words: null, by: null, ...event, seq };
}

function effectsOf(before: Standing, after: Standing): Effect[] {
  if (after.settled && !before.settled) return ['settled'];
  return after.closed?.cause === 'expired' && !before.closed ? ['ended'] : [];
}

/** When WeChat is asked, or the time to pay is over; null when nothing happens by itself. */
function askDueOf(
  { attempts, askDue, payBy }: OrderDoc,
  owed: boolean,
  said: Date | undefined,
  now: Date,
): Date | null {
  const open = attempts.some(({ ended }) => !ended);
  // What can still be paid and is not owed is closed at once.
  if (!owed) return open ? (said ?? now) : null;
  const next = [open && (said ?? askDue), payBy].flatMap((due) => due || []);
  return next.length > 0 ? new Date(Math.min(...next.map((due) => due.getTime()))) : null;
}

/** Puts what an order holds into the ledger, and makes its refunds. Repeatable. @returns the order as it is then */
export async function post(parts: PaymentParts, doc: OrderDoc): Promise<OrderDoc> {
  if (doc.unposted.length === 0) return doc;
  for (const { key, ...event } of [...doc.unposted].sort((a, b) => a.seq - b.seq)) {
    try {
      await parts.events.create({ ...event, _id: key, orderId: doc._id, day: dateOf(event.at) });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    if (event.kind === 'refund-asked' || event.kind === 'refund-reserved')
      await openRefund(parts, doc, { ...event, key });
  }
  await parts.reached('pay:posted');
  const keys = doc.unposted.map(({ key }) => key);
  await parts.orders.updateOne({ _id: doc._id }, { $pull: { unposted: { key: { $in: keys } } } });
  await parts.orders.updateOne({ _id: doc._id, unposted: { $size: 0 } }, { $unset: { postDue: 1 } });
  return { ...doc, unposted: [] };
}

/** Posts what was left by those who died. */
export async function postDue(parts: PaymentParts): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const due = await parts.orders
      .find({ postDue: { $lte: now } })
      .limit(100)
      .lean<OrderDoc[]>();
    for (const doc of due) await post(parts, doc);
    if (due.length < 100) return;
  }
}
