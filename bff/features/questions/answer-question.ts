import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { actOnQuestion, type QuestionCommand } from './act-on-question';
import type { QuestionChange } from './change-question';
import { refuseMarks } from './marks';
import { type QuestionDoc, questionPurposes } from './model';
import { noticesTo } from './notices';
import type { QuestionParts } from './parts';
import { officeOf } from './present-question';

/**
 * Answers a question, or betters an answer: the asker is told of the new one. Published when the words are for everybody; not
 * said, it is not (any more).
 * @throws Problem NOT_FOUND, QUESTION_STATE, QUESTION_CHANGED, PUBLICATION_MARKS
 */
export function answerQuestion(
  parts: QuestionParts,
  command: QuestionCommand,
  { words, publishAs }: { words: string; publishAs: string | null },
): Promise<QuestionDoc> {
  const { staff, now } = command;
  return actOnQuestion(parts, command, async (doc) => {
    if (doc.state === 'closed') throw new Problem('QUESTION_STATE');
    if (publishAs !== null) await refuseMarks(parts, doc, { words, publishAs });
    const first = doc.answeredAt ?? now;
    const after = { ...doc, version: doc.version + 1 };
    return {
      set: {
        state: 'answered',
        answer: { staffId: staff.staffId, by: signedBy(parts, doc, staff), at: now },
        answerWords: parts.cipher.seal(words, questionPurposes.answer),
        answeredAt: first,
        inTime: first < doc.dueBy,
        readAt: null,
        ...publication(doc, publishAs === null ? null : { question: publishAs, answer: words }, now).set,
      },
      unset: ['overdueDue', ...(publishAs === null ? (['publishedAt'] as const) : [])],
      notices: await noticesTo(parts, after, 'question-answered', now),
    };
  });
}

/**
 * Takes an answer out of what everybody reads; its asker keeps it.
 * @throws Problem NOT_FOUND, QUESTION_STATE when it is not published, QUESTION_CHANGED
 */
export function unpublishQuestion(parts: QuestionParts, command: QuestionCommand): Promise<QuestionDoc> {
  return actOnQuestion(parts, command, (doc) => {
    if (!doc.publishedAt) throw new Problem('QUESTION_STATE');
    return { ...publication(doc, null, command.now), unset: ['publishedAt'] };
  });
}

/** What publishing changes: told to every process when there is anything to tell. */
function publication(
  before: QuestionDoc,
  published: QuestionDoc['published'],
  now: Date,
): Pick<QuestionChange, 'set'> {
  if (published === null && !before.publishedAt) return { set: {} };
  return { set: { published, ...(published && { publishedAt: now }), indexDue: now } };
}

/** `昭通市政务服务中心 公安局（工号 A001）` */
function signedBy(parts: QuestionParts, doc: QuestionDoc, { number }: StaffCaller): string {
  return `${officeOf(parts, doc)}（工号 ${number}）`;
}
