import type { ComplaintAction, ComplaintRole } from '../../../../shared/domain/complaint';
import { complaintTransitionOf } from '../../../../shared/domain/complaint';
import { complaintRefusalOf } from '../../../../shared/domain/complaint-rules';
import type { StaffCaller } from '../../../http/route';
import { Problem } from '../../../problem';
import { type ComplaintStep, changeComplaint } from '../change-complaint';
import { factsOf } from '../facts';
import type { ComplaintDoc } from '../model';
import type { DeskParts } from './parts';
import { dispatches, findWithin } from './reach';

/** An officer who does something with a complaint. */
export interface ComplaintCommand {
  id: string;
  staff: StaffCaller;
  /** The version on the screen; checked when given. */
  version?: number;
  operationId: string;
  now: Date;
}

/** What a step has besides, once it is clear that it may be taken. */
export type StepMore = Partial<Pick<ComplaintStep, 'why' | 'facts' | 'set'>>;

const MOST_TURNS = 10;

/** As which of their roles an officer takes an action; null when as none. */
export function roleFor(
  parts: DeskParts,
  doc: ComplaintDoc,
  action: ComplaintAction,
  staff: StaffCaller,
): ComplaintRole | null {
  const who = complaintTransitionOf(doc.state, action)?.who ?? [];
  if (who.includes('handler') && doc.handler?.staffId === staff.staffId) return 'handler';
  if (!dispatches(parts, doc, staff)) return null;
  return (
    (['dispatcher', 'supervisor'] as const).find(
      (role) => who.includes(role) && staff.roles.includes(role),
    ) ?? null
  );
}

/**
 * Lets an officer take one step of a complaint as it is now. What was already done under this operation is answered, not
 * repeated; a screen that shows an older complaint changes nothing.
 * @param more what the step has besides; whether its ending was said is asked of the complaint as it will be
 * @throws Problem NOT_FOUND, COMPLAINT_CHANGED, COMPLAINT_STATE and the codes of the table's guards
 */
export async function actOnComplaint(
  parts: DeskParts,
  command: ComplaintCommand,
  action: ComplaintAction,
  more: (doc: ComplaintDoc) => StepMore | Promise<StepMore> = () => ({}),
  also: { endingSaid?: boolean } = {},
): Promise<ComplaintDoc> {
  const { id, staff, version, operationId, now } = command;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findWithin(parts, id, staff);
    if (doc.operations.includes(operationId)) return doc;
    if (version !== undefined && version !== doc.version) throw new Problem('COMPLAINT_CHANGED');
    const role = roleFor(parts, doc, action, staff);
    if (!role) throw new Problem('COMPLAINT_STATE');
    const facts = { ...deskFacts(parts, doc, now), ...also };
    const refusal = complaintRefusalOf(facts, action, { role, staffId: staff.staffId });
    if (refusal) throw new Problem(refusal);
    const by = { role, staffId: staff.staffId, name: staff.name, number: staff.number };
    const step: ComplaintStep = { action, by, at: now, ...(await more(doc)) };
    const changed = await changeComplaint(parts, doc, { steps: [step], now, operationId });
    if (!changed) continue;
    return changed;
  }
  throw new Problem('COMPLAINT_CHANGED');
}

/** What the guards look at, for an officer. */
export function deskFacts(parts: DeskParts, doc: ComplaintDoc, now: Date) {
  return factsOf(doc, now, parts.venues.calendar, parts.settings.complaints.returnDays);
}
