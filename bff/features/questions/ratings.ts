import type { ServiceNow, ServiceProvider } from '../evaluations';
import { ERASED, type QuestionDoc, SAMPLE_PERSON } from './model';
import type { QuestionParts } from './parts';

/** Answered questions, for rating: the first answer is when the service ended. */
export function answeredServices({ questions }: Pick<QuestionParts, 'questions'>): ServiceProvider {
  return {
    kind: 'question',
    endedSince: async (after, most) => {
      const found = await questions
        .find({
          // Once for the index, once to go on among those of the same moment.
          answeredAt: { $gte: after.at },
          $or: [{ answeredAt: { $gt: after.at } }, { _id: { $gt: after.id } }],
          personId: { $ne: SAMPLE_PERSON },
        })
        .sort({ answeredAt: 1, _id: 1 })
        .limit(most)
        .lean<QuestionDoc[]>();
      return found.flatMap((doc) => (doc.answeredAt ? { ...serviceOf(doc), endedAt: doc.answeredAt } : []));
    },
    find: async (id) => {
      const doc = await questions.findById(id).lean<QuestionDoc>();
      return doc && doc.personId !== SAMPLE_PERSON ? serviceOf(doc) : null;
    },
  };
}

function serviceOf(doc: QuestionDoc): ServiceNow {
  return {
    id: doc._id,
    title: `咨询：${doc.itemName ?? '综合问题'}`,
    itemCode: doc.itemCode,
    venueId: doc.venueId,
    department: doc.department,
    windowId: null,
    staffId: doc.answer?.staffId ?? null,
    personId: doc.personId.startsWith(ERASED) ? null : doc.personId,
    endedAt: doc.answeredAt ?? null,
  };
}

/** Asked in a time, and how they were answered. @param to not included */
export async function questionFigures(
  { questions }: Pick<QuestionParts, 'questions'>,
  from: Date,
  to: Date,
): Promise<{ asked: number; answered: number; answeredInTime: number }> {
  const asked = { askedAt: { $gte: from, $lt: to }, personId: { $ne: SAMPLE_PERSON } };
  const [all, answered, answeredInTime] = await Promise.all([
    questions.countDocuments(asked),
    questions.countDocuments({ ...asked, state: 'answered' }),
    questions.countDocuments({ ...asked, state: 'answered', inTime: true }),
  ]);
  return { asked: all, answered, answeredInTime };
}
