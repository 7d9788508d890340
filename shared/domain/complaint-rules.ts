import type { ComplaintState } from '../contract/complaints';
import {
  type ComplaintAction,
  type ComplaintGuard,
  type ComplaintRole,
  complaintTransitionOf,
} from './complaint';

/** Who may do what with a complaint now: the guards of the table in complaint.ts, asked. */

/** What the guards look at. */
export interface ComplaintFacts {
  state: ComplaintState | null;
  /** Whoever it is assigned to; null while nobody. */
  handlerId: string | null;
  /** Everybody who answered it or had it, this round or before. */
  handledBy: readonly string[];
  /** It was returned for reassignment once. */
  returned: boolean;
  /** The assignment is not older than a working day. */
  latelyAssigned: boolean;
  extension: 'none' | 'asked' | 'approved' | 'refused';
  /** 1, and 2 once it is handled again. */
  round: 1 | 2;
  /** It ends as its category demands. */
  endingSaid: boolean;
  /** What was said when called back; null when nothing was. */
  satisfied: boolean | null;
}

export interface ComplaintActor {
  role: ComplaintRole;
  /** Of an officer. */
  staffId?: string;
}

export type ComplaintRefusal =
  | 'COMPLAINT_STATE'
  | 'COMPLAINT_RETURN_ONCE'
  | 'COMPLAINT_EXTENSION_ONCE'
  | 'COMPLAINT_SAME_OFFICER'
  | 'COMPLAINT_AGAIN_ONCE'
  | 'COMPLAINT_ENDING_NEEDED';

/**
 * Why someone may not do something now; null when they may. The one place that says so: commands refuse by it and
 * screens show their buttons by it.
 */
export function complaintRefusalOf(
  facts: ComplaintFacts,
  action: ComplaintAction,
  actor: ComplaintActor,
): ComplaintRefusal | null {
  const row = complaintTransitionOf(facts.state, action);
  if (!row?.who.includes(actor.role)) return 'COMPLAINT_STATE';
  if (actor.role === 'handler' && actor.staffId !== facts.handlerId) return 'COMPLAINT_STATE';
  for (const guard of row.guards) {
    const refusal = refusedBy(guard, facts, actor);
    if (refusal) return refusal;
  }
  return null;
}

function refusedBy(
  guard: ComplaintGuard,
  facts: ComplaintFacts,
  actor: ComplaintActor,
): ComplaintRefusal | null {
  switch (guard) {
    case 'not-returned':
      return facts.returned ? 'COMPLAINT_RETURN_ONCE' : null;
    case 'lately-assigned':
      return facts.latelyAssigned ? null : 'COMPLAINT_RETURN_ONCE';
    case 'not-extended':
      return facts.extension === 'none' ? null : 'COMPLAINT_EXTENSION_ONCE';
    case 'extension-open':
      return facts.extension === 'asked' ? null : 'COMPLAINT_STATE';
    case 'not-handler':
      return actor.staffId !== undefined && facts.handledBy.includes(actor.staffId)
        ? 'COMPLAINT_SAME_OFFICER'
        : null;
    case 'first-round':
      return facts.round === 1 ? null : 'COMPLAINT_AGAIN_ONCE';
    case 'ending-said':
      return facts.endingSaid ? null : 'COMPLAINT_ENDING_NEEDED';
    case 'unheard':
      return facts.satisfied === null ? null : 'COMPLAINT_STATE';
    case 'unsatisfied':
      return facts.satisfied === false ? null : 'COMPLAINT_STATE';
  }
}
