import { compareKeys, type SortKey } from '../../http/cursor';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import { changeQuestion } from './change-question';
import type { QuestionDoc } from './model';
import { MOST_TURNS, type QuestionParts } from './parts';

/** Far more than anybody asks; beyond it the oldest are not listed. */
const MOST = 2_000;

/** @throws Problem NOT_FOUND, also when it is another citizen's */
export async function findOwn(
  { questions }: Pick<QuestionParts, 'questions'>,
  id: string,
  { personId }: Pick<Caller, 'personId'>,
): Promise<QuestionDoc> {
  const found = await questions.findById(id).lean<QuestionDoc>();
  if (!found || personId === null || found.personId !== personId)
    throw new Problem('NOT_FOUND', { next: '在“我的咨询”里查看您问过的全部问题。' });
  return found;
}

/** What somebody asked, the newest first. */
export async function listOwn(
  { questions }: Pick<QuestionParts, 'questions'>,
  personId: string,
): Promise<QuestionDoc[]> {
  const found = await questions.find({ personId }).sort({ askedOn: -1 }).limit(MOST).lean<QuestionDoc[]>();
  return found.sort((a, b) => compareKeys(ownOrderOf(a), ownOrderOf(b)));
}

export function ownOrderOf({ _id, askedAt }: QuestionDoc): SortKey {
  return [-askedAt.getTime(), _id];
}

/** Its asker has seen the answer that stands. The version stays: nothing that staff see changes by it. */
export async function readAnswer(parts: QuestionParts, doc: QuestionDoc, now: Date): Promise<QuestionDoc> {
  if (doc.state !== 'answered' || doc.readAt !== null) return doc;
  // An answer that was bettered in this moment stays unread.
  await parts.questions.updateOne({ _id: doc._id, version: doc.version }, { $set: { readAt: now } });
  return { ...doc, readAt: now };
}

/**
 * Takes a question back that nobody answered yet.
 * @throws Problem NOT_FOUND, QUESTION_STATE
 */
export async function withdrawQuestion(
  parts: QuestionParts,
  { id, caller, operationId }: { id: string; caller: Caller; operationId: string },
): Promise<QuestionDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findOwn(parts, id, caller);
    if (doc.operations.includes(operationId)) return doc;
    if (doc.state !== 'asked') throw new Problem('QUESTION_STATE');
    const changed = await changeQuestion(parts, doc, {
      set: { state: 'closed' },
      unset: ['overdueDue'],
      operationId,
    });
    if (changed) return changed;
  }
  throw new Problem('QUESTION_STATE');
}
