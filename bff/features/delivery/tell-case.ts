import { deliveryTransitionOf } from '../../../shared/domain/delivery';
import type { ParcelWord } from '../cases';
import { changeDelivery } from './change-delivery';
import type { DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';

const BATCH = 200;

/** Every parcel whose case does not know yet how it stands. */
export async function tellCasesDue(parts: DeliveryParts): Promise<void> {
  const owed = await parts.deliveries
    .find({ caseOwed: { $exists: true } })
    .sort({ caseOwed: 1 })
    .limit(BATCH)
    .lean<DeliveryDoc[]>();
  for (const doc of owed) {
    try {
      await tellCase(parts, doc);
    } catch (error) {
      parts.log.error({ err: error, deliveryId: doc._id }, 'a case cannot be told of its parcel');
    }
  }
}

/**
 * Tells the case of a parcel what it owes it, and strikes it off. Repeatable. A parcel whose case has its result otherwise by
 * then is not sent.
 */
export async function tellCase(parts: DeliveryParts, doc: DeliveryDoc): Promise<void> {
  if (doc.caseOwed === undefined) return;
  const heard = await parts.cases.hearOfParcel(doc.caseId, doc._id, wordOf(doc));
  await parts.reached('parcel:case-told');
  const now = parts.clock.now();
  // The result of a case is sent once; what is made anew or sent again belongs to a case that may be over.
  const unwanted = !heard && doc.caseOwed === 'opened' && doc.cause === 'result';
  const current = unwanted ? await ended(parts, doc) : doc;
  if (!current?.caseOwed) return;
  // Another may have changed it meanwhile: the job comes by again.
  await changeDelivery(parts, current, { steps: [], now, set: { caseOwed: undefined } });
}

function wordOf({ caseOwed, state }: DeliveryDoc): ParcelWord {
  if (caseOwed === 'completed') return state === 'collected' ? 'collected' : 'signed';
  return caseOwed ?? 'opened';
}

/** Not sent after all, unless it is on its way; null when another changed it meanwhile. */
async function ended(parts: DeliveryParts, doc: DeliveryDoc): Promise<DeliveryDoc | null> {
  if (!deliveryTransitionOf(doc.state, 'switch-to-window')) return doc;
  const step = { action: 'switch-to-window', by: { role: 'system' }, at: parts.clock.now() } as const;
  return changeDelivery(parts, doc, { steps: [step], now: step.at });
}
