import type { StaffRectificationAction } from '../../../shared/contract/evaluations';
import { type RectificationRole, rectificationTransitionOf } from '../../../shared/domain/evaluation';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { changeRectification, type RectificationStep } from './change-rectification';
import type { RectificationDoc } from './model';
import type { EvaluationParts } from './parts';
import { mayHandle } from './scope';

/** An officer who does something with a rectification. */
export interface RectificationCommand {
  id: string;
  staff: StaffCaller;
  /** The version on the screen; checked when given. */
  version?: number;
  operationId: string;
  now: Date;
}

const MOST_TURNS = 10;

/** @throws Problem NOT_FOUND, also when it lies outside the officer's scope, or they are the one who was rated */
export async function findRectification(
  parts: Pick<EvaluationParts, 'rectifications'>,
  id: string,
  staff: StaffCaller,
): Promise<RectificationDoc> {
  const found = await parts.rectifications.findById(id).lean<RectificationDoc>();
  if (!found || !mayHandle(staff, found)) throw new Problem('NOT_FOUND', { next: '回到整改列表重新选择。' });
  return found;
}

/** As what an officer takes an action; null when the state does not know it, or it is for others. */
export function roleFor(
  doc: Pick<RectificationDoc, 'state' | 'satisfied'>,
  action: StaffRectificationAction,
  { roles }: Pick<StaffCaller, 'roles'>,
): RectificationRole | null {
  if (action === 'call-back' && doc.satisfied !== null) return null;
  const who = rectificationTransitionOf(doc.state, action)?.who ?? [];
  if (who.includes('supervisor') && roles.includes('supervisor')) return 'supervisor';
  const handles = roles.includes('reviewer') || roles.includes('dispatcher');
  return who.includes('handler') && handles ? 'handler' : null;
}

/** Whoever said that it is not founded does not decide whether that is so. */
export function isOwnAppeal(
  doc: Pick<RectificationDoc, 'appealedBy'>,
  action: StaffRectificationAction,
  { staffId }: Pick<StaffCaller, 'staffId'>,
): boolean {
  return (action === 'accept-appeal' || action === 'refuse-appeal') && doc.appealedBy === staffId;
}

/**
 * Lets an officer take one step of a rectification as it is now. What was already done under this operation is answered, not
 * repeated; a screen that shows an older version changes nothing.
 * @throws Problem NOT_FOUND, RECTIFICATION_STATE, RECTIFICATION_CHANGED, RECTIFICATION_SAME_OFFICER
 */
export async function actOnRectification(
  parts: EvaluationParts,
  { id, staff, version, operationId, now }: RectificationCommand,
  action: StaffRectificationAction,
  given: Pick<RectificationStep, 'facts' | 'set'> = {},
): Promise<RectificationDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findRectification(parts, id, staff);
    if (doc.operations.includes(operationId)) return doc;
    if (version !== undefined && version !== doc.version) throw new Problem('RECTIFICATION_CHANGED');
    const role = roleFor(doc, action, staff);
    if (!role) throw new Problem('RECTIFICATION_STATE');
    if (isOwnAppeal(doc, action, staff)) throw new Problem('RECTIFICATION_SAME_OFFICER');
    const by = { role, staffId: staff.staffId, name: staff.name, number: staff.number };
    const set = { ...marks(doc, action, staff, now), ...given.set };
    const changed = await changeRectification(
      parts,
      doc,
      { action, by, at: now, facts: given.facts, set },
      operationId,
    );
    if (changed) return changed;
  }
  throw new Problem('RECTIFICATION_CHANGED');
}

/** What rates and rules want to know of a step later. */
function marks(
  doc: RectificationDoc,
  action: StaffRectificationAction,
  { staffId }: StaffCaller,
  now: Date,
): Partial<RectificationDoc> {
  switch (action) {
    case 'appeal':
      return { appealedBy: staffId };
    case 'verify':
    case 'accept-appeal':
    case 'refuse-appeal':
      return { answeredAt: doc.answeredAt ?? now };
    case 'rectify':
      return { rectifiedAt: now };
    default:
      return {};
  }
}
