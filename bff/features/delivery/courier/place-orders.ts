import type { CarrierCode } from '../../../../shared/contract/delivery';
import { carriers } from '../../../../shared/domain/delivery';
import { type CourierOrder, CourierRefusal, type PlacedOrder } from '../../../gateways/couriers';
import { OutboundFailure } from '../../../gateways/outbound';
import { Problem } from '../../../problem';
import { addressOf } from '../address-of';
import { changeDelivery, orderIdOf } from '../change-delivery';
import type { CourierOrderDoc, DeliveryDoc } from '../model';
import { carriersAt } from './carriers';
import { backOffMs, CLAIM_MS, type CourierParts } from './parts';
import { refusalWords } from './refusals';
import { courierTime, senderOf } from './sender';

const MOST_A_RUN = 500;

/** The parcel with the order that is being tried. */
type Claimed = DeliveryDoc & { order: CourierOrderDoc };

/**
 * Orders what is to be ordered at the carriers. Each try is made under a fence; before a repeated one the carrier is asked
 * whether it has the order, so that a parcel gets one waybill however often a try is cut off. Safe beside other processes.
 */
export async function placeOrders(parts: CourierParts): Promise<void> {
  for (let done = 0; done < MOST_A_RUN; done += 1) {
    const doc = await parts.deliveries
      .findOne({ orderDue: { $lte: parts.clock.now() } })
      .sort({ orderDue: 1 })
      .lean<DeliveryDoc>();
    if (!doc) return;
    const carrier = carrierFor(parts, doc);
    if (!carrier || !parts.express) {
      await refused(parts, doc, doc.carrier === null || !parts.express ? 'no-express' : 'no-account', '');
      continue;
    }
    const claimed = await claim(parts, doc, carrier);
    if (claimed) await attempt(parts, claimed);
  }
}

function carrierFor(parts: CourierParts, doc: DeliveryDoc): CarrierCode | null {
  if (doc.carrier === null) return carriersAt(parts, doc.venueId)[0] ?? null;
  return parts.express?.carriers.includes(doc.carrier) ? doc.carrier : null;
}

/** Takes the try for this process. A first one changes the parcel, so that nobody changes it without knowing of the order. */
async function claim(parts: CourierParts, doc: DeliveryDoc, carrier: CarrierCode): Promise<Claimed | null> {
  const id = orderIdOf(doc);
  const known = doc.order?.id === id ? doc.order : null;
  const order: CourierOrderDoc = known
    ? { ...known, carrier, tries: known.tries + 1, fence: known.fence + 1 }
    : { id, carrier, waybill: null, labels: [], tries: 1, fence: 1 };
  const claimed = await parts.deliveries
    .findOneAndUpdate(
      { _id: doc._id, state: 'to-order', version: doc.version, orderDue: doc.orderDue },
      {
        $set: { order, carrier, orderDue: new Date(parts.clock.now().getTime() + CLAIM_MS) },
        ...(!known && { $inc: { version: 1 } }),
      },
      { returnDocument: 'after' },
    )
    .lean<DeliveryDoc>();
  if (!claimed) return null;
  await parts.reached('courier:claimed');
  return { ...claimed, order };
}

async function attempt(parts: CourierParts, doc: Claimed): Promise<void> {
  const { express } = parts;
  const wanted = await wantedFor(parts, doc);
  if (!wanted || !express) return refused(parts, doc, express ? 'no-address' : 'no-express', '');
  try {
    const before = doc.order.tries > 1 ? await express.find(wanted) : null;
    const placed = before ?? (await orderOrFind(parts, wanted, doc.order.tries > 1));
    await parts.reached('courier:answered');
    await record(parts, doc, placed);
  } catch (error) {
    if (error instanceof CourierRefusal && error.meaning !== 'later')
      return refused(parts, doc, error.code, error.said);
    const [code, said] = error instanceof CourierRefusal ? [error.code, error.said] : ['no-answer', ''];
    if (!(error instanceof CourierRefusal || error instanceof OutboundFailure || error instanceof Problem))
      throw error;
    await putOff(parts, doc, code, said);
  }
}

/** A no to a repeated order may be about the earlier one, which was taken meanwhile. */
async function orderOrFind(
  { express }: CourierParts,
  wanted: CourierOrder,
  repeated: boolean,
): Promise<PlacedOrder> {
  if (!express) throw new CourierRefusal('no-express', '', 'ours');
  try {
    return await express.order(wanted);
  } catch (error) {
    const found = repeated && error instanceof CourierRefusal ? await express.find(wanted) : null;
    if (found) return found;
    throw error;
  }
}

/** What is said to the carrier; null when the address or the consent to pass it on is not there. */
async function wantedFor(parts: CourierParts, doc: Claimed): Promise<CourierOrder | null> {
  const address = addressOf(parts, doc);
  const sender = senderOf(parts, doc.venueId);
  if (!address || !sender || doc.consent === null) return null;
  const [province = '', city = '', area = '', township = ''] = address.region;
  const account = doc.accountId === null ? null : await parts.people.accountToReach(doc.accountId);
  return {
    orderId: doc.order.id,
    carrier: doc.order.carrier,
    openid: account?.openid ?? null,
    sender,
    receiver: {
      name: address.name,
      phone: address.phone,
      province,
      city,
      area,
      address: `${township}${address.detail}`,
    },
    goods: '文件',
    page: `packages/delivery/detail/index?id=${doc._id}`,
    expectAt: courierTime(parts.clock.now()),
  };
}

/** The carrier took it. When the parcel went another way meanwhile, that way cancels the order. */
async function record(parts: CourierParts, doc: Claimed, { waybill, labels }: PlacedOrder): Promise<void> {
  let before: DeliveryDoc | null = doc;
  while (before?.state === 'to-order' && before.order?.id === doc.order.id) {
    const now = parts.clock.now();
    try {
      const placed = await changeDelivery(parts, before, {
        steps: [
          {
            action: 'order-placed',
            by: { role: 'system' },
            at: now,
            facts: { carrier: carriers[doc.order.carrier].name, waybill },
          },
        ],
        now,
        // Asked for at once: it may have been told of before it was known, and it is subscribed.
        set: {
          order: { ...before.order, waybill, labels },
          waybill,
          orderError: null,
          track: [],
          trackDue: now,
        },
      });
      if (placed) break;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
      return refused(parts, before, 'waybill-taken', '');
    }
    before = await parts.deliveries.findById(doc._id).lean<DeliveryDoc>();
  }
  await parts.reached('courier:placed');
}

/** The carrier does not take it: somebody of the hall decides how it goes on. */
async function refused(parts: CourierParts, doc: DeliveryDoc, code: string, said: string): Promise<void> {
  const now = parts.clock.now();
  const words = refusalWords(code, said);
  const { carrier } = doc.order ?? doc;
  await changeDelivery(parts, doc, {
    steps: [
      {
        action: 'order-refused',
        by: { role: 'system' },
        at: now,
        facts: { carrier: carrier ? carriers[carrier].name : '快递', why: words },
      },
    ],
    now,
    set: { orderError: { code, words, at: now } },
  });
  parts.log.warn({ parcel: doc._id, code }, 'a carrier refused an order');
}

async function putOff(
  parts: CourierParts,
  { _id, order }: Claimed,
  code: string,
  said: string,
): Promise<void> {
  const now = parts.clock.now();
  await parts.deliveries.updateOne(
    { _id, state: 'to-order', 'order.id': order.id, 'order.fence': order.fence },
    {
      $set: {
        orderDue: new Date(now.getTime() + backOffMs(order.tries)),
        orderError: { code, words: refusalWords(code, said), at: now },
      },
    },
  );
}
