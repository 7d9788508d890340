import type { DeliveryFacts } from '../../../shared/domain/delivery-rules';
import type { TrackKind } from '../../gateways/couriers';
import type { DeliveryDoc } from './model';

/** Words of a carrier after which it has the parcel. */
const has = new Set<TrackKind>([
  'picked-up',
  'in-transit',
  'out-for-delivery',
  'signed',
  'sign-failed',
  'returning',
  'refused',
]);

/** What the rules look at of a parcel. */
export function factsOf(doc: Pick<DeliveryDoc, 'state' | 'valuable' | 'check' | 'track'>): DeliveryFacts {
  return {
    state: doc.state,
    valuable: doc.valuable,
    checker: doc.check?.staffId ?? null,
    // It came back: what the carrier said on the way is over.
    moving: doc.state !== 'returned' && doc.track.some(({ kind }) => has.has(kind)),
  };
}
