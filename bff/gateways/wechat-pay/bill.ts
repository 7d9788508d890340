import { createHash } from 'node:crypto';
import { at } from '../../../shared/domain/time';
import type { BillLine } from '.';

/**
 * 分 of an amount in 元 as bills write it: `12.30`, `0.05`, `7`. Read digit by digit: no float comes near it.
 * @throws when it is anything else, or larger than can be counted exactly
 */
export function fenOf(yuan: string): number {
  const match = /^(0|[1-9]\d{0,12})(?:\.(\d{1,2}))?$/.exec(yuan);
  if (!match) throw new TypeError('not an amount');
  const [, whole = '', part = ''] = match;
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

const WANTED = [
  '交易时间',
  '微信订单号',
  '商户订单号',
  '交易状态',
  '货币种类',
  '商户退款单号',
  '订单金额',
  '申请退款金额',
] as const;
type Cells = Record<(typeof WANTED)[number], string>;

/**
 * Reads the trade bill of a day (账单类型 ALL): a head, a line for each payment and each refund, and sums. A refund stands on the
 * day on which WeChat took it, whatever became of it later (docs/merchant/products/bill-download/format-trade).
 * @throws when the file is not the one that was announced, or its sums are not those of its lines
 */
export function readBill(file: Uint8Array, sha1: string): BillLine[] {
  if (createHash('sha1').update(file).digest('hex') !== sha1.toLowerCase())
    throw new TypeError('another file than announced');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
  const rows = text.split(/\r?\n/).filter((row) => row !== '');
  const headRow = rows[0]?.replace(/^\uFEFF/, '').split(',') ?? [];
  const sumsAt = rows.findIndex((row) => row.startsWith('总交易单数'));
  if (sumsAt < 1 || rows.length !== sumsAt + 2) throw new TypeError('no bill');
  const columns = WANTED.map((name) => [name, headRow.indexOf(name)] as const);
  if (columns.some(([, index]) => index < 0)) throw new TypeError('a bill of other columns');
  const cells = rows.slice(1, sumsAt).map((row) => {
    const values = valuesOf(row);
    if (values.length !== headRow.length) throw new TypeError('a line of other columns');
    return Object.fromEntries(columns.map(([name, index]) => [name, values[index] ?? ''])) as Cells;
  });
  checkSums(cells, (rows[sumsAt] ?? '').split(','), valuesOf(rows[sumsAt + 1] ?? ''));
  return cells.map(lineOf);
}

/** Each cell begins with a backtick, so that a spreadsheet leaves it alone; names of goods may hold a comma. */
function valuesOf(row: string): string[] {
  if (!row.startsWith('`')) throw new TypeError('a line without marks');
  return row.slice(1).split(',`');
}

function lineOf(cells: Cells): BillLine {
  if (cells.货币种类 !== 'CNY') throw new TypeError('another currency');
  const when = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d):(\d\d)$/.exec(cells.交易时间);
  if (!when || !cells.商户订单号 || !cells.微信订单号) throw new TypeError('a line without its numbers');
  const [, day = '', time = '', seconds = '0'] = when;
  const common = {
    outTradeNo: cells.商户订单号,
    transactionId: cells.微信订单号,
    at: new Date(at(day, time).getTime() + Number(seconds) * 1_000),
  };
  if (cells.交易状态 === 'SUCCESS')
    return { what: 'payment', ...common, outRefundNo: null, fen: fenOf(cells.订单金额) };
  if (cells.交易状态 === 'REFUND' && cells.商户退款单号 !== '')
    return { what: 'refund', ...common, outRefundNo: cells.商户退款单号, fen: fenOf(cells.申请退款金额) };
  throw new TypeError('a line that is neither a payment nor a refund');
}

function checkSums(cells: readonly Cells[], head: readonly string[], sums: readonly string[]): void {
  const sumOf = (name: '订单金额' | '申请退款金额') =>
    cells.reduce((sum, line) => sum + fenOf(line[name]), 0);
  const given = (name: string) => sums[head.indexOf(name)] ?? '';
  if (given('总交易单数') !== String(cells.length)) throw new TypeError('another number of lines');
  if (fenOf(given('订单总金额')) !== sumOf('订单金额')) throw new TypeError('another sum of payments');
  if (fenOf(given('申请退款总金额')) !== sumOf('申请退款金额')) throw new TypeError('another sum of refunds');
}
