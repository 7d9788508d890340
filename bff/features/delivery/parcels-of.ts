import { deliveryStates } from '../../../shared/domain/delivery';
import type { ParcelOfCase } from '../cases';
import type { DeliveryDoc } from './model';
import { actionOf, holderOf, nextStepOf } from './next-step';
import type { DeliveryParts } from './parts';

/** What the citizen must do, not only may. */
const needed = new Set(['give-address', 'pay', 'choose-again']);

/** The latest parcel of each case that has one, as its case shows it. */
export async function parcelsOf(
  parts: DeliveryParts,
  caseIds: readonly string[],
): Promise<Map<string, ParcelOfCase>> {
  const found = await parts.deliveries
    .find({ caseId: { $in: [...caseIds] } }, { timeline: 0, track: 0, address: 0, nextAddress: 0 })
    .sort({ attempt: 1 })
    .lean<DeliveryDoc[]>();
  const now = parts.clock.now();
  return new Map(found.map((doc) => [doc.caseId, seenFromCase(parts, doc, now)]));
}

function seenFromCase(parts: DeliveryParts, doc: DeliveryDoc, now: Date): ParcelOfCase {
  const { words, tone } = deliveryStates[doc.state];
  const action = actionOf(doc);
  return {
    deliveryId: doc._id,
    stateWords: words,
    tone,
    holder: holderOf(parts, doc),
    nextStep: nextStepOf(parts, doc, now),
    actionLabel: action && needed.has(action.kind) ? action.label : null,
  };
}
