import type { CaseState } from '../contract/cases';
import { type CaseAction, type CaseGuard, type CaseRole, type CaseTransition, transitionOf } from './case';

/** Who may do what with a case now: the guards of the table in case.ts, asked. */

/** What the guards look at. */
export interface CaseFacts {
  state: CaseState | null;
  /** The item is done in one visit (即办件). */
  instant: boolean;
  /** Something required was not handed in (draft), or not sent that was asked for (supplement). */
  incomplete: boolean;
  /** Something required was not seen at the window. */
  papersMissing: boolean;
  supplementAsked: boolean;
  supplementDueAt: Date | null;
  acceptBy: Date | null;
  legalBy: Date | null;
  extension: { state: 'asked' | 'approved' | 'refused'; askedBy: string | null } | null;
  /** Departments that have not said their opinion. */
  opinionsOpen: readonly string[];
  /** Something that may follow later (容缺) is not there yet. */
  mayFollow: boolean;
  /** The item's fee was neither paid nor settled otherwise. */
  feeOwed: boolean;
  /** A parcel brings the result. */
  byParcel: boolean;
  /** The officers who reviewed. */
  reviewers: readonly string[];
}

export interface CaseActor {
  role: CaseRole;
  /** Of an officer. */
  staffId?: string;
  /** The department spoken for. */
  department?: string;
}

export type CaseRefusal =
  | 'CASE_STATE'
  | 'CASE_INCOMPLETE'
  | 'CASE_PAPERS_MISSING'
  | 'CASE_SUPPLEMENT_ONCE'
  | 'CASE_EXTENSION_ONCE'
  | 'CASE_LIMIT_OVER'
  | 'CASE_SAME_OFFICER'
  | 'CASE_REVIEWS_OPEN'
  | 'CASE_REVIEWED'
  | 'CASE_FEE_OWED';

/** Whether a row is for a role, with what an instant item adds. */
export function mayBy(row: CaseTransition, role: CaseRole, instant: boolean): boolean {
  return row.who.includes(role) || (instant && row.instantWho.includes(role));
}

/**
 * Why someone may not do something now; null when they may. The one place that says so: commands refuse by it and
 * screens show their buttons by it.
 */
export function refusalOf(
  facts: CaseFacts,
  action: CaseAction,
  actor: CaseActor,
  now: Date,
): CaseRefusal | null {
  const row = transitionOf(facts.state, action);
  if (!row || !mayBy(row, actor.role, facts.instant)) return 'CASE_STATE';
  for (const guard of row.guards) {
    const refusal = refusedBy(guard, facts, actor, now);
    if (refusal) return refusal;
  }
  return null;
}

function refusedBy(guard: CaseGuard, facts: CaseFacts, actor: CaseActor, now: Date): CaseRefusal | null {
  const past = (moment: Date | null) => moment !== null && now >= moment;
  const refuse = (when: boolean, code: CaseRefusal) => (when ? code : null);
  switch (guard) {
    case 'complete':
      return refuse(facts.incomplete, actor.role === 'window' ? 'CASE_PAPERS_MISSING' : 'CASE_INCOMPLETE');
    case 'papers':
      return refuse(facts.papersMissing && actor.role !== 'department', 'CASE_PAPERS_MISSING');
    case 'first-supplement':
      return refuse(facts.supplementAsked, 'CASE_SUPPLEMENT_ONCE');
    case 'supplement-open':
      return refuse(past(facts.supplementDueAt), 'CASE_STATE');
    case 'supplement-over':
      return refuse(!past(facts.supplementDueAt), 'CASE_STATE');
    case 'acceptance-over':
      return refuse(!past(facts.acceptBy), 'CASE_STATE');
    case 'owes-opinion':
      return refuse(
        actor.department === undefined || !facts.opinionsOpen.includes(actor.department),
        'CASE_REVIEWED',
      );
    case 'all-reviewed':
      return refuse(facts.opinionsOpen.length > 0, 'CASE_REVIEWS_OPEN');
    case 'not-reviewer':
      return refuse(
        actor.staffId !== undefined && actor.role !== 'window' && facts.reviewers.includes(actor.staffId),
        'CASE_SAME_OFFICER',
      );
    case 'first-extension':
      return refuse(facts.extension !== null, 'CASE_EXTENSION_ONCE');
    case 'within-limit':
      return refuse(past(facts.legalBy), 'CASE_LIMIT_OVER');
    case 'extension-asked':
      return refuse(facts.extension?.state !== 'asked', 'CASE_STATE');
    case 'not-asker':
      return refuse(
        actor.staffId !== undefined && facts.extension?.askedBy === actor.staffId,
        'CASE_SAME_OFFICER',
      );
    case 'may-follow':
      return refuse(!facts.mayFollow, 'CASE_STATE');
    case 'fee-settled':
      return refuse(facts.feeOwed, 'CASE_FEE_OWED');
    case 'no-parcel':
      return refuse(facts.byParcel, 'CASE_STATE');
  }
}
