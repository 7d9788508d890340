import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { changeQuestion, type QuestionChange } from './change-question';
import type { QuestionDoc } from './model';
import { MOST_TURNS, type QuestionParts } from './parts';
import { isWithin } from './scope';

/** An officer who does something with a question. */
export interface QuestionCommand {
  id: string;
  staff: StaffCaller;
  /** The version on the screen; checked when given. */
  version?: number;
  operationId: string;
  now: Date;
}

/** @throws Problem NOT_FOUND, also when it lies outside the officer's reach */
export async function findForStaff(
  { questions }: Pick<QuestionParts, 'questions'>,
  id: string,
  staff: StaffCaller,
): Promise<QuestionDoc> {
  const found = await questions.findById(id).lean<QuestionDoc>();
  if (!found || !isWithin(staff, found)) throw new Problem('NOT_FOUND', { next: '回到咨询列表重新选择。' });
  return found;
}

/**
 * Lets an officer change a question as it is now. What was already done under this operation is answered, not repeated; a
 * screen that shows an older question changes nothing.
 * @param change what it becomes; throws when it cannot
 * @throws Problem NOT_FOUND, QUESTION_CHANGED and what `change` throws
 */
export async function actOnQuestion(
  parts: QuestionParts,
  { id, staff, version, operationId, now }: QuestionCommand,
  change: (doc: QuestionDoc) => QuestionChange | Promise<QuestionChange>,
): Promise<QuestionDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.questions.findById(id).lean<QuestionDoc>();
    // Whoever forwarded it may see it no more: the repetition is answered nevertheless.
    if (doc?.operations.includes(`${operationId}:${staff.staffId}`)) return doc;
    const mine = await findForStaff(parts, id, staff);
    if (version !== undefined && version !== mine.version) throw new Problem('QUESTION_CHANGED');
    const made = await change(mine);
    const changed = await changeQuestion(parts, mine, {
      ...made,
      operationId: `${operationId}:${staff.staffId}`,
    });
    if (!changed) continue;
    await announce(parts, changed, now);
    return changed;
  }
  throw new Problem('QUESTION_CHANGED');
}

/** Has the published answers read anew when this question changed them; a job does it where it could not be done now. */
async function announce(parts: QuestionParts, doc: QuestionDoc, now: Date): Promise<void> {
  if (!doc.indexDue || doc.indexDue > now) return;
  try {
    await parts.answers.changed();
    await parts.questions.updateOne({ _id: doc._id, version: doc.version }, { $unset: { indexDue: '' } });
  } catch (error) {
    parts.log.warn({ err: error }, 'published answers were not read anew, will be tried again');
  }
}

/** What was published or taken back, and not every process was told. Repeatable, in any number of processes. */
export async function announceDue(parts: QuestionParts): Promise<void> {
  const due = await parts.questions
    .find({ indexDue: { $lte: parts.clock.now() } }, { version: 1 })
    .limit(100)
    .lean<Pick<QuestionDoc, '_id' | 'version'>[]>();
  if (due.length === 0) return;
  await parts.answers.changed();
  for (const { _id, version } of due)
    await parts.questions.updateOne({ _id, version }, { $unset: { indexDue: '' } });
}
