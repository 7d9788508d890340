import { serverNow } from '../platform/clock';
import { lateOutcome } from './actions';
import { call } from './client';
import { forgetOwnUnder, keepOwn, readOwn } from './own';
import { changed, remember } from './seen';
import { sessionToken } from './session';
import type { Answer } from './types';

export type Order = Answer<'GET /orders/{id}'>;

/** Orders whose payment was opened on this phone and whose outcome it has not heard, with the time of that. */
type UnderWay = Record<string, number>;

const entry = 'paying';
/** A payment that was begun can be made for two hours; what is paid later the server hears from WeChat itself. */
const askFor = 2 * 3_600_000;

function readUnderWay(): UnderWay {
  const kept = readOwn(entry);
  if (typeof kept !== 'object' || kept === null) return {};
  const now = serverNow();
  return Object.fromEntries(
    Object.entries(kept).filter(([, at]) => typeof at === 'number' && now - at < askFor),
  ) as UnderWay;
}

function write(underWay: UnderWay): void {
  if (Object.keys(underWay).length === 0) forgetOwnUnder(entry);
  else keepOwn(entry, underWay);
}

/** WeChat's payment is about to open: kept on the phone, so that its outcome is asked for even when the app dies in it. */
export function beginPayment(orderId: string): void {
  write({ ...readUnderWay(), [orderId]: serverNow() });
}

/** The outcome is known, or the person turned away. */
export function endPayment(orderId: string): void {
  const { [orderId]: ended, ...rest } = readUnderWay();
  if (ended !== undefined) write(rest);
}

/** Whether a payment of this order was opened here and its outcome is not known. */
export function isUnderWay(orderId: string): boolean {
  return readUnderWay()[orderId] !== undefined;
}

/** Whether WeChat Pay still has to say what became of it. */
export function isOpen({ state }: Pick<Order, 'state'>): boolean {
  return state === 'owed' || state === 'checking';
}

/**
 * Has the server ask WeChat Pay how an order stands.
 * @throws Failure
 */
export async function refreshOrder(id: string): Promise<Order> {
  const params = { id };
  const order = await call('POST /orders/{id}/refresh', { params });
  if (!isOpen(order)) endPayment(id);
  changed();
  remember('GET /orders/{id}', { params }, order, null);
  return order;
}

/**
 * Asks for every payment that was under way when the app was closed or left; what fails is asked for next time. What stands
 * on a page is read again when one was paid.
 */
export async function refreshPayments(): Promise<void> {
  if (!sessionToken()) return;
  for (const id of Object.keys(readUnderWay())) {
    const order = await refreshOrder(id).catch(() => null);
    if (order?.state === 'paid') lateOutcome.set({ name: 'POST /orders/{id}/refresh', failure: null });
  }
}
