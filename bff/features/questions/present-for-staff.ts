import type { StaffQuestion } from '../../../shared/contract/questions';
import { toIso } from '../../../shared/domain/time';
import { type QuestionDoc, SAMPLE_PERSON } from './model';
import type { QuestionParts } from './parts';
import { answerOf, byWordsOf, isLate, stateWordsOf, wordsOf } from './present-question';

/** Questions as those who answer them see them. */
export async function presentForStaff(
  parts: QuestionParts,
  docs: readonly QuestionDoc[],
  now: Date,
): Promise<StaffQuestion[]> {
  const names = await parts.people.maskedNames([...new Set(docs.map(({ personId }) => personId))]);
  return docs.map((doc) => {
    const answer = answerOf(parts, doc);
    return {
      id: doc._id,
      words: wordsOf(parts, doc),
      itemCode: doc.itemCode,
      itemName: doc.itemName,
      department: doc.department ?? '总服务台',
      venueName: parts.venues.venue(doc.venueId)?.name ?? '',
      asker: doc.personId === SAMPLE_PERSON ? '示例' : (names.get(doc.personId) ?? '已删除账号'),
      state: doc.state,
      stateWords: stateWordsOf(doc),
      overdue: isLate(doc, now),
      byWords: byWordsOf(doc, now),
      by: doc.state === 'asked' ? toIso(doc.dueBy) : null,
      askedAt: toIso(doc.askedAt),
      safety: doc.safety,
      answer: answer && { ...answer, published: doc.publishedAt !== undefined },
      canForward: doc.state === 'asked' && doc.forwardedAt === null,
      version: doc.version,
    };
  });
}
