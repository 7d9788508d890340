import type { CaseState } from '../../../shared/contract/cases';
import type { CaseEvent, EventCode } from '../../../shared/contract/integration';
import type { CaseStanding, SystemOutcome } from '../cases';
import type { EventDoc, SystemDoc, WhyKept } from './model';
import { stillPossible } from './reachable';

/** How far the clock of a department may be behind what is recorded here. */
const SKEW_MS = 5 * 60_000;

/** What becomes of an event. */
export type Verdict =
  | { status: 'applied'; state: CaseState }
  | { status: 'refused'; code: EventCode }
  | { status: 'kept'; code: EventCode; why: WhyKept };

const early = (code: EventCode): Verdict => ({ status: 'kept', code, why: 'early' });
const refused = (code: EventCode): Verdict => ({ status: 'refused', code });

/**
 * What can be said of an event before the case is touched. A case of another department is to a system as if it did not
 * exist: it hears the same.
 * @returns the department for which the step is done, or what becomes of the event
 */
export function beforeTheCase(
  system: Pick<SystemDoc, 'departments' | 'venueIds'>,
  event: CaseEvent,
  standing: CaseStanding | undefined,
): { department: string } | Verdict {
  const unknown = (why: WhyKept): Verdict => ({ status: 'kept', code: 'EVENT_CASE_UNKNOWN', why });
  if (!standing) return unknown('unknown-case');
  if (!maySee(system, standing)) return unknown('other-department');
  if (standing.handedInAt && isBefore(new Date(event.occurredAt), standing.handedInAt))
    return refused('EVENT_BEFORE_CASE');
  if (event.action !== 'review')
    return system.departments.includes(standing.department)
      ? { department: standing.department }
      : refused('EVENT_NOT_YOURS');
  const own = departmentsOf(standing).filter((department) => system.departments.includes(department));
  if (event.department !== undefined)
    return own.includes(event.department) ? { department: event.department } : refused('EVENT_NOT_YOURS');
  return own.length === 1 ? { department: own[0] as string } : refused('EVENT_DEPARTMENT_UNCLEAR');
}

/**
 * When an event takes its place: when it happened, or right after the last change of the case where the two clocks
 * may be apart by so little.
 */
export function placeOf({ occurredAt }: CaseEvent, { changedAt }: CaseStanding): Date {
  const happened = new Date(occurredAt);
  return happened < changedAt && !isBefore(happened, changedAt) ? changedAt : happened;
}

function isBefore(happened: Date, moment: Date): boolean {
  return happened.getTime() + SKEW_MS < moment.getTime();
}

/** What follows from the case's answer: what it cannot do yet waits, what it cannot do any more is refused. */
export function afterTheCase(doc: EventDoc, standing: CaseStanding, said: SystemOutcome): Verdict {
  if (said.outcome === 'busy') return early('EVENT_BUSY');
  if (said.outcome !== 'refused') return { status: 'applied', state: said.state };
  switch (said.code) {
    case 'CASE_STATE': {
      const past = isBefore(doc.occurredAt, standing.changedAt);
      return !past && stillPossible(standing.state, doc.action)
        ? early('EVENT_EARLY')
        : refused('EVENT_LATE');
    }
    case 'CASE_REVIEWS_OPEN':
      return early('CASE_REVIEWS_OPEN');
    case 'CASE_FEE_OWED':
      return early('CASE_FEE_OWED');
    case 'CASE_SUPPLEMENT_ONCE':
    case 'CASE_REVIEWED':
    case 'CASE_NO_SUCH_STEP':
      return refused(said.code);
    default:
      return refused('CASE_STATE');
  }
}

/** Whether a case is of a department and a hall that the system speaks for. */
export function maySee(
  { departments, venueIds }: Pick<SystemDoc, 'departments' | 'venueIds'>,
  standing: CaseStanding,
): boolean {
  const itsHall = venueIds === null || venueIds.includes(standing.venueId);
  return itsHall && departmentsOf(standing).some((department) => departments.includes(department));
}

function departmentsOf({ department, jointDepartments }: CaseStanding): string[] {
  return [...new Set([department, ...jointDepartments])];
}
