import type { CaseState } from '../../../shared/contract/cases';
import type { CaseEvent } from '../../../shared/contract/integration';
import type { CaseRefusal } from '../../../shared/domain/case-rules';

/** A case as far as an outside system's events are concerned. */
export interface CaseStanding {
  number: string;
  state: CaseState;
  venueId: string;
  department: string;
  jointDepartments: readonly string[];
  handedInAt: Date | null;
  /** When the state last changed, by the time of what changed it. */
  changedAt: Date;
}

/** An event to take effect. */
export interface SystemStep {
  systemId: string;
  systemName: string;
  /** The departments for which it speaks here. */
  departments: readonly string[];
  event: CaseEvent;
  now: Date;
}

export type StepOutcome =
  | { outcome: 'applied' | 'repeated'; state: CaseState }
  | { outcome: 'refused'; code: CaseRefusal | 'CASE_NO_SUCH_STEP' }
  /** Others change the same case all the time: to be tried again. */
  | { outcome: 'busy' };

/** What this feature asks of cases. */
export interface CasesForSystems {
  /** The cases that have one of these numbers and were handed in, by number. */
  standingOf(numbers: readonly string[]): Promise<Map<string, CaseStanding>>;
  /** Does one event, once for ever by system and event id, whoever asks however often and from how many processes. */
  applyFromSystem(step: SystemStep): Promise<StepOutcome>;
}
