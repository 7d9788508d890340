import type { Caller, StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { type Loaded, loaded } from './ledger';
import type { OrderDoc } from './model';
import type { PaymentParts } from './parts';

/** Without those that were dropped before anybody owed them. */
export const real = { number: { $exists: true } };

/**
 * An order of the caller's own, or of a matter in which they act under a mandate that stands.
 * @throws Problem NOT_FOUND, also when it is another citizen's
 */
export async function findOrder(parts: PaymentParts, id: string, { personId }: Caller): Promise<Loaded> {
  const doc = await parts.orders.findOne({ _id: id, ...real }).lean<OrderDoc>();
  const theirs = doc !== null && personId !== null && (await isTheirs(parts, doc, personId));
  if (!theirs) throw new Problem('NOT_FOUND', { next: '在“我的费用”里查看您的全部费用。' });
  return loaded(parts, doc);
}

async function isTheirs(parts: PaymentParts, doc: OrderDoc, personId: string): Promise<boolean> {
  if (doc.personId === personId) return true;
  if (doc.mandateId === null) return false;
  const principals = await parts.mandates.principalsOf(personId);
  return principals.some(({ mandateId }) => mandateId === doc.mandateId);
}

/**
 * The same for paying.
 * @throws Problem NOT_FOUND; MANDATE_ENDED when one acted for the person and does not any more
 */
export async function findToAct(parts: PaymentParts, id: string, caller: Caller): Promise<Loaded> {
  const doc = await parts.orders.findOne({ _id: id, ...real }).lean<OrderDoc>();
  if (doc && doc.personId !== caller.personId && doc.mandateId !== null)
    await parts.mandates.actFor(caller, doc.mandateId);
  return findOrder(parts, id, caller);
}

/** What lies within an officer's hall and department. */
export function scopeOf({ venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>) {
  return { ...(venueId !== null && { venueId }), ...(department !== null && { department }) };
}

/** @throws Problem NOT_FOUND, also when it lies outside the officer's scope */
export async function findForStaff(parts: PaymentParts, id: string, staff: StaffCaller): Promise<Loaded> {
  const doc = await parts.orders.findOne({ _id: id, ...real, ...scopeOf(staff) }).lean<OrderDoc>();
  if (!doc) throw new Problem('NOT_FOUND', { next: '回到费用列表重新选择。' });
  return loaded(parts, doc);
}
