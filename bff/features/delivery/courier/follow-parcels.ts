import { CourierRefusal } from '../../../gateways/couriers';
import { OutboundFailure } from '../../../gateways/outbound';
import { Problem } from '../../../problem';
import { addressOf } from '../address-of';
import type { DeliveryDoc } from '../model';
import { applyTo } from './apply-points';
import { nextAskedAt } from './next-asked';
import { CLAIM_MS, type CourierParts } from './parts';
import { storePoints } from './store-points';

const MOST_A_RUN = 500;
/** Just ordered, nothing can have been said. */
const YOUNG_MS = 20 * 60_000;

/**
 * Follows what is on its way: subscribes to it, lets it know what was told before its waybill was known, and asks the carrier
 * when nothing was heard for a while. Safe beside other processes.
 */
export async function followParcels(parts: CourierParts): Promise<void> {
  for (let done = 0; done < MOST_A_RUN; done += 1) {
    const now = parts.clock.now();
    const doc = await parts.deliveries
      .findOneAndUpdate(
        { trackDue: { $lte: now } },
        { $set: { trackDue: new Date(now.getTime() + CLAIM_MS) } },
        { sort: { trackDue: 1 }, returnDocument: 'after' },
      )
      .lean<DeliveryDoc>();
    if (!doc) return;
    await follow(parts, doc, now);
  }
}

async function follow(parts: CourierParts, doc: DeliveryDoc, now: Date): Promise<void> {
  const { waybill } = doc;
  if (waybill === null) return;
  await applyTo(parts, waybill);
  const subscribed = doc.subscribed === waybill || (await subscribe(parts, doc, waybill));
  if (now.getTime() - doc.changedAt.getTime() >= YOUNG_MS) await ask(parts, doc, waybill, now);
  const after = await parts.deliveries.findById(doc._id).lean<DeliveryDoc>();
  if (!after || after.waybill !== waybill || after.trackDue === undefined) return;
  await parts.deliveries.updateOne(
    { _id: doc._id, waybill, trackDue: { $exists: true } },
    { $set: { trackDue: nextAskedAt(after, now), ...(subscribed && { subscribed: waybill }) } },
  );
}

/** @returns whether 快递100 will tell of it */
async function subscribe(parts: CourierParts, doc: DeliveryDoc, waybill: string): Promise<boolean> {
  const { tracks } = parts;
  const phone = addressOf(parts, doc)?.phone;
  if (!tracks || !doc.carrier || phone === undefined) return false;
  const taken = await tried(parts, 'subscribe', () =>
    tracks.subscribe({ carrier: doc.carrier ?? 'EMS', waybill, phone }),
  );
  await parts.reached('courier:subscribed');
  return taken;
}

async function ask(parts: CourierParts, doc: DeliveryDoc, waybill: string, now: Date): Promise<void> {
  const { express } = parts;
  const { order, carrier } = doc;
  if (!express || !order || !carrier) return;
  const account = doc.accountId === null ? null : await parts.people.accountToReach(doc.accountId);
  await tried(parts, 'ask', async () => {
    const points = await express.track({
      orderId: order.id,
      carrier,
      openid: account?.openid ?? null,
      waybill,
    });
    await storePoints(parts, { waybill, source: 'asked', points }, now);
    await applyTo(parts, waybill);
  });
}

/** What fails is tried again when the parcel is next due. @returns whether it went through */
async function tried(parts: CourierParts, what: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof CourierRefusal || error instanceof OutboundFailure || error instanceof Problem))
      throw error;
    parts.log.info({ what, err: error }, 'a parcel could not be followed');
    return false;
  }
}
