import type { CaseState } from '../../../shared/contract/cases';
import type { EndedService, ServiceNow, ServiceProvider } from '../evaluations';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';

/** An answer was given, also one that was not hoped for. What was withdrawn or never supplemented had none. */
const answered: readonly CaseState[] = ['completed', 'declined'];

const fields = {
  state: 1,
  itemName: 1,
  itemCode: 1,
  venueId: 1,
  department: 1,
  handler: 1,
  personId: 1,
  changedAt: 1,
  updatedAt: 1,
} as const;
type Read = Pick<CaseDoc, '_id' | keyof typeof fields>;

/** Cases that ended with an answer, as services to be rated. The order is that in which their ends were written. */
export function caseServices(parts: CaseParts): ServiceProvider {
  return {
    kind: 'case',
    async endedSince(after, most) {
      const lists = await Promise.all(
        answered.map((state) =>
          parts.cases
            .find(
              {
                state,
                updatedAt: { $gte: after.at },
                $or: [{ updatedAt: { $gt: after.at } }, { _id: { $gt: after.id } }],
              },
              fields,
            )
            .sort({ updatedAt: 1, _id: 1 })
            .limit(most)
            .lean<Read[]>(),
        ),
      );
      return lists
        .flat()
        .sort((a, b) => Number(a.updatedAt) - Number(b.updatedAt) || (a._id < b._id ? -1 : 1))
        .slice(0, most)
        .map((doc): EndedService => {
          return { ...serviceOf(parts, doc), endedAt: doc.changedAt, knownAt: doc.updatedAt };
        });
    },
    async find(id) {
      const doc = await parts.cases.findById(id, fields).lean<Read>();
      return doc && serviceOf(parts, doc);
    },
  };
}

function serviceOf({ venues }: CaseParts, doc: Read): ServiceNow {
  const windows = venues.venue(doc.venueId)?.windows ?? [];
  return {
    id: doc._id,
    title: doc.itemName,
    itemCode: doc.itemCode,
    venueId: doc.venueId,
    department: doc.department,
    windowId: windows.find(({ name }) => name === doc.handler?.window)?.id ?? null,
    staffId: doc.handler?.staffId ?? null,
    personId: doc.personId,
    endedAt: answered.includes(doc.state) ? doc.changedAt : null,
  };
}
