import { randomUUID } from 'node:crypto';
import type { DeliveryState } from '../../../shared/contract/delivery';
import { deliveryStates, deliveryTransitionOf } from '../../../shared/domain/delivery';
import { toIso } from '../../../shared/domain/time';
import { addressOf, chosenAddressOf } from './address-of';
import { changeDelivery, ERASED, forgottenAtEnd } from './change-delivery';
import type { DeliveryChoiceDoc, DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';
import { timelineOf } from './timeline';

/**
 * What deliveries hold about a person, for export and erasure (PIPL §45, §47). A parcel that is on its way is brought to its end:
 * until then the carrier's service, which the person ordered, needs the address (PIPL §13(2)); then it goes as well.
 */
export function deliveryData(parts: DeliveryParts) {
  return {
    name: 'deliveries',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const [parcels, choices] = await Promise.all([
        parts.deliveries.find({ personId }).sort({ createdAt: -1 }).lean<DeliveryDoc[]>(),
        parts.choices.find({ personId }).lean<DeliveryChoiceDoc[]>(),
      ]);
      return [
        ...parcels.map((doc) => ({
          case: doc.caseNumber,
          item: doc.itemName,
          state: deliveryStates[doc.state].words,
          address: addressOf(parts, doc),
          consent: doc.consent && { version: doc.consent.version, at: toIso(doc.consent.at) },
          fen: doc.cost.fen,
          carrier: doc.carrier,
          waybill: doc.waybill,
          track: doc.track.map(({ at, words }) => ({ at: toIso(at), words })),
          timeline: timelineOf(doc, 'self'),
        })),
        ...choices.map((doc) => ({
          chosenFor: doc._id,
          how: doc.how,
          address: chosenAddressOf(parts, doc),
          consent: doc.consent && { version: doc.consent.version, at: toIso(doc.consent.at) },
          at: toIso(doc.chosenAt),
        })),
      ];
    },
    erase: (personId: string | null, accountIds: string[]) => erase(parts, personId, accountIds),
  };
}

async function erase(parts: DeliveryParts, personId: string | null, accountIds: string[]) {
  const nobody = `${ERASED}${randomUUID()}`;
  await parts.deliveries.updateMany({ accountId: { $in: accountIds } }, { $set: { accountId: null } });
  if (personId === null) return { erased: [], kept: [] };
  const { deletedCount } = await parts.choices.deleteMany({ personId });
  await endUnsent(parts, personId);
  // Nobody is left to be told.
  const $pull = { outbox: { 'to.personId': personId } };
  const moving = await parts.deliveries.updateMany(
    { personId, open: true },
    { $set: { personId: nobody }, $pull },
  );
  const over = await parts.deliveries.updateMany(
    { personId },
    {
      $set: { personId: nobody, operations: [], nextAddress: null, ...forgottenAtEnd },
      $pull,
    },
  );
  return {
    erased: [
      ...(deletedCount > 0 ? ['选过的送达方式和地址'] : []),
      ...(over.modifiedCount > 0 ? [`${over.modifiedCount} 件快递的收件地址和轨迹`] : []),
    ],
    kept:
      moving.modifiedCount > 0
        ? [
            {
              what: `${moving.modifiedCount} 件还在路上的快递的收件地址`,
              why: '快递已经在送，送到或退回以前需要用',
              until: '这件快递结束的时候',
            },
          ]
        : [],
  };
}

/** Whoever leaves altogether gets nothing sent that has not left the hall. */
async function endUnsent(parts: DeliveryParts, personId: string): Promise<void> {
  const states = Object.keys(deliveryStates) as DeliveryState[];
  const waiting = states.filter((state) => deliveryTransitionOf(state, 'cancel') !== null);
  for (;;) {
    const found = await parts.deliveries
      .find({ personId, open: true, state: { $in: waiting } })
      .lean<DeliveryDoc[]>();
    if (found.length === 0) return;
    for (const doc of found) {
      const now = parts.clock.now();
      const by = { role: 'citizen' } as const;
      const steps = [{ action: 'cancel', by, at: now, why: '本人删除了账号', facts: { who: '' } }] as const;
      await changeDelivery(parts, doc, { steps, now });
    }
  }
}
