import { type CaseAction, type CaseRole, transitionOf } from '../../../shared/domain/case';
import { type CaseFacts, mayBy } from '../../../shared/domain/case-rules';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import type { CaseStep } from './advance';
import { changeCase } from './change-case';
import { currentCase, refuse } from './find-case';
import type { CaseDoc, CaseEventBy, HandlerDoc } from './model';
import type { CaseParts } from './parts';
import type { Taken } from './steps';

/** An officer who does something with a case. */
export interface StaffCommand {
  id: string;
  staff: StaffCaller;
  /** The version on the screen; checked when given. */
  version?: number;
  operationId: string;
  now: Date;
}

const MOST_TURNS = 10;

/** Whether a case lies within the hall and the department of an officer, also when their department only reviews it. */
export function isWithin(
  { venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>,
  doc: CaseDoc,
): boolean {
  if (doc.state === 'draft') return false;
  if (venueId !== null && venueId !== doc.venueId) return false;
  return department === null || department === doc.department || doc.jointDepartments.includes(department);
}

/** Whether the officer's department leads it: a joint department says its opinion and no more. */
function leads({ department }: StaffCaller, doc: CaseDoc): boolean {
  return department === null || department === doc.department;
}

/**
 * A case as it stands after what was due.
 * @throws Problem NOT_FOUND, also when it lies outside the officer's scope
 */
export async function findForStaff(
  parts: CaseParts,
  id: string,
  staff: StaffCaller,
  now: Date,
): Promise<CaseDoc> {
  const found = await currentCase(parts, () => parts.cases.findById(id).lean<CaseDoc>(), now);
  if (!found || !isWithin(staff, found)) throw new Problem('NOT_FOUND', { next: '回到办件列表重新选择。' });
  return found;
}

/** As which of their roles an officer takes an action; null when as none. */
export function roleFor(doc: CaseDoc, action: CaseAction, staff: StaffCaller): CaseRole | null {
  const row = transitionOf(doc.state, action);
  if (!row || (action !== 'review' && !leads(staff, doc))) return null;
  return (
    staff.roles.find((role): role is CaseRole & typeof role =>
      mayBy(row, role as CaseRole, doc.caseKind === 'instant'),
    ) ?? null
  );
}

/** How an officer stands in the timeline. */
export function officer(staff: StaffCaller, role: CaseRole): CaseEventBy {
  return { role, staffId: staff.staffId, name: staff.name, number: staff.number };
}

export function handlerFrom({ staffId, name, number, window }: StaffCaller): HandlerDoc {
  return { staffId, name, number, window };
}

/** The department an officer speaks for; one of the whole hall says which. */
export function spokenFor(doc: CaseDoc, staff: StaffCaller, named?: string): string {
  return staff.department ?? named ?? doc.department;
}

/**
 * Lets an officer take one step of a case as it is now. What was already done under this operation is answered, not
 * repeated; a screen that shows an older version changes nothing.
 * @param step makes the step once it is clear that it may be taken
 * @throws Problem NOT_FOUND, STAFF_ROLE, CASE_CHANGED, CASE_STATE and the codes of the rules
 */
export async function actOnCase(
  parts: CaseParts,
  command: StaffCommand,
  action: CaseAction,
  step: (doc: CaseDoc, taken: Taken) => CaseStep | Promise<CaseStep>,
  rules: (doc: CaseDoc) => { department?: string; also?: Partial<CaseFacts> } = () => ({}),
): Promise<CaseDoc> {
  return withLatestForStaff(parts, command, async (doc) => {
    const { staff, now, operationId } = command;
    const role = roleToAct(doc, action, staff);
    const { department, also } = rules(doc);
    refuse(doc, action, { role, staffId: staff.staffId, department }, now, also);
    const taken = { by: officer(staff, role), at: now };
    return changeCase(parts, doc, { steps: [await step(doc, taken)], now, operationId });
  });
}

/** @throws Problem CASE_STATE when the state does not know it, STAFF_ROLE when it is for others */
export function roleToAct(doc: CaseDoc, action: CaseAction, staff: StaffCaller): CaseRole {
  if (!transitionOf(doc.state, action)) throw new Problem('CASE_STATE');
  const role = roleFor(doc, action, staff);
  if (!role) throw new Problem('STAFF_ROLE');
  return role;
}

export async function withLatestForStaff(
  parts: CaseParts,
  command: StaffCommand,
  change: (doc: CaseDoc) => Promise<CaseDoc | null>,
): Promise<CaseDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findForStaff(parts, command.id, command.staff, command.now);
    if (doc.operations.includes(command.operationId)) return doc;
    if (command.version !== undefined && command.version !== doc.version) throw new Problem('CASE_CHANGED');
    const changed = await change(doc);
    if (changed) return changed;
  }
  throw new Problem('CASE_CHANGED');
}
