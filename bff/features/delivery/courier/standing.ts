import { type DeliveryAction, deliveryTransitionOf } from '../../../../shared/domain/delivery';
import type { TrackKind } from '../../../gateways/couriers';
import type { DeliveryDoc, TrackDoc } from '../model';

/** What a line brings about. Others are shown and change nothing. */
const actions: Partial<Record<TrackKind, DeliveryAction>> = {
  'picked-up': 'pick-up',
  'in-transit': 'transit',
  'out-for-delivery': 'out-for-delivery',
  signed: 'signed',
  returning: 'send-back',
  returned: 'send-back',
  refused: 'send-back',
  cancelled: 'courier-cancelled',
};
/** Of lines of the same second the one that is further on counts as later. */
const further: readonly TrackKind[] = ['assigned', 'picked-up', 'in-transit', 'out-for-delivery', 'signed'];
const back: readonly TrackKind[] = ['refused', 'returning', 'returned'];

export interface Standing {
  action: DeliveryAction;
  /** The line that says so. */
  point: TrackDoc;
}

/**
 * Where a parcel stands by all that is known of it, in whatever order it was heard: what the latest line says that says
 * anything. A parcel that was ever on its way back does not count as delivered, because whoever signs a return is its
 * sender; a person decides then. One that was signed stays so.
 * @param track any order
 */
export function standingOf(track: readonly TrackDoc[]): Standing | null {
  const telling = [...track]
    .sort((a, b) => a.at.getTime() - b.at.getTime() || further.indexOf(a.kind) - further.indexOf(b.kind))
    .filter(({ kind }) => actions[kind] !== undefined);
  const point =
    telling.find(({ kind }) => back.includes(kind)) ??
    telling.find(({ kind }) => kind === 'signed') ??
    telling.findLast(
      ({ kind }) => kind !== 'cancelled' || !telling.some(({ kind: other }) => other !== 'cancelled'),
    );
  const action = point && actions[point.kind];
  return action ? { action, point } : null;
}

/** What follows for a parcel in a state; null when nothing does: it stands there already, or is past it, or at its end. */
export function followsFrom(state: DeliveryDoc['state'], standing: Standing | null): Standing | null {
  if (!standing) return null;
  const row = deliveryTransitionOf(state, standing.action);
  return row?.who.includes('carrier') ? standing : null;
}
