import { carriers } from '../../../../shared/domain/delivery';
import { CourierRefusal } from '../../../gateways/couriers';
import { OutboundFailure } from '../../../gateways/outbound';
import { Problem } from '../../../problem';
import { type OwedNotice, owing } from '../../../work/outbox';
import type { DeliveryDoc } from '../model';
import { factsFor } from '../notices';
import { backOffMs, CLAIM_MS, type CourierParts } from './parts';

type Cancel = DeliveryDoc['cancels'][number];

const MOST_A_RUN = 500;
/** Then a person of the hall rings the carrier. */
const MOST_TRIES = 8;

/**
 * Cancels at the carriers what will not be sent. An order that was only tried is looked for first, and once more after
 * whoever tried it must have had an answer. What the carrier has picked up already cannot be cancelled: the hall is told.
 */
export async function cancelOrders(parts: CourierParts): Promise<void> {
  for (let done = 0; done < MOST_A_RUN; done += 1) {
    const now = parts.clock.now();
    const doc = await parts.deliveries
      .findOneAndUpdate(
        { cancelDue: { $lte: now } },
        { $set: { cancelDue: new Date(now.getTime() + CLAIM_MS) } },
        { sort: { cancelDue: 1 }, returnDocument: 'after' },
      )
      .lean<DeliveryDoc>();
    if (!doc) return;
    await parts.reached('courier:cancel-claimed');
    let later = 0;
    for (const cancel of doc.cancels) later = Math.max(later, await settle(parts, doc, cancel));
    await parts.deliveries.updateOne({ _id: doc._id, cancels: { $size: 0 } }, { $unset: { cancelDue: 1 } });
    if (later > 0)
      await parts.deliveries.updateOne(
        { _id: doc._id, 'cancels.0': { $exists: true } },
        { $set: { cancelDue: new Date(now.getTime() + later) } },
      );
  }
}

/** @returns 0 when it is settled, or in how many milliseconds it is tried again */
async function settle(parts: CourierParts, doc: DeliveryDoc, cancel: Cancel): Promise<number> {
  const { express } = parts;
  const { id, carrier } = cancel;
  const tries = (cancel.tries ?? 0) + 1;
  const account = doc.accountId === null ? null : await parts.people.accountToReach(doc.accountId);
  const order = { orderId: id, carrier, openid: account?.openid ?? null };
  try {
    if (!express) throw new CourierRefusal('no-express', '', 'ours');
    const waybill = cancel.waybill ?? (await express.find(order))?.waybill;
    if (waybill === undefined) {
      if (cancel.looked) return strike(parts, doc, id);
      await note(parts, doc, id, { 'cancels.$.looked': true });
      return CLAIM_MS;
    }
    await express.cancel({ ...order, waybill });
    await parts.reached('courier:cancelled');
    return strike(parts, doc, id);
  } catch (error) {
    if (!(error instanceof CourierRefusal || error instanceof OutboundFailure || error instanceof Problem))
      throw error;
    const meaning = error instanceof CourierRefusal ? error.meaning : 'later';
    if (meaning === 'unknown-order') return strike(parts, doc, id);
    if (meaning === 'moving') return strike(parts, doc, id, 'moving');
    if (tries >= MOST_TRIES) return strike(parts, doc, id, 'unreachable');
    await note(parts, doc, id, { 'cancels.$.tries': tries });
    return backOffMs(tries);
  }
}

async function note(
  parts: CourierParts,
  doc: DeliveryDoc,
  id: string,
  $set: Record<string, unknown>,
): Promise<void> {
  await parts.deliveries.updateOne({ _id: doc._id, 'cancels.id': id }, { $set });
}

/** Nothing is left to be cancelled; or nothing that a program can do, which the hall is told in the same write. */
async function strike(
  parts: CourierParts,
  doc: DeliveryDoc,
  id: string,
  why?: 'moving' | 'unreachable',
): Promise<number> {
  const { $push, $min } = owing(why ? await tellHall(parts, doc, id, why) : []);
  await parts.deliveries.updateOne({ _id: doc._id, 'cancels.id': id }, {
    $pull: { cancels: { id } },
    ...($push && { $push }),
    ...($min && { $min }),
  } as never);
  return 0;
}

async function tellHall(
  parts: CourierParts,
  doc: DeliveryDoc,
  id: string,
  why: 'moving' | 'unreachable',
): Promise<OwedNotice[]> {
  const { venueId, department } = doc;
  const cancel = doc.cancels.find((one) => one.id === id);
  const name = cancel
    ? `${carriers[cancel.carrier].name}${cancel.waybill ? ` ${cancel.waybill}` : ''}`
    : '快递';
  const reason =
    why === 'moving'
      ? `${name} 已经揽收，取消不了：打电话追回，退回后在这里登记`
      : `${name} 取消不了：打电话给快递公司取消`;
  const to = new Set<string>();
  for (const role of ['window', 'supervisor'] as const)
    for (const staffId of await parts.staff.staffIn({ venueId, department, role })) to.add(staffId);
  return [...to].map((staffId) => ({
    key: `delivery:${doc._id}:cancel:${id}:${why}:${staffId}`,
    kind: 'staff-delivery-task',
    to: { staffId },
    subject: { kind: 'delivery', id: doc._id },
    place: { venueId, department },
    facts: { ...factsFor(parts, doc), reason },
    at: parts.clock.now(),
  }));
}
