import type { OrderDetail, OrderRow, OrderState, RefundRow } from '../../../shared/contract/payments';
import { type LedgerEvent, orderStates } from '../../../shared/domain/payment';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords, moneyWords } from '../../../shared/domain/words';
import type { StaffCaller } from '../../http/route';
import { isOver } from './ask-wechat';
import type { Loaded } from './ledger';
import type { OrderDoc, RefundDoc } from './model';
import type { PaymentParts } from './parts';

/** A line of a list, from what the order keeps of its ledger. */
export function presentRow(doc: OrderDoc): OrderRow {
  const { words, tone } = orderStates[doc.state];
  return {
    id: doc._id,
    number: doc.number ?? '',
    kind: doc.kind,
    title: doc.title,
    about: doc.about,
    caseId: doc.caseId,
    deliveryId: doc.deliveryId,
    fen: doc.fen,
    state: doc.state,
    stateWords: words,
    tone,
    paidFen: doc.paidFen,
    refundedFen: doc.refundedFen,
    createdAt: toIso(doc.createdAt),
  };
}

/** One order, counted from its ledger. */
export function presentOrder(parts: PaymentParts, { doc, events, standing }: Loaded, now: Date): OrderDetail {
  const state: OrderState = standing.state === 'owed' && doc.checkingSince ? 'checking' : standing.state;
  const current: OrderDoc = { ...doc, state, paidFen: standing.paidFen, refundedFen: standing.refundedFen };
  const owed = standing.state === 'owed';
  return {
    ...presentRow(current),
    lines: doc.lines,
    exemptions: doc.exemptions,
    nextStep: nextStepOf(parts, current, now),
    payBy: owed && doc.payBy ? toIso(doc.payBy) : null,
    canPay: owed && parts.pay !== null && !isOver(doc, now),
    receipts: events.flatMap(receiptOf),
    payee: parts.settings.fees.payee,
    phone: parts.venues.venue(doc.venueId)?.phone ?? '12345',
    version: doc.version,
    now: toIso(now),
  };
}

function receiptOf(event: LedgerEvent): OrderDetail['receipts'] {
  const receipt = (what: 'payment' | 'refund', words: string) => [
    { what, fen: event.fen, at: toIso(event.at), number: event.number ?? '', words },
  ];
  switch (event.kind) {
    case 'paid':
      return receipt('payment', '微信支付付款');
    case 'paid-at-window':
      return receipt('payment', '窗口收款，收据号');
    case 'refund-done':
      return receipt('refund', event.words ? `退款：${event.words}` : '退款');
    default:
      return [];
  }
}

/** What happens next, and what to do about it. */
function nextStepOf(parts: PaymentParts, doc: OrderDoc, now: Date): string {
  const hall = parts.venues.venue(doc.venueId)?.name ?? '大厅';
  switch (doc.state) {
    case 'owed': {
      const by = doc.payBy ? `${dateWords(dateOf(doc.payBy), dateOf(now))}前付清，` : '';
      if (!parts.pay) return `${by}到${hall}窗口付款。`;
      const then = doc.kind === 'delivery' ? '付好就叫快递' : '付好才能领取结果';
      return `${by}${then}；也可以到${hall}窗口付。符合减免条件的，在窗口登记。`;
    }
    case 'checking':
      return '正在向微信核对，通常几分钟就有结果；扣了款的不会丢，不用再付一次。';
    case 'paid':
      return '已经付清，凭证留在这里。';
    case 'refunding':
      return '钱正在原路退回微信，零钱一般当天到，银行卡 1 至 3 个工作日到。';
    case 'part-refunded':
      return `退回 ${moneyWords(doc.refundedFen)}，其余照常。`;
    case 'refunded':
      return '已经全部原路退回。';
    case 'closed':
      return '这笔费用不用付了。';
    case 'paid-at-window':
      return '已经在窗口付清。';
    case 'exempt':
      return '符合减免条件，不用付。';
  }
}

const refundStates = {
  'awaiting-approval': '等第二个人批准',
  rejected: '没有批准',
  'to-send': '正在提交',
  processing: '微信正在退款',
  done: '已退回',
  failed: '没有退成',
} as const;

export function presentRefund(refund: RefundDoc, staff: StaffCaller): RefundRow {
  const { state, askedBy } = refund;
  return {
    id: refund._id,
    orderId: refund.orderId,
    orderNumber: refund.orderNumber,
    title: refund.title,
    fen: refund.fen,
    reason: refund.reason,
    cause: refund.cause,
    state,
    stateWords: refundStates[state],
    askedBy: askedBy?.name ?? '自动退款',
    askedAt: toIso(refund.askedAt),
    approvedBy: refund.approvedBy?.name ?? null,
    canApprove:
      state === 'awaiting-approval' &&
      askedBy?.staffId !== staff.staffId &&
      staff.roles.includes('supervisor'),
    error: refund.error,
  };
}
