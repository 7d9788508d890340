import { Problem } from '../../problem';
import { actOnQuestion, type QuestionCommand } from './act-on-question';
import { saysNothingPersonal } from './marks';
import { type QuestionDoc, questionPurposes } from './model';
import { noticesTo } from './notices';
import type { QuestionParts } from './parts';

/**
 * Hands a question to another department of the same hall, once; its clock runs on.
 * @throws Problem NOT_FOUND, QUESTION_STATE, QUESTION_CHANGED, VALIDATION_FAILED for a department that is not there
 */
export function forwardQuestion(
  parts: QuestionParts,
  command: QuestionCommand,
  department: string,
): Promise<QuestionDoc> {
  return actOnQuestion(parts, command, (doc) => {
    if (doc.state !== 'asked' || doc.forwardedAt !== null) throw new Problem('QUESTION_STATE');
    const windows = parts.venues.venue(doc.venueId)?.windows ?? [];
    if (department === doc.department || !windows.some((window) => window.department === department))
      throw new Problem('VALIDATION_FAILED', {
        fields: { 'body.department': '这个大厅没有这个部门，从列出的部门里选。' },
      });
    return { set: { department, forwardedAt: command.now } };
  });
}

/**
 * Closes a question that has no answer here: its asker reads why, and where it belongs.
 * @throws Problem NOT_FOUND, QUESTION_STATE, QUESTION_CHANGED
 */
export function closeQuestion(
  parts: QuestionParts,
  command: QuestionCommand,
  reason: string,
): Promise<QuestionDoc> {
  return actOnQuestion(parts, command, async (doc) => {
    if (doc.state !== 'asked') throw new Problem('QUESTION_STATE');
    const after = { ...doc, version: doc.version + 1 };
    // A notice goes through other hands: what names somebody is read in the app only.
    const facts = (await saysNothingPersonal(parts, doc, reason)) ? { reason } : {};
    return {
      set: { state: 'closed', closing: parts.cipher.seal(reason, questionPurposes.closing) },
      unset: ['overdueDue'],
      notices: await noticesTo(parts, after, 'question-closed', command.now, facts),
    };
  });
}
