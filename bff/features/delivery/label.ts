import type { AnswerOf } from '../../../shared/contract/core';
import type { DeliveryState } from '../../../shared/contract/delivery';
import type { staffDeliveryContract } from '../../../shared/contract/staff-delivery';
import { carriers } from '../../../shared/domain/delivery';
import { Problem } from '../../problem';
import { addressOf } from './address-of';
import type { DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';

type Label = AnswerOf<(typeof staffDeliveryContract)['GET /staff/deliveries/{id}/label']>;

/** While it can still be stuck on: afterwards nobody needs the whole address on paper. */
const printable: readonly DeliveryState[] = ['ordered', 'checking', 'handed-over'];

/**
 * What stands on the label of a parcel. The waybill is drawn as a barcode by whoever prints it.
 * @throws Problem DELIVERY_STATE while no carrier has taken it, and once it is on its way
 */
export function labelOf(parts: DeliveryParts, doc: DeliveryDoc): Label {
  const receiver = addressOf(parts, doc);
  const venue = parts.venues.venue(doc.venueId);
  const { waybill, carrier, order } = doc;
  if (!printable.includes(doc.state) || !receiver || !venue || !carrier || !waybill)
    throw new Problem('DELIVERY_STATE', { next: '快递接单以后、揽收以前可以打印。' });
  return {
    waybill,
    carrier: { code: carrier, ...carriers[carrier] },
    caseNumber: doc.caseNumber,
    receiver: {
      name: receiver.name,
      phone: receiver.phone,
      address: `${receiver.region.join('')}${receiver.detail}`,
    },
    sender: { name: venue.name, phone: venue.phone, address: venue.address.text },
    valuable: doc.valuable,
    extra: order?.labels ?? [],
    // An order that only the sandbox took is fetched by nobody.
    sample: parts.settings.sandbox.wechat,
  };
}
