import { randomBytes } from 'node:crypto';
import { dateOf } from '../../../shared/domain/time';
import type { Clock } from '../../clock';
import type { Citizens } from '../citizens';
import type { PayKeys } from './keys';

export interface Payment {
  prepayId: string;
  outTradeNo: string;
  /** The whole request, to tell the same one from another. */
  asked: string;
  appid: string;
  mchid: string;
  openid: string;
  description: string;
  notifyUrl: string;
  fen: number;
  currency: string;
  createdAt: Date;
  expiresAt: Date | null;
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'PAYERROR';
  transactionId: string | null;
  paidAt: Date | null;
  /** What is said of it in place of the truth. */
  lies: PaymentLies;
}

export interface PaymentLies {
  fen?: number;
  appid?: string;
  mchid?: string;
  currency?: string;
}

export type RefundState = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export interface Refund {
  refundId: string;
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  notifyUrl: string | null;
  fen: number;
  totalFen: number;
  reason: string;
  state: RefundState;
  createdAt: Date;
  /** When it succeeds by itself; null: only when told. */
  dueAt: Date | null;
  succeededAt: Date | null;
}

/** How WeChat Pay is to behave. */
export interface PayMode {
  /** `soon`: delivered a moment later and again by the schedule; `hold`: kept until told; `never`: lost. */
  notify: 'soon' | 'hold' | 'never';
  /** Seconds after which a refund succeeds; null: only when told. */
  refundSeconds: number | null;
  /** 分 in the merchant's account now; payments add to it, refunds take from it. null: always enough. */
  balanceFen: number | null;
}

/** What a day's bill is to have wrong. */
export interface BillMeddling {
  /** Numbers of orders or refunds that are missing. */
  omit: string[];
  /** Other amounts, by number, 分. */
  amounts: Record<string, number>;
  /** Payments that nobody made here. */
  extra: { outTradeNo: string; fen: number }[];
  /** `creating`: not there yet; `hash`: another file; `sums`: other sums. */
  trouble: 'creating' | 'hash' | 'sums' | null;
}

export const noMeddling = (): BillMeddling => ({ omit: [], amounts: {}, extra: [], trouble: null });

/** All that WeChat Pay knows. */
export class PayState {
  readonly payments: Payment[] = [];
  readonly refunds: Refund[] = [];
  readonly bills = new Map<string, BillMeddling>();
  readonly mode: PayMode = { notify: 'soon', refundSeconds: 3, balanceFen: null };
  /** Nonces of requests and when they came, seconds. */
  readonly nonces = new Map<string, number>();
  private last = 0;

  constructor(
    readonly clock: Clock,
    readonly citizens: Citizens,
    readonly keys: PayKeys,
    readonly appid: string,
  ) {}

  byTradeNo(outTradeNo: string): Payment | undefined {
    return this.payments.find((one) => one.outTradeNo === outTradeNo);
  }

  byPrepayId(prepayId: string): Payment | undefined {
    return this.payments.find((one) => one.prepayId === prepayId);
  }

  refundOf(outRefundNo: string): Refund | undefined {
    return this.refunds.find((one) => one.outRefundNo === outRefundNo);
  }

  /** What was asked back of a payment and not refused. */
  refundedFen(outTradeNo: string): number {
    return this.refunds
      .filter((one) => one.outTradeNo === outTradeNo && one.state !== 'CLOSED')
      .reduce((sum, { fen }) => sum + fen, 0);
  }

  /** Money comes into the merchant's account, or leaves it. @param fen negative when it leaves */
  moved(fen: number): void {
    if (this.mode.balanceFen !== null) this.mode.balanceFen += fen;
  }

  newPrepayId(): string {
    return `wx${this.stamp()}${randomBytes(11).toString('hex')}`.slice(0, 36);
  }

  /** 28 digits, as the real ones. */
  newNumber(head: '42' | '50'): string {
    this.last += 1;
    const random = randomBytes(4).readUInt32BE(0) % 10_000_000;
    return `${head}00000${String(random).padStart(7, '0')}${this.stamp().slice(0, 8)}${String(this.last).padStart(6, '0')}`.padEnd(
      28,
      '0',
    );
  }

  private stamp(): string {
    const now = this.clock.now();
    return `${dateOf(now).replaceAll('-', '')}${now.toISOString().slice(11, 19).replaceAll(':', '')}`;
  }
}
