import type { OrderState } from '../contract/payments';

/**
 * The ledger of an order and what follows from it: pure, so that what an order says can always be counted again. Events are
 * only ever added; the order in which they were added (`seq`) decides what came before what. Money in 分.
 */

export type EventKind =
  /** It is owed. */
  | 'owed'
  /** WeChat took the money. */
  | 'paid'
  /** A clerk took it at the window, or found that it need not be paid. */
  | 'paid-at-window'
  | 'exempt'
  /** It is not owed any more. */
  | 'closed'
  /** A refund that waits for a second person: the amount is set aside. */
  | 'refund-reserved'
  /** A refund that is to be sent, or was. */
  | 'refund-asked'
  | 'refund-done'
  /** It never will: the amount can be refunded anew. */
  | 'refund-failed';

/** Why something is not owed any more; `expired` its time is over. */
export type ClosedCause = 'expired' | 'withdrawn' | 'cancelled';
/** Why money goes back. */
export type RefundCause = 'twice' | 'late' | 'withdrawn' | 'cancelled' | 'manual';

export interface LedgerEvent {
  /** Unique for ever: `paid TRANSACTION_ID`, `refund OUT_REFUND_NO done`. */
  key: string;
  seq: number;
  kind: EventKind;
  fen: number;
  /** When it happened, by the clock of whoever did it. */
  at: Date;
  /** out_trade_no of a payment and of what is refunded. */
  outTradeNo: string | null;
  /** out_refund_no of a refund. */
  outRefundNo: string | null;
  /** WeChat's number of the payment or of the refund; of a receipt at the window. */
  number: string | null;
  /** The payment that a refund belongs to. */
  transactionId: string | null;
  cause: ClosedCause | RefundCause | null;
  /** As people read it. */
  words: string | null;
  /** The officer who did it or asked for it. */
  by: { staffId: string; name: string } | null;
}

/** A payment with what came back of it. */
export interface Payment {
  transactionId: string;
  outTradeNo: string;
  fen: number;
  at: Date;
  /** Set aside, asked for or back. */
  refundFen: number;
  /** By its place in the ledger it was not owed any more, or was paid before: it is never taken for the thing. */
  surplus: 'twice' | 'late' | null;
}

/** How an order stands. */
export interface Standing {
  state: Exclude<OrderState, 'checking'>;
  fen: number;
  paidFen: number;
  refundedFen: number;
  /** What can still be refunded. */
  refundableFen: number;
  /** It was paid, or a clerk settled it, while it was owed: whoever waits for it may go on. */
  settled: boolean;
  closed: { cause: ClosedCause; words: string } | null;
  payments: Payment[];
}

interface RefundStand {
  transactionId: string;
  fen: number;
  last: 'refund-reserved' | 'refund-asked' | 'refund-done' | 'refund-failed';
}

/** How an order stands after these events. @param events of one order, in any order, each once */
export function standingOf(events: readonly LedgerEvent[]): Standing {
  const inOrder = [...events].sort((a, b) => a.seq - b.seq);
  const refunds = refundsOf(inOrder);
  let fen = 0;
  let clerk: 'paid-at-window' | 'exempt' | null = null;
  let closed: Standing['closed'] = null;
  let settled = false;
  const payments: Payment[] = [];
  for (const event of inOrder) {
    switch (event.kind) {
      case 'owed':
        fen = event.fen;
        break;
      case 'paid':
        payments.push({
          transactionId: event.number ?? '',
          outTradeNo: event.outTradeNo ?? '',
          fen: event.fen,
          at: event.at,
          refundFen: sum(
            refunds.filter(
              ({ transactionId, last }) => transactionId === event.number && last !== 'refund-failed',
            ),
          ),
          surplus: closed || clerk ? 'late' : settled ? 'twice' : null,
        });
        settled ||= closed === null;
        break;
      case 'paid-at-window':
      case 'exempt':
        clerk ??= event.kind;
        settled ||= closed === null;
        break;
      case 'closed':
        closed ??= { cause: event.cause as ClosedCause, words: event.words ?? '' };
        break;
      default:
    }
  }
  const paidFen = sum(payments);
  const refundedFen = sum(refunds.filter(({ last }) => last === 'refund-done'));
  const onTheWay = sum(refunds.filter(({ last }) => last === 'refund-asked'));
  const kept = paidFen - refundedFen;
  const state = ((): Standing['state'] => {
    if (clerk) return clerk;
    if (paidFen === 0) return closed ? 'closed' : 'owed';
    if (kept === 0) return 'refunded';
    if (closed) return 'refunding';
    if (kept - onTheWay >= fen) return 'paid';
    return onTheWay > 0 ? 'refunding' : 'part-refunded';
  })();
  const refundableFen = paidFen - sum(payments, ({ refundFen }) => refundFen);
  return { state, fen, paidFen, refundedFen, refundableFen, settled, closed, payments };
}

/**
 * What has to go back without anybody asking: what was paid twice or too late, and all of it when the thing is not wanted any
 * more. A payment of which a refund was ever asked for by itself is not asked for again: a person decides.
 */
export function refundsWanted(
  events: readonly LedgerEvent[],
): { transactionId: string; outTradeNo: string; fen: number; cause: RefundCause; paidFen: number }[] {
  const { payments, closed } = standingOf(events);
  const asked = new Set(
    events.flatMap(({ kind, cause, transactionId }) =>
      kind === 'refund-asked' && cause !== 'manual' && transactionId ? [transactionId] : [],
    ),
  );
  return payments.flatMap(({ transactionId, outTradeNo, fen, refundFen, surplus }) => {
    const given = closed && closed.cause !== 'expired' ? closed.cause : null;
    const cause = surplus ?? given;
    const left = fen - refundFen;
    if (!cause || left <= 0 || asked.has(transactionId)) return [];
    return [{ transactionId, outTradeNo, fen: left, cause, paidFen: fen }];
  });
}

/** The refunds by number, each as it stands by its last event. */
function refundsOf(inOrder: readonly LedgerEvent[]): RefundStand[] {
  const byNumber = new Map<string, RefundStand>();
  for (const { kind, outRefundNo, transactionId, fen } of inOrder) {
    if (!kind.startsWith('refund-') || outRefundNo === null) continue;
    const last = kind as RefundStand['last'];
    const before = byNumber.get(outRefundNo);
    // Money that came back stays back, whatever is said later.
    if (before?.last === 'refund-done') continue;
    byNumber.set(outRefundNo, {
      transactionId: before?.transactionId ?? transactionId ?? '',
      fen: before?.fen ?? fen,
      last,
    });
  }
  return [...byNumber.values()];
}

function sum<T extends { fen: number }>(
  rows: readonly T[],
  of: (row: T) => number = ({ fen }) => fen,
): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

export interface OrderStateFacts {
  words: string;
  tone: 'action' | 'waiting' | 'done' | 'lost';
}

export const orderStates: Record<OrderState, OrderStateFacts> = {
  owed: { words: '待付款', tone: 'action' },
  checking: { words: '正在向微信核对', tone: 'waiting' },
  paid: { words: '已付款', tone: 'done' },
  refunding: { words: '正在退款', tone: 'waiting' },
  'part-refunded': { words: '已退一部分', tone: 'done' },
  refunded: { words: '已全部退回', tone: 'done' },
  closed: { words: '不用付了', tone: 'done' },
  'paid-at-window': { words: '已在窗口付款', tone: 'done' },
  exempt: { words: '已减免', tone: 'done' },
};
