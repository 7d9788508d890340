import { type CaseAction, instantStepsFrom } from '../../../shared/domain/case';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { handlerFrom, officer, type StaffCommand, spokenFor, withLatestForStaff } from './act-on-case';
import { advance, type CaseStep } from './advance';
import { receiptOf } from './case-number';
import { changeCase } from './change-case';
import { factsOf } from './facts';
import { refuse } from './find-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import * as steps from './steps';

/**
 * Passes every step that is left of an instant item in this one visit, all in one update and each recorded.
 * @throws Problem NOT_FOUND, CASE_NOT_INSTANT, CASE_STATE, CASE_CHANGED, CASE_PAPERS_MISSING
 */
export async function finishInstant(parts: CaseParts, command: StaffCommand): Promise<CaseDoc> {
  const { staff, now, operationId } = command;
  return withLatestForStaff(parts, command, async (doc) =>
    changeCase(parts, doc, { steps: courseOf(parts, doc, staff, now), now, operationId }),
  );
}

/** The steps that are left, each asked for by the same rules as if it were taken alone. */
export function courseOf(parts: CaseParts, doc: CaseDoc, staff: StaffCaller, now: Date): CaseStep[] {
  if (doc.caseKind !== 'instant') throw new Problem('CASE_NOT_INSTANT');
  const actions = instantStepsFrom(doc.state);
  if (!actions) throw new Problem('CASE_STATE');
  const department = spokenFor(doc, staff, doc.department);
  // Other departments have to speak first: no window can pass that in one visit.
  if (factsOf(doc).opinionsOpen.some((each) => each !== department)) throw new Problem('CASE_NOT_INSTANT');
  const taken: CaseStep[] = [];
  let current = doc;
  for (const action of actions) {
    if (action === 'review' && !factsOf(current).opinionsOpen.includes(department)) continue;
    refuse(current, action, { role: 'window', staffId: staff.staffId, department }, now);
    const step = stepOf(action, current, staff, department, now);
    taken.push(step);
    current = advance(current, step, parts.venues.calendar).doc;
  }
  return taken;
}

function stepOf(
  action: CaseAction,
  doc: CaseDoc,
  staff: StaffCaller,
  department: string,
  now: Date,
): CaseStep {
  const taken: steps.Taken = { by: officer(staff, 'window'), at: now };
  switch (action) {
    case 'receive':
      return steps.receive(taken, { receipt: receiptOf(doc.number ?? ''), handler: handlerFrom(staff) });
    case 'review':
      return steps.review(doc, taken, { department, opinion: 'agree' });
    case 'decide-approve':
      return steps.approve(taken);
    case 'make-ready':
      return steps.makeReady(taken, 'window');
    default:
      return { action, ...taken };
  }
}
