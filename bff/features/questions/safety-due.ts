import type { SafetyVerdict } from '../safety';
import { type QuestionDoc, questionPurposes } from './model';
import type { QuestionParts } from './parts';

const BATCH = 100;

/** Hands the words of a question to content security; a job does it again while that cannot be done. */
export async function checkSafety(parts: QuestionParts, doc: QuestionDoc): Promise<void> {
  try {
    if (doc.words !== null)
      await parts.safety.check({
        key: `question ${doc._id} words`,
        kind: 'question',
        id: doc._id,
        words: parts.cipher.open(doc.words, questionPurposes.words),
        pictures: [],
        accountId: doc.accountId,
      });
    await parts.questions.updateOne({ _id: doc._id }, { $unset: { safetyDue: '' } });
  } catch (error) {
    parts.log.warn({ err: error }, 'content security was not asked of a question, will be tried again');
  }
}

/** Those that content security does not have yet. Repeatable, in any number of processes. */
export async function checkSafetyDue(parts: QuestionParts): Promise<void> {
  const due = await parts.questions
    .find({ safetyDue: { $lte: parts.clock.now() } })
    .sort({ safetyDue: 1 })
    .limit(BATCH)
    .lean<QuestionDoc[]>();
  for (const doc of due) await checkSafety(parts, doc);
}

/** What content security says: staff see it, nothing is refused by it. Repeatable. */
export async function hearVerdict(parts: QuestionParts, id: string, verdict: SafetyVerdict): Promise<void> {
  await parts.questions.updateOne({ _id: id }, { $set: { safety: verdict } });
}
