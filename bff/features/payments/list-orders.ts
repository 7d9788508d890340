import type { QueryFilter } from 'mongoose';
import type { OrderState } from '../../../shared/contract/payments';
import type { SortKey } from '../../http/cursor';
import type { StaffCaller } from '../../http/route';
import { real, scopeOf } from './find-order';
import type { OrderDoc, PaymentEventDoc, RefundDoc } from './model';
import { readNumber } from './numbers';
import type { PaymentParts } from './parts';

/** Far more than one person has, or an officer looks through. */
const MOST = 2_000;
/** States in which something is still to come. */
const open: OrderState[] = ['owed', 'checking', 'refunding'];

/** The orders of a person and of those they act for, the newest first. */
export async function listOrders(
  parts: PaymentParts,
  personId: string,
  { scope, caseId }: { scope: 'open' | 'all'; caseId?: string },
): Promise<OrderDoc[]> {
  const principals = await parts.mandates.principalsOf(personId);
  const mandateIds = principals.map(({ mandateId }) => mandateId);
  const where: QueryFilter<OrderDoc> = {
    ...real,
    $or: [{ personId }, ...(mandateIds.length > 0 ? [{ mandateId: { $in: mandateIds } }] : [])],
    ...(scope === 'open' && { state: { $in: open } }),
    ...(caseId !== undefined && { caseId }),
  };
  return newest(parts.orders.find(where).sort({ createdAt: -1 }).limit(MOST).lean<OrderDoc[]>());
}

/** The orders within an officer's scope, the newest first; by our numbers, WeChat's, or words. */
export async function listForStaff(
  parts: PaymentParts,
  staff: StaffCaller,
  { state, caseId, q }: { state?: OrderState; caseId?: string; q?: string },
): Promise<OrderDoc[]> {
  const where: QueryFilter<OrderDoc> = {
    ...real,
    ...scopeOf(staff),
    ...(state && { state }),
    ...(caseId !== undefined && { caseId }),
    ...(q && (await saying(parts, q))),
  };
  return newest(parts.orders.find(where).sort({ createdAt: -1 }).limit(MOST).lean<OrderDoc[]>());
}

async function saying(parts: PaymentParts, q: string): Promise<QueryFilter<OrderDoc>> {
  const number = readNumber(q);
  if (number) return { number };
  const events = await parts.events
    .find({ $or: [{ number: q }, { outRefundNo: q }] })
    .limit(100)
    .lean<PaymentEventDoc[]>();
  const words = { $regex: q.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') };
  return {
    $or: [
      { _id: { $in: events.map(({ orderId }) => orderId) } },
      { 'attempts.no': q },
      { title: words },
      { about: words },
    ],
  };
}

async function newest(found: Promise<OrderDoc[]>): Promise<OrderDoc[]> {
  return (await found).sort(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a._id < b._id ? -1 : 1),
  );
}

export const orderOf = ({ createdAt, _id }: OrderDoc): SortKey => [-createdAt.getTime(), _id];

/** Larger than any time in milliseconds. */
const GROUP = 1e15;

/** Those that wait for that officer first, then the newest. */
export function refundOrder(staff: StaffCaller) {
  return ({ state, askedBy, askedAt, _id }: RefundDoc): SortKey => {
    const waits = state === 'awaiting-approval' && askedBy?.staffId !== staff.staffId;
    return [(waits ? -GROUP : 0) - askedAt.getTime(), _id];
  };
}
