import { createHash, randomInt } from 'node:crypto';
import type { OrderKind } from '../../../shared/contract/payments';
import { dateOf } from '../../../shared/domain/time';

/** As in the numbers of cases: no 0/O, 1/I/L, no vowels. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;

/** Of the one order of a thing: found by whoever knows the thing, and by nobody who does not. */
export function orderIdOf(kind: OrderKind, subjectId: string): string {
  return createHash('sha256').update(`order ${kind} ${subjectId}`).digest('hex').slice(0, 32);
}

/** `ZTF-20261124-7K3Q9F`; whether it is free is said by the unique index. */
export function drawNumber(now: Date): string {
  const drawn = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `ZTF-${dateOf(now).replaceAll('-', '')}-${drawn}`;
}

/** As it was given out, from what people type; null when it cannot be one. */
export function readNumber(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '');
  const [, day, drawn] = /^ZTF(\d{8})([0-9A-Z]{6})$/.exec(plain) ?? [];
  return day && drawn ? `ZTF-${day}-${drawn}` : null;
}

/** out_trade_no of the nth attempt to pay an order (6 to 32 of `[0-9A-Za-z_-|*]`). */
export function outTradeNoOf(number: string, count: number): string {
  return `${number.replaceAll('-', '')}P${String(count).padStart(2, '0')}`;
}

/** out_refund_no of the nth refund of an order. */
export function outRefundNoOf(number: string, count: number): string {
  return `${number.replaceAll('-', '')}R${String(count).padStart(2, '0')}`;
}
