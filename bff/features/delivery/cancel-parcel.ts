import { changeDelivery } from './change-delivery';
import { keepHow } from './choices';
import { cancelSteps } from './choose';
import type { DeliveryDoc } from './model';
import { type ParcelAsked, withLatest } from './parcels';
import type { DeliveryParts } from './parts';
import { tellCase } from './tell-case';
import { tellPayments } from './tell-payments';

/**
 * Not by courier after all: it waits at the window, the order at the carrier is cancelled, what was paid comes back.
 * @throws Problem NOT_FOUND, DELIVERY_STATE once the carrier has it, MANDATE_ENDED
 */
export async function cancelParcel(
  parts: DeliveryParts,
  command: ParcelAsked & { reason?: string },
): Promise<DeliveryDoc> {
  const { now, operationId, reason } = command;
  const changed = await withLatest(parts, command, async (doc, by) => {
    const steps = cancelSteps(doc, by, now, reason);
    return changeDelivery(parts, doc, { steps, now, operationId });
  });
  await parts.reached('parcel:changed');
  await keepHow(parts, changed.caseId, 'window', now);
  await tellCase(parts, changed);
  await tellPayments(parts, changed._id);
  return changed;
}
