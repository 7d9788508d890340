import { randomUUID } from 'node:crypto';
import { grades, rectificationStates } from '../../../shared/domain/evaluation';
import { toIso } from '../../../shared/domain/time';
import type { EvaluationDoc, RectificationDoc } from './model';
import type { EvaluationParts } from './parts';
import { wordsOf } from './presenter';

/** What evaluations hold about a person, for export and erasure (PIPL §45, §47). Grades stay, of nobody. */
export function evaluationData(parts: EvaluationParts) {
  return {
    name: 'evaluations',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const given = await parts.evaluations.find({ personId }).sort({ givenAt: -1 }).lean<EvaluationDoc[]>();
      const opened = await parts.rectifications.find({ personId }).lean<RectificationDoc[]>();
      const states = new Map(opened.map(({ _id, state }) => [_id, rectificationStates[state].words]));
      return given.map((doc) => ({
        service: doc.title,
        endedAt: toIso(doc.endedAt),
        grade: grades[doc.grade].words,
        tags: doc.tags,
        words: wordsOf(parts, doc),
        at: toIso(doc.givenAt),
        rectification: states.get(doc._id) ?? null,
      }));
    },
    erase: (personId: string | null, accountIds: string[]) => erase(parts, personId, accountIds),
  };
}

async function erase(parts: EvaluationParts, personId: string | null, accountIds: string[]) {
  await parts.evaluations.updateMany({ accountId: { $in: accountIds } }, { $set: { accountId: null } });
  if (personId === null) return { erased: [], kept: [] };
  const gone = await parts.evaluations.updateMany(
    { personId },
    { $set: { personId: `erased-${randomUUID()}`, words: null } },
  );
  await parts.services.updateMany({ personId }, { $set: { personId: null } });
  await parts.rectifications.updateMany(
    { personId },
    // Nobody is left to be told.
    { $set: { personId: null, callBack: null }, $pull: { outbox: { 'to.personId': personId } } },
  );
  if (gone.modifiedCount === 0) return { erased: [], kept: [] };
  return {
    erased: [`${gone.modifiedCount} 条评价的文字，以及与您的关联`],
    kept: [{ what: '评价的等级（不含您的任何资料）', why: '好差评统计', until: '长期' }],
  };
}
