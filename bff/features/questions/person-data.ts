import { randomUUID } from 'node:crypto';
import { toIso } from '../../../shared/domain/time';
import { ERASED, type QuestionDoc } from './model';
import type { QuestionParts } from './parts';
import { answerOf, nextStepOf, officeOf, stateWordsOf, wordsOf } from './present-question';

/**
 * What questions hold about a person, for export and erasure (PIPL §45, §47). What was published of them says nothing of who
 * asked, and stays.
 */
export function questionData(parts: QuestionParts) {
  return {
    name: 'questions',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const mine = await parts.questions.find({ personId }).sort({ askedOn: -1 }).lean<QuestionDoc[]>();
      return mine.map((doc) => ({
        question: wordsOf(parts, doc),
        item: doc.itemName,
        askedOf: officeOf(parts, doc),
        askedAt: toIso(doc.askedAt),
        state: stateWordsOf(doc),
        answer: answerOf(parts, doc),
        ...(doc.state === 'closed' && { why: nextStepOf(parts, doc) }),
      }));
    },
    erase: async (personId: string | null, accountIds: string[]) => {
      await parts.questions.updateMany({ accountId: { $in: accountIds } }, { $set: { accountId: null } });
      if (personId === null) return { erased: [], kept: [] };
      const gone = {
        personId: `${ERASED}${randomUUID()}`,
        accountId: null,
        words: null,
        answerWords: null,
        closing: null,
        operations: [],
      };
      // Nobody is left to be told, and nothing is left to be looked at.
      const also = { $pull: { outbox: { 'to.personId': personId } }, $inc: { version: 1 } };
      const asked = await parts.questions.updateMany(
        { personId, state: 'asked' },
        { $set: { ...gone, state: 'closed' }, $unset: { overdueDue: '', safetyDue: '' }, ...also },
      );
      const others = await parts.questions.updateMany(
        { personId },
        { $set: gone, $unset: { safetyDue: '' }, ...also },
      );
      const count = asked.modifiedCount + others.modifiedCount;
      return { erased: count > 0 ? [`${count} 个提问和答复`] : [], kept: [] };
    },
  };
}
