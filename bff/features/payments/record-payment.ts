import type { PayTransaction } from '../../gateways/wechat-pay';
import { raiseAlarm } from './alarms';
import { changeOrder } from './ledger';
import type { OrderDoc } from './model';
import type { PaymentParts } from './parts';

export type Recorded = 'recorded' | 'not-paid' | 'mismatch' | 'unknown-order';

/**
 * Takes what WeChat says of a payment, by query or notification, as often as it is said. What does not match our own order
 * releases nothing and is an alarm.
 */
export async function recordPayment(
  parts: PaymentParts,
  transaction: PayTransaction,
  now: Date,
): Promise<Recorded> {
  const { outTradeNo, transactionId, state, totalFen } = transaction;
  // A payment that was refunded in the meantime was one.
  if ((state !== 'SUCCESS' && state !== 'REFUND') || transactionId === null) return 'not-paid';
  const order = await parts.orders.findOne({ 'attempts.no': outTradeNo }).lean<OrderDoc>();
  const alarm = (kind: string, words: string) =>
    raiseAlarm(parts, { key: `${outTradeNo} ${transactionId}`, kind, words, order, now });
  if (!order) {
    await alarm('unknown-order', `微信支付说商户单号 ${outTradeNo} 付了款，这里没有这个单号。`);
    return 'unknown-order';
  }
  const wrong = mismatchOf(parts, order, transaction);
  if (wrong) {
    await alarm(wrong.kind, `单号 ${outTradeNo} 的付款${wrong.words}，没有放行，要人工核对。`);
    return 'mismatch';
  }
  await changeOrder(parts, order._id, now, ({ doc, events }) => {
    const key = `paid ${transactionId}`;
    const open = doc.attempts.some(({ no, ended }) => no === outTradeNo && !ended);
    if (events.some((event) => event.key === key) && !open) return null;
    return {
      events: [
        {
          key,
          kind: 'paid',
          fen: totalFen ?? 0,
          at: transaction.paidAt ?? now,
          outTradeNo,
          number: transactionId,
        },
      ],
      attempts: doc.attempts.map((each) => (each.no === outTradeNo ? { ...each, ended: true } : each)),
      checkingSince: null,
    };
  });
  return 'recorded';
}

function mismatchOf(
  { pay }: PaymentParts,
  { fen }: OrderDoc,
  { appid, mchid, currency, totalFen }: PayTransaction,
): { kind: string; words: string } | null {
  if (appid !== pay?.appid) return { kind: 'appid', words: '来自另一个小程序' };
  if (mchid !== pay.mchid) return { kind: 'mchid', words: '记在另一个商户名下' };
  if (currency !== 'CNY') return { kind: 'currency', words: '不是人民币' };
  if (totalFen !== fen)
    return { kind: 'amount', words: `金额是 ${totalFen ?? '没有说的'} 分，应该是 ${fen} 分` };
  return null;
}
