import type { ServiceNow, ServiceProvider } from '../evaluations';
import { titleOf } from './facts';
import { type ComplaintDoc, ERASED } from './model';
import type { ComplaintParts } from './parts';

/** Answered complaints, for rating: the last answer is when the service ended; one service a complaint. */
export function answeredComplaints(parts: Pick<ComplaintParts, 'complaints' | 'venues'>): ServiceProvider {
  const { complaints } = parts;
  return {
    kind: 'complaint',
    endedSince: async (after, most) => {
      const found = await complaints
        .find({
          // Once for the index, once to go on among those of the same moment.
          repliedAt: { $gte: after.at },
          $or: [{ repliedAt: { $gt: after.at } }, { _id: { $gt: after.id } }],
        })
        .sort({ repliedAt: 1, _id: 1 })
        .limit(most)
        .lean<ComplaintDoc[]>();
      return found.flatMap((doc) => {
        const { endedAt, ...service } = serviceOf(parts, doc);
        return endedAt ? [{ ...service, endedAt }] : [];
      });
    },
    find: async (id) => {
      const doc = await complaints.findById(id).lean<ComplaintDoc>();
      return doc && serviceOf(parts, doc);
    },
  };
}

function serviceOf({ venues }: Pick<ComplaintParts, 'venues'>, doc: ComplaintDoc): ServiceNow {
  const { personId } = doc;
  return {
    id: doc._id,
    title: `投诉答复：${titleOf(venues, doc)}`,
    itemCode: doc.itemCode,
    venueId: doc.deskVenueId,
    department: doc.handler?.department ?? doc.department,
    // The answer is rated, not the window it is about.
    windowId: null,
    staffId: doc.answers.at(-1)?.staffId ?? null,
    personId: personId?.startsWith(ERASED) ? null : personId,
    endedAt: doc.repliedAt,
  };
}
