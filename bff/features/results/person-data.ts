import { toIso } from '../../../shared/domain/time';
import type { DataHolder } from '../session';
import type { ResultDoc } from './model';
import type { ResultParts } from './parts';

/** Electronic results of a person. */
export function resultData({ results }: Pick<ResultParts, 'results'>): DataHolder {
  return {
    name: 'results',
    exportFor: async (personId) => {
      if (personId === null) return [];
      const docs = await results.find({ personId }).sort({ issuedAt: 1 }).lean<ResultDoc[]>();
      return docs.map((doc) => ({
        code: doc._id,
        item: doc.itemName,
        number: doc.number,
        outcome: doc.outcome,
        issuedAt: toIso(doc.issuedAt),
      }));
    },
    erase: async (personId) => {
      if (personId === null) return { erased: [], kept: [] };
      const { modifiedCount } = await results.updateMany(
        { personId },
        { $set: { personId: null, holder: null } },
      );
      return {
        erased: modifiedCount > 0 ? ['电子结果上的姓名'] : [],
        kept:
          modifiedCount > 0
            ? [
                {
                  what: '电子结果的核验记录（不含姓名）',
                  why: '拿到结果的人要能核验真伪',
                  until: '结果作废为止',
                },
              ]
            : [],
      };
    },
  };
}
