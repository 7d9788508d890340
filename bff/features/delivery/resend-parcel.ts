import { deliveryRefusalOf } from '../../../shared/domain/delivery-rules';
import { Problem } from '../../problem';
import { sealAddress } from './address-of';
import { changeDelivery, type DeliveryStep } from './change-delivery';
import { consentFrom } from './consent';
import { factsOf } from './facts';
import type { DeliveryDoc } from './model';
import { openNext } from './open-parcel';
import { type ParcelAsked, withLatest } from './parcels';
import type { DeliveryParts } from './parts';
import { priceTo } from './policy';

export interface ResendParcel extends ParcelAsked {
  addressId: string;
  consentVersion: string;
  /** 分: the price that was shown. */
  fen: number;
}

/**
 * Sends a parcel that came back again, to an address that is agreed to anew: another parcel follows this one.
 * @throws Problem NOT_FOUND, DELIVERY_STATE, DELIVERY_QUOTE_CHANGED, CONSENT_VERSION_UNKNOWN, MANDATE_ENDED
 */
export async function resendParcel(parts: DeliveryParts, command: ResendParcel): Promise<DeliveryDoc> {
  const { caller, now, operationId, addressId, consentVersion, fen } = command;
  const changed = await withLatest(parts, command, async (doc, by) => {
    const refusal = deliveryRefusalOf(factsOf(doc), 'resend', { role: by.role });
    if (refusal) throw new Problem(refusal);
    const consent = consentFrom(parts, consentVersion, now);
    const address = await parts.addresses.find(caller.personId ?? '', addressId);
    if (!address) throw new Problem('NOT_FOUND', { next: '从地址簿里重新选一个收件地址。' });
    const which = { cause: 'resend', resends: doc.resends } as const;
    const cost = priceTo(parts.settings.delivery.policy, address, which);
    if (cost?.fen !== fen) throw new Problem('DELIVERY_QUOTE_CHANGED');
    const set = {
      next: { cause: 'resend', consent, cost, by },
      nextAddress: sealAddress(parts, address),
    } as const;
    const step: DeliveryStep = { action: 'resend', by, at: now, set };
    return changeDelivery(parts, doc, { steps: [step], now, operationId });
  });
  await parts.reached('parcel:changed');
  await openNext(parts, changed);
  return changed;
}
