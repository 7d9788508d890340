/** A payment as WeChat Pay has it: what query and notification say. Money in 分. */
export interface PayTransaction {
  appid: string;
  mchid: string;
  outTradeNo: string;
  /** null before anything was paid. */
  transactionId: string | null;
  state: 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR';
  /** null while not paid. */
  totalFen: number | null;
  currency: string;
  paidAt: Date | null;
}

/** A refund as WeChat Pay has it. */
export interface PayRefund {
  refundId: string;
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  state: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
  refundFen: number;
  totalFen: number;
  succeededAt: Date | null;
}

/** A notification whose signature, time, tag and shape were checked. */
export type PayNotification = { id: string; createdAt: Date } & (
  | { kind: 'transaction'; transaction: PayTransaction }
  | { kind: 'refund'; mchid: string; refund: PayRefund }
);

/**
 * One line of a daily bill. Money in 分. A payment stands on the day on which it was paid, a refund on the day on which WeChat took
 * it, also when it never arrived.
 */
export interface BillLine {
  what: 'payment' | 'refund';
  outTradeNo: string;
  outRefundNo: string | null;
  transactionId: string;
  fen: number;
  /** To the second: paid, or taken for refunding. */
  at: Date;
}

/** WeChat Pay understood and said no. */
export class PayRefusal extends Error {
  constructor(
    readonly api: string,
    /** `ORDERNOTEXIST`, `NOT_ENOUGH`, … */
    readonly code: string,
    /** `later`: the same request may go through another time; `final`: it never will; `unknown`: there is no such order or refund. */
    readonly meaning: 'later' | 'final' | 'unknown',
  ) {
    super(`${api}: ${code}`);
    this.name = 'PayRefusal';
  }
}

/** Why a notification is not taken. Never says what was in it. */
export class PayForgery extends Error {
  constructor(readonly why: 'signature' | 'time' | 'serial' | 'tag' | 'shape' | 'probe') {
    super(`notification refused: ${why}`);
    this.name = 'PayForgery';
  }
}

export interface PrepayOrder {
  outTradeNo: string;
  description: string;
  fen: number;
  openid: string;
  /** After it the payment can't be made any more. */
  expiresAt: Date;
}

/**
 * WeChat Pay v3 over wechatpay-node-v3, with every answer verified. Errors: PayRefusal; OutboundFailure (also for an answer
 * whose signature is wrong), after which it may or may not have happened.
 */
export interface WeChatPayGateway {
  readonly appid: string;
  readonly mchid: string;
  /** @returns prepay_id, good for two hours */
  prepay(order: PrepayOrder): Promise<string>;
  /** What wx.requestPayment takes, signed anew with the time and a nonce of its own. */
  paramsFor(
    prepayId: string,
    now: Date,
  ): {
    timeStamp: string;
    nonceStr: string;
    package: string;
    signType: 'RSA';
    paySign: string;
  };
  /** @throws PayRefusal `unknown` when there is no such order */
  query(outTradeNo: string): Promise<PayTransaction>;
  /** Answers also for unknown and closed numbers: query afterwards. */
  close(outTradeNo: string): Promise<void>;
  /** Repeatable with the same number and amount. */
  refund(refund: {
    outTradeNo: string;
    outRefundNo: string;
    reason: string;
    refundFen: number;
    totalFen: number;
  }): Promise<PayRefund>;
  /** @throws PayRefusal `unknown` when there is no such refund */
  queryRefund(outRefundNo: string): Promise<PayRefund>;
  /** The trade bill of a day (`2026-11-24`). @returns null when it is not made yet; [] when nothing happened */
  bill(day: string): Promise<BillLine[] | null>;
  /** Verifies and opens a notification. @throws PayForgery */
  open(headers: Record<string, string | undefined>, rawBody: string, now: Date): Promise<PayNotification>;
}
