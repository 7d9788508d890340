import { createHash, randomBytes } from 'node:crypto';
import { addDays, at, dateOf, daysBetween } from '../../../shared/domain/time';
import { payError } from './door';
import { noMeddling, type PayState } from './state';
import { type Outcome, seconds } from './transactions';

const KEPT_DAYS = 92;
const HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

/** The files that were announced, by their token. */
export class BillFiles {
  private readonly kept = new Map<string, string>();

  /** GET /v3/bill/tradebill: a day is ready from ten the next morning on. */
  announce(asked: Record<string, string>, state: PayState): Outcome {
    const { bill_date: day = '', bill_type: type = 'ALL' } = asked;
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || type !== 'ALL') return payError(400, 'PARAM_ERROR');
    const now = state.clock.now();
    const age = daysBetween(day, dateOf(now));
    if (!(age >= 1) || age > KEPT_DAYS) return payError(400, 'PARAM_ERROR');
    const meddling = state.bills.get(day) ?? noMeddling();
    if (meddling.trouble === 'creating' || now < at(addDays(day, 1), '10:00'))
      return payError(400, 'STATEMENT_CREATING');
    const lines = linesOf(day, state);
    if (lines.length === 0) return payError(400, 'NO_STATEMENT_EXIST');
    const text = fileOf(lines, meddling.trouble === 'sums');
    const token = randomBytes(24).toString('base64url');
    this.kept.set(token, text);
    const hashed = meddling.trouble === 'hash' ? `${text} ` : text;
    return {
      status: 200,
      json: {
        hash_type: 'SHA1',
        hash_value: createHash('sha1').update(hashed).digest('hex'),
        download_url: `https://api.mch.weixin.qq.com/v3/billdownload/file?token=${token}`,
      },
    };
  }

  /** GET /v3/billdownload/file?token=; the file is not signed. */
  file(token: string | undefined): string | null {
    return this.kept.get(token ?? '') ?? null;
  }
}

interface Line {
  cells: string[];
  paidFen: number;
  refundFen: number;
}

function linesOf(day: string, state: PayState): Line[] {
  const { omit, amounts, extra } = state.bills.get(day) ?? noMeddling();
  const isOf = (instant: Date | null) => instant !== null && dateOf(instant) === day;
  const payments = state.payments
    .filter(({ paidAt, outTradeNo }) => isOf(paidAt) && !omit.includes(outTradeNo))
    .map((one) => ({
      at: one.paidAt ?? one.createdAt,
      line: lineOf(state, {
        at: one.paidAt ?? one.createdAt,
        transactionId: one.transactionId ?? '',
        outTradeNo: one.outTradeNo,
        openid: one.openid,
        description: one.description,
        paidFen: amounts[one.outTradeNo] ?? one.fen,
      }),
    }));
  const refunds = state.refunds
    .filter(({ createdAt, outRefundNo }) => isOf(createdAt) && !omit.includes(outRefundNo))
    .map((one) => ({
      at: one.createdAt,
      line: lineOf(state, {
        at: one.createdAt,
        transactionId: one.transactionId,
        outTradeNo: one.outTradeNo,
        openid: state.byTradeNo(one.outTradeNo)?.openid ?? '',
        description: state.byTradeNo(one.outTradeNo)?.description ?? '',
        refund: {
          id: one.refundId,
          number: one.outRefundNo,
          fen: amounts[one.outRefundNo] ?? one.fen,
          state: one.state,
        },
      }),
    }));
  const others = extra.map(({ outTradeNo, fen }) => ({
    at: at(day, '12:00'),
    line: lineOf(state, {
      at: at(day, '12:00'),
      transactionId: state.newNumber('42'),
      outTradeNo,
      openid: '',
      description: '',
      paidFen: fen,
    }),
  }));
  return [...payments, ...refunds, ...others]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ line }) => line);
}

interface Facts {
  at: Date;
  transactionId: string;
  outTradeNo: string;
  openid: string;
  description: string;
  paidFen?: number;
  refund?: { id: string; number: string; fen: number; state: string };
}

function lineOf({ appid, keys }: PayState, facts: Facts): Line {
  const { refund, paidFen = 0 } = facts;
  const paid = yuan(paidFen);
  const back = yuan(refund?.fen ?? 0);
  const cells = [
    seconds(facts.at).slice(0, 19).replace('T', ' '),
    appid,
    keys.mchid,
    '0',
    '',
    facts.transactionId,
    facts.outTradeNo,
    facts.openid,
    'JSAPI',
    refund ? 'REFUND' : 'SUCCESS',
    'OTHERS',
    'CNY',
    paid,
    '0.00',
    refund?.id ?? '0',
    refund?.number ?? '0',
    back,
    '0.00',
    refund ? 'ORIGINAL' : '',
    refund?.state ?? '',
    facts.description,
    '',
    '0.00000',
    '0.60%',
    paid,
    back,
    '',
  ];
  return { cells, paidFen, refundFen: refund?.fen ?? 0 };
}

function fileOf(lines: readonly Line[], isWrong: boolean): string {
  const paid = lines.reduce((sum, { paidFen }) => sum + paidFen, isWrong ? 1 : 0);
  const back = lines.reduce((sum, { refundFen }) => sum + refundFen, 0);
  const sums = [String(lines.length), yuan(paid), yuan(back), '0.00', '0.00000', yuan(paid), yuan(back)];
  const marked = (cells: readonly string[]) => cells.map((cell) => `\`${cell}`).join(',');
  return `\uFEFF${[HEAD, ...lines.map(({ cells }) => marked(cells)), SUMS, marked(sums)].join('\r\n')}\r\n`;
}

/** 元 with two digits. */
const yuan = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
