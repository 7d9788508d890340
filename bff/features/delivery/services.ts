import type { EndedService, ServiceNow, ServiceProvider } from '../evaluations';
import type { DeliveryDoc } from './model';
import type { DeliveryParts } from './parts';

const fields = {
  state: 1,
  itemName: 1,
  venueId: 1,
  department: 1,
  personId: 1,
  changedAt: 1,
  updatedAt: 1,
} as const;
type Read = Pick<DeliveryDoc, '_id' | keyof typeof fields>;

/** Parcels that were signed for, as services to be rated. The order is that in which this was written; no officer served. */
export function deliveryServices(parts: Pick<DeliveryParts, 'deliveries'>): ServiceProvider {
  return {
    kind: 'delivery',
    async endedSince(after, most) {
      const found = await parts.deliveries
        .find(
          {
            state: 'signed',
            updatedAt: { $gte: after.at },
            $or: [{ updatedAt: { $gt: after.at } }, { _id: { $gt: after.id } }],
          },
          fields,
        )
        .sort({ updatedAt: 1, _id: 1 })
        .limit(most)
        .lean<Read[]>();
      return found.map((doc): EndedService => {
        return { ...serviceOf(doc), endedAt: doc.changedAt, knownAt: doc.updatedAt };
      });
    },
    async find(id) {
      const doc = await parts.deliveries.findById(id, fields).lean<Read>();
      return doc && serviceOf(doc);
    },
  };
}

function serviceOf(doc: Read): ServiceNow {
  return {
    id: doc._id,
    title: `${doc.itemName}（快递送达）`,
    itemCode: null,
    venueId: doc.venueId,
    department: doc.department,
    windowId: null,
    staffId: null,
    personId: doc.personId,
    endedAt: doc.state === 'signed' ? doc.changedAt : null,
  };
}
