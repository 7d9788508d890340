import type { Reconciliation } from '../../../shared/contract/payments';
import { orderStates } from '../../../shared/domain/payment';
import { addDays, at, dateOf, toIso } from '../../../shared/domain/time';
import { moneyWords } from '../../../shared/domain/words';
import { OutboundFailure } from '../../gateways/outbound';
import { type BillLine, PayRefusal } from '../../gateways/wechat-pay';
import { loadOrder } from './ledger';
import type { OrderDoc, PaymentEventDoc, ReconciliationDoc, RefundDoc } from './model';
import { isTaken, type PaymentParts } from './parts';
import { recordPayment } from './record-payment';

/** WeChat makes the bill of a day by ten in the morning of the next. */
const BILL_AT = '10:00';
const AGAIN_MS = 30 * 60_000;
const LEASE_MS = 5 * 60_000;
/** Days that are made up for after a standstill. */
const MOST_DAYS = 31;

type Difference = ReconciliationDoc['differences'][number];

/** Compares every day that is over and was not compared, and those whose bill was not there. Safe beside other processes. */
export async function reconcileDue(parts: PaymentParts): Promise<void> {
  if (!parts.pay) return;
  const now = parts.clock.now();
  await plan(parts, now);
  for (;;) {
    const claimed = await parts.reconciliations
      .findOneAndUpdate(
        { dueAt: { $lte: now } },
        { $set: { dueAt: new Date(now.getTime() + LEASE_MS) }, $inc: { fence: 1 } },
        { sort: { _id: 1 }, returnDocument: 'after' },
      )
      .lean<ReconciliationDoc>();
    if (!claimed) return;
    await reconcile(parts, claimed);
  }
}

/** A row for each day whose bill should be there: from the first payment on, and no longer back than a month. */
async function plan(parts: PaymentParts, now: Date): Promise<void> {
  const today = dateOf(now);
  const last = addDays(today, now >= at(today, BILL_AT) ? -1 : -2);
  const known = await parts.reconciliations.findOne().sort({ _id: -1 }).lean<ReconciliationDoc>();
  const first = known
    ? addDays(known._id, 1)
    : ((await parts.events.findOne({ kind: 'paid' }).sort({ day: 1 }).lean<PaymentEventDoc>())?.day ?? today);
  const earliest = addDays(last, 1 - MOST_DAYS);
  const [from = last] = [first, earliest].sort().slice(-1);
  for (let day = from; day <= last; day = addDays(day, 1)) {
    try {
      await parts.reconciliations.create({ ...blank(day), dueAt: now });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

function blank(day: string): ReconciliationDoc {
  const nothing = { billPaidFen: 0, billRefundedFen: 0, ledgerPaidFen: 0, ledgerRefundedFen: 0 };
  return {
    _id: day,
    state: 'open',
    ...nothing,
    payments: 0,
    refunds: 0,
    differences: [],
    bill: [],
    doneAt: null,
    fence: 0,
  };
}

async function reconcile(parts: PaymentParts, { _id: day, fence }: ReconciliationDoc): Promise<void> {
  const write = async (fields: Partial<ReconciliationDoc>, again: boolean) => {
    const now = parts.clock.now();
    await parts.reconciliations.updateOne(
      { _id: day, fence },
      again
        ? { $set: { ...fields, dueAt: new Date(now.getTime() + AGAIN_MS) } }
        : { $set: { ...fields, doneAt: now }, $unset: { dueAt: 1 } },
    );
  };
  try {
    const bill = (await parts.pay?.bill(day)) ?? null;
    if (bill === null) return await write({ state: 'open' }, true);
    const found = await compared(parts, day, bill);
    await takeMissing(parts, found.differences);
    await write({ ...found, bill }, false);
  } catch (error) {
    if (!(error instanceof OutboundFailure || error instanceof PayRefusal)) throw error;
    parts.log.warn({ err: error, day }, 'the bill could not be had and will be asked for again');
    await write({ state: 'failed' }, true);
  }
}

/** A payment or a refund as our own books have it. */
interface Here {
  what: BillLine['what'];
  /** By which the bill knows it. */
  key: string;
  /** As people say it. */
  number: string;
  fen: number;
  orderId: string;
}

/** What WeChat has of an order of ours and nobody ever told: asked for, so that it is taken or goes back. */
async function takeMissing(parts: PaymentParts, differences: readonly Difference[]): Promise<void> {
  for (const { kind, what, number } of differences)
    if (parts.pay && kind === 'missing-here' && what === 'payment')
      await recordPayment(parts, await parts.pay.query(number), parts.clock.now());
}

const keyOf = ({
  what,
  transactionId,
  outRefundNo,
}: Pick<BillLine, 'what' | 'transactionId' | 'outRefundNo'>) =>
  `${what} ${what === 'payment' ? transactionId : outRefundNo}`;

function paymentHere({ number, outTradeNo, fen, orderId }: PaymentEventDoc): Here {
  const key = keyOf({ what: 'payment', transactionId: number ?? '', outRefundNo: null });
  return { what: 'payment', key, number: outTradeNo ?? '', fen, orderId };
}

function refundHere({ _id, transactionId, fen, orderId }: RefundDoc): Here {
  const key = keyOf({ what: 'refund', transactionId, outRefundNo: _id });
  return { what: 'refund', key, number: _id, fen, orderId };
}

/**
 * Bill, ledger and orders of one day side by side, every difference with its amounts. What the two sides have under different
 * days (minutes around midnight, an answer that was lost) is counted where the bill has it. Bill − ledger is the sum of the
 * differences' amounts, to the fen.
 */
async function compared(
  parts: PaymentParts,
  day: string,
  bill: readonly BillLine[],
): Promise<Omit<ReconciliationDoc, '_id' | 'bill' | 'doneAt' | 'dueAt' | 'fence'>> {
  const lines = new Set(bill.map(keyOf));
  const here = new Map<string, Here>();
  for (const each of await ofDay(parts, day))
    if (lines.has(each.key) || !(await inAnotherBill(parts, day, each))) here.set(each.key, each);
  for (const line of bill) {
    const found = here.has(keyOf(line)) ? null : await elsewhere(parts, line);
    if (found) here.set(found.key, found);
  }
  const differences: Difference[] = [];
  for (const line of bill) differences.push(...(await ofLine(parts, line, here.get(keyOf(line)))));
  for (const each of here.values())
    if (!lines.has(each.key)) differences.push(await missingThere(parts, each));
  for (const orderId of new Set([...here.values()].map((each) => each.orderId)))
    differences.push(...(await ofOrder(parts, orderId)));
  const theirs = (what: BillLine['what']) => bill.filter((line) => line.what === what);
  const ours = (what: BillLine['what']) => [...here.values()].filter((each) => each.what === what);
  return {
    state: differences.length === 0 ? 'equal' : 'different',
    billPaidFen: sum(theirs('payment')),
    billRefundedFen: sum(theirs('refund')),
    ledgerPaidFen: sum(ours('payment')),
    ledgerRefundedFen: sum(ours('refund')),
    payments: theirs('payment').length,
    refunds: theirs('refund').length,
    differences,
  };
}

const sum = (rows: readonly { fen: number }[]) => rows.reduce((total, { fen }) => total + fen, 0);

async function ofDay(parts: PaymentParts, day: string): Promise<Here[]> {
  const paid = await parts.events.find({ day, kind: 'paid' }).lean<PaymentEventDoc[]>();
  const sent = await parts.refunds.find({ sentDay: day }).lean<RefundDoc[]>();
  return [...paid.map(paymentHere), ...sent.map(refundHere)];
}

/** What our books have under another day. */
async function elsewhere(parts: PaymentParts, line: BillLine): Promise<Here | null> {
  if (line.what === 'payment') {
    const event = await parts.events.findById(`paid ${line.transactionId}`).lean<PaymentEventDoc>();
    return event && paymentHere(event);
  }
  const refund = await parts.refunds.findById(line.outRefundNo).lean<RefundDoc>();
  return refund && refundHere(refund);
}

async function inAnotherBill(parts: PaymentParts, day: string, here: Here): Promise<boolean> {
  const near = await parts.reconciliations
    .find({ _id: { $in: [addDays(day, -1), addDays(day, 1)] } })
    .lean<ReconciliationDoc[]>();
  return near.some(({ bill }) => bill.some((line) => keyOf(line) === here.key));
}

async function ofLine(parts: PaymentParts, line: BillLine, here: Here | undefined): Promise<Difference[]> {
  if (here?.fen === line.fen) return [];
  const said = line.what === 'payment' ? '付款' : '退款';
  const order = await parts.orders.findOne({ 'attempts.no': line.outTradeNo }).lean<OrderDoc>();
  const base = {
    what: line.what,
    number: (line.what === 'payment' ? line.outTradeNo : line.outRefundNo) ?? '',
    orderNumber: order?.number ?? null,
    hereFen: here?.fen ?? null,
    thereFen: line.fen,
  };
  const there = `账单里有${said} ${moneyWords(line.fen)}`;
  if (!order) return [{ ...base, kind: 'unknown-order', words: `${there}，这里没有这个单号。` }];
  if (!here) return [{ ...base, kind: 'missing-here', words: `${there}，这里的账上没有。` }];
  return [{ ...base, kind: 'amount', words: `${there}，这里的账上是 ${moneyWords(here.fen)}。` }];
}

async function missingThere(parts: PaymentParts, { what, number, fen, orderId }: Here): Promise<Difference> {
  const order = await parts.orders.findById(orderId).lean<OrderDoc>();
  return {
    kind: 'missing-there',
    what,
    number,
    orderNumber: order?.number ?? null,
    hereFen: fen,
    thereFen: null,
    words: `这里的账上有${what === 'payment' ? '付款' : '退款'} ${moneyWords(fen)}，账单里没有。`,
  };
}

/** What an order says of itself against what its ledger comes to. */
async function ofOrder(parts: PaymentParts, orderId: string): Promise<Difference[]> {
  const order = await loadOrder(parts, orderId);
  if (!order) return [];
  const { doc, standing } = order;
  if (
    doc.paidFen === standing.paidFen &&
    doc.refundedFen === standing.refundedFen &&
    doc.state === standing.state
  )
    return [];
  return [
    {
      kind: 'state',
      what: 'payment',
      number: doc.number ?? '',
      orderNumber: doc.number ?? null,
      hereFen: doc.paidFen - doc.refundedFen,
      thereFen: standing.paidFen - standing.refundedFen,
      words: `费用单写着“${orderStates[doc.state].words}”，按账应该是“${orderStates[standing.state].words}”。`,
    },
  ];
}

const words: Record<ReconciliationDoc['state'], string> = {
  open: '微信支付的账单还没有出来，出来后自动核对。',
  equal: '账单、账本和费用单一致。',
  different: '有不一致，逐条核对。',
  failed: '没有取到账单，过半小时自动再取。',
};

export function presentReconciliation({
  _id,
  bill: _bill,
  dueAt: _dueAt,
  fence: _fence,
  doneAt,
  ...fields
}: ReconciliationDoc): Reconciliation {
  return { ...fields, day: _id, words: words[fields.state], doneAt: doneAt && toIso(doneAt) };
}
