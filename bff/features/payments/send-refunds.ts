import { dateOf } from '../../../shared/domain/time';
import { OutboundFailure } from '../../gateways/outbound';
import { type PayRefund, PayRefusal, type WeChatPayGateway } from '../../gateways/wechat-pay';
import { raiseAlarm } from './alarms';
import { changeOrder } from './ledger';
import type { OrderDoc, RefundDoc } from './model';
import type { PaymentParts } from './parts';

const LEASE_MS = 60_000;
const MINUTE_MS = 60_000;
const MOST_A_RUN = 500;
/** How long until it is tried or asked for again. */
const BACK_OFF_MINUTES = [1, 5, 15, 30, 60, 180, 360];
/** What people may still put right at WeChat is asked for so often. */
const ABNORMAL_ASK_MS = 6 * 3_600_000;

/** Takes every refund one step further that has one to take. Safe beside other processes and after their death. */
export async function sendRefunds(parts: PaymentParts): Promise<void> {
  for (let turn = 0; turn < MOST_A_RUN; turn += 1) {
    const now = parts.clock.now();
    const refund = await parts.refunds
      .findOneAndUpdate(
        { dueAt: { $lte: now } },
        { $set: { dueAt: new Date(now.getTime() + LEASE_MS) }, $inc: { fence: 1, tries: 1 } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean<RefundDoc>();
    if (!refund) return;
    await parts.reached('pay:refund-claimed');
    await step(parts, refund);
  }
}

async function step(parts: PaymentParts, refund: RefundDoc): Promise<void> {
  const { state, released } = refund;
  if (state === 'done' || state === 'rejected' || (state === 'failed' && released))
    return finish(parts, refund);
  if (!parts.pay) return putOff(parts, refund, '没有接通微信支付');
  try {
    // The order says that it is on its way before it is.
    if (state === 'to-send') await asked(parts, refund);
    const said = await send(parts.pay, refund);
    await parts.reached('pay:refund-answered');
    await recordRefund(parts, said, parts.pay.mchid, parts.clock.now());
  } catch (error) {
    if (error instanceof PayRefusal && error.meaning !== 'later') {
      await set(parts, refund, { state: 'failed', released: true, error: refusedWords(error.code) });
      return finish(parts, { ...refund, state: 'failed', released: true });
    }
    if (error instanceof PayRefusal) return putOff(parts, refund, refusedWords(error.code));
    if (error instanceof OutboundFailure) return putOff(parts, refund, '微信支付没有回应，会再试');
    throw error;
  }
}

/** Asked for before it is repeated; a repetition has the same number, so that it is the same refund to WeChat too. */
async function send(pay: WeChatPayGateway, refund: RefundDoc): Promise<PayRefund> {
  if (refund.state !== 'to-send' || refund.tries > 1) {
    try {
      return await pay.queryRefund(refund._id);
    } catch (error) {
      if (!(error instanceof PayRefusal && error.meaning === 'unknown')) throw error;
    }
  }
  return pay.refund({
    outTradeNo: refund.outTradeNo,
    outRefundNo: refund._id,
    reason: refund.reason,
    refundFen: refund.fen,
    totalFen: refund.totalFen,
  });
}

function refusedWords(code: string): string {
  return code === 'NOT_ENOUGH' ? '商户账户余额不够，充值后会自动再退' : `微信支付没有受理（${code}）`;
}

async function asked(
  parts: PaymentParts,
  { _id, orderId, fen, outTradeNo, transactionId, reason }: RefundDoc,
) {
  const now = parts.clock.now();
  await changeOrder(parts, orderId, now, ({ events }) => {
    if (events.some(({ kind, outRefundNo }) => kind === 'refund-asked' && outRefundNo === _id)) return null;
    const key = `refund ${_id} asked`;
    const more = { outTradeNo, outRefundNo: _id, transactionId, cause: 'manual' as const, words: reason };
    return { events: [{ key, kind: 'refund-asked', fen, at: now, ...more }] };
  });
}

/**
 * Takes what WeChat says of a refund, by answer, query or notification, as often as it is said.
 * @returns whether it is one of ours and matches
 */
export async function recordRefund(
  parts: PaymentParts,
  said: PayRefund,
  mchid: string,
  now: Date,
): Promise<boolean> {
  const refund = await parts.refunds.findById(said.outRefundNo).lean<RefundDoc>();
  const wrong = mismatchOf(parts, refund, said, mchid);
  if (wrong || !refund) {
    const order = refund && (await parts.orders.findById(refund.orderId).lean<OrderDoc>());
    const words = `退款单号 ${said.outRefundNo} ${wrong ?? '这里没有'}，要人工核对。`;
    const kind = refund ? 'refund-mismatch' : 'unknown-refund';
    await raiseAlarm(parts, { key: said.outRefundNo, kind, words, order, now });
    // It stays as it is; asked for rarely until somebody has looked.
    if (refund) await putOff(parts, refund, '微信支付说的和这里不一致，要人工核对');
    return false;
  }
  await parts.refunds.updateOne({ _id: refund._id, sentDay: null }, { $set: { sentDay: dateOf(now) } });
  switch (said.state) {
    case 'SUCCESS': {
      const succeededAt = said.succeededAt ?? now;
      const done = {
        state: 'done' as const,
        released: false,
        succeededAt,
        refundId: said.refundId,
        error: null,
      };
      await set(parts, refund, done);
      await finish(parts, { ...refund, ...done });
      return true;
    }
    case 'CLOSED': {
      const closed = { state: 'failed' as const, released: true, refundId: said.refundId };
      await set(parts, refund, { ...closed, error: '微信支付关闭了这笔退款，可以重新退' });
      await finish(parts, { ...refund, ...closed });
      return true;
    }
    case 'ABNORMAL':
      await parts.refunds.updateOne(
        { _id: refund._id, state: { $nin: ['done'] } },
        {
          $set: {
            state: 'failed',
            refundId: said.refundId,
            error: '退不到原来的账户，在微信支付商户平台里改退到别的账户；退好后这里会自动更新',
            dueAt: new Date(now.getTime() + ABNORMAL_ASK_MS),
            updatedAt: now,
          },
        },
      );
      return true;
    case 'PROCESSING':
      await parts.refunds.updateOne(
        { _id: refund._id, state: { $in: ['to-send', 'processing'] } },
        {
          $set: {
            state: 'processing',
            refundId: said.refundId,
            error: null,
            dueAt: new Date(now.getTime() + backOff(refund.tries)),
            updatedAt: now,
          },
        },
      );
      return true;
  }
}

function mismatchOf(
  { pay }: PaymentParts,
  refund: RefundDoc | null,
  said: PayRefund,
  mchid: string,
): string | null {
  if (!refund) return null;
  if (mchid !== pay?.mchid) return '记在另一个商户名下';
  if (said.refundFen !== refund.fen || said.totalFen !== refund.totalFen) return '金额不一致';
  if (said.outTradeNo !== refund.outTradeNo || said.transactionId !== refund.transactionId)
    return '退的是另一笔付款';
  return null;
}

/** What is said for good. Money that came back stays back. */
async function set(parts: PaymentParts, { _id }: RefundDoc, fields: Partial<RefundDoc>): Promise<void> {
  const now = parts.clock.now();
  await parts.refunds.updateOne(
    { _id, state: { $ne: 'done' } },
    { $set: { ...fields, dueAt: now, updatedAt: now } },
  );
}

/** Tells the order, then strikes the refund off. */
export async function finish(parts: PaymentParts, refund: RefundDoc): Promise<void> {
  const { _id, orderId, fen, outTradeNo, transactionId, cause, state, succeededAt, refundId, reason } =
    refund;
  const now = parts.clock.now();
  const kind = state === 'done' ? ('refund-done' as const) : ('refund-failed' as const);
  await changeOrder(parts, orderId, now, ({ events }) => {
    const key = `refund ${_id} ${state}`;
    if (events.some((event) => event.key === key)) return null;
    const more = { outTradeNo, outRefundNo: _id, transactionId, cause, number: refundId, words: reason };
    return { events: [{ key, kind, fen, at: succeededAt ?? now, ...more }] };
  });
  await parts.refunds.updateOne({ _id, state }, { $unset: { dueAt: 1 } });
}

async function putOff(parts: PaymentParts, refund: RefundDoc, error: string): Promise<void> {
  const now = parts.clock.now();
  await parts.refunds.updateOne(
    { _id: refund._id, fence: refund.fence, dueAt: { $exists: true } },
    { $set: { error, dueAt: new Date(now.getTime() + backOff(refund.tries)), updatedAt: now } },
  );
}

function backOff(tries: number): number {
  return (BACK_OFF_MINUTES[Math.min(tries, BACK_OFF_MINUTES.length) - 1] ?? 1) * MINUTE_MS;
}
