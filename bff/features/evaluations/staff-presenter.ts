import {
  type StaffEvaluation,
  type StaffRectification,
  staffRectificationAction,
} from '../../../shared/contract/evaluations';
import { lastDay } from '../../../shared/domain/case-clock';
import { evaluationFlags, grades, rectificationStates } from '../../../shared/domain/evaluation';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords } from '../../../shared/domain/words';
import type { StaffCaller } from '../../http/route';
import { isOwnAppeal, roleFor } from './act-on-rectification';
import type { EvaluationDoc, RectificationDoc } from './model';
import type { EvaluationParts } from './parts';
import { placeOf, wordsOf } from './presenter';
import { timelineOf } from './timeline';

/**
 * A rating as staff see it: what was said, where, and on which day; nothing of who said it. What is conspicuous is for
 * supervisors: it could tell who it was. Words that content security called risky are theirs alone until they let them stand.
 */
export function presentForStaff(
  parts: EvaluationParts,
  doc: EvaluationDoc,
  rectificationId: string | null,
  { roles, staffId }: StaffCaller,
): StaffEvaluation {
  const supervises = roles.includes('supervisor') && doc.staffId !== staffId;
  const held = doc.risky === true && doc.flagState !== 'kept' && !supervises;
  return {
    id: doc._id,
    kind: doc.kind,
    itemName: doc.title,
    ...placeOf(parts, doc),
    department: doc.department,
    grade: doc.grade,
    gradeWords: grades[doc.grade].words,
    tags: doc.tags,
    words: held ? '' : wordsOf(parts, doc),
    on: doc.on,
    flags: supervises ? doc.flags.map((key) => ({ key, words: evaluationFlags[key] })) : [],
    flagState: supervises ? doc.flagState : 'none',
    rectificationId,
    version: doc.version,
  };
}

/**
 * A rectification with what the officer may do. @param callBack whom to ring; null for all but a supervisor who is about to
 */
export function presentRectification(
  parts: EvaluationParts,
  doc: RectificationDoc,
  evaluation: EvaluationDoc,
  { staff, now, callBack }: { staff: StaffCaller; now: Date; callBack: StaffRectification['callBack'] },
): StaffRectification {
  const open = doc.open === true;
  return {
    id: doc._id,
    evaluation: presentForStaff(parts, evaluation, doc._id, staff),
    state: doc.state,
    stateWords: rectificationStates[doc.state].words,
    overdue: open && doc.by <= now,
    escalated: doc.escalatedAt !== null,
    byWords: open
      ? `${dateWords(lastDay(doc.by), dateOf(now))}前办结${doc.provisional ? '（节假日安排公布后可能变动）' : ''}`
      : null,
    by: open ? toIso(doc.by) : null,
    callBack,
    actions: staffRectificationAction.options.filter(
      (action) => roleFor(doc, action, staff) !== null && !isOwnAppeal(doc, action, staff),
    ),
    timeline: timelineOf(doc, 'staff'),
    version: doc.version,
    now: toIso(now),
  };
}
