import type { CaseState } from '../../../shared/contract/cases';
import type { CaseEvent as SystemEvent } from '../../../shared/contract/integration';
import { transitionOf } from '../../../shared/domain/case';
import { type CaseRefusal, refusalOf } from '../../../shared/domain/case-rules';
import { Problem } from '../../problem';
import type { CaseStep } from './advance';
import { receiptOf } from './case-number';
import { changeCase } from './change-case';
import { factsOf } from './facts';
import { currentCase } from './find-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import * as steps from './steps';

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

export interface SystemStep {
  systemId: string;
  systemName: string;
  /** The departments the system speaks for. */
  departments: readonly string[];
  event: SystemEvent;
  now: Date;
}

export type SystemOutcome =
  | { outcome: 'applied' | 'repeated'; state: CaseState }
  | { outcome: 'refused'; code: CaseRefusal | 'CASE_NO_SUCH_STEP' }
  | { outcome: 'busy' };

const MOST_TURNS = 10;

/** The cases that have one of these numbers, by number. */
export async function standingOf(
  { numbers, cases }: CaseParts,
  asked: readonly string[],
): Promise<Map<string, CaseStanding>> {
  const given = await numbers.find({ _id: { $in: [...asked] } }).lean<{ caseId: string }[]>();
  const found = await cases
    .find(
      { _id: { $in: given.map(({ caseId }) => caseId) }, state: { $ne: 'draft' } },
      { number: 1, state: 1, venueId: 1, department: 1, jointDepartments: 1, handedInAt: 1, changedAt: 1 },
    )
    .lean<CaseDoc[]>();
  return new Map(
    found.flatMap(({ number, state, venueId, department, jointDepartments, handedInAt, changedAt }) =>
      number === undefined
        ? []
        : [
            [
              number,
              { number, state, venueId, department, jointDepartments, handedInAt, changedAt },
            ] as const,
          ],
    ),
  );
}

/**
 * Lets an outside system take one step, at the time at which it happened there; once for ever by system and event id. What
 * changes the state may not have happened before the last change of it; what does not (an opinion) is put in its place.
 */
export async function applyFromSystem(parts: CaseParts, given: SystemStep): Promise<SystemOutcome> {
  const key = `${given.systemId} ${given.event.id}`;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await byNumber(parts, given.event.caseNumber, given.now);
    if (!doc || !speaksFor(given, doc)) return { outcome: 'refused', code: 'CASE_STATE' };
    if (doc.timeline.some(({ event }) => event === key)) return { outcome: 'repeated', state: doc.state };
    const step = stepOf(parts, doc, given, key);
    if ('code' in step) return { outcome: 'refused', code: step.code };
    const after = await changeCase(parts, doc, { steps: [step], now: given.now });
    if (after) return { outcome: 'applied', state: after.state };
  }
  return { outcome: 'busy' };
}

async function byNumber(parts: CaseParts, number: string, now: Date): Promise<CaseDoc | null> {
  const given = await parts.numbers.findById(number).lean<{ caseId: string }>();
  if (!given) return null;
  return currentCase(
    parts,
    () => parts.cases.findOne({ _id: given.caseId, state: { $ne: 'draft' } }).lean<CaseDoc>(),
    now,
  );
}

/** A system leads the cases of its departments; in those of others it only says an opinion. */
function speaksFor({ departments, event }: SystemStep, doc: CaseDoc): boolean {
  if (event.action === 'review') return departmentOf(departments, event.department, doc) !== null;
  return departments.includes(doc.department);
}

/** The department whose opinion it is: the one named, or the only one it can be. */
function departmentOf(
  departments: readonly string[],
  named: string | undefined,
  doc: CaseDoc,
): string | null {
  const mine = doc.reviews
    .map(({ department }) => department)
    .filter((department) => departments.includes(department));
  if (named !== undefined) return mine.includes(named) ? named : null;
  const open = mine.filter((department) => factsOf(doc).opinionsOpen.includes(department));
  return open[0] ?? mine[0] ?? null;
}

function stepOf(
  parts: CaseParts,
  doc: CaseDoc,
  { departments, event, systemId, systemName, now }: SystemStep,
  key: string,
): CaseStep | { code: CaseRefusal | 'CASE_NO_SUCH_STEP' } {
  const happened = new Date(event.occurredAt);
  // Clocks differ by seconds: nothing is later than now.
  const at = happened > now ? now : happened;
  const department =
    (event.action === 'review' && departmentOf(departments, event.department, doc)) || doc.department;
  const refusal = refusalOf(factsOf(doc), event.action, { role: 'department', department }, at);
  if (refusal) return { code: refusal };
  if (!fitsIn(doc, event.action, at)) return { code: 'CASE_STATE' };
  const by = { role: 'department' as const, systemId, name: systemName, ...event.officer };
  try {
    return { ...made(parts, doc, event, { by, at }, department), event: key };
  } catch (error) {
    if (error instanceof Problem && error.code === 'CASE_NO_SUCH_STEP') return { code: error.code };
    throw error;
  }
}

/** Whether what happened then fits what stands: not before the last change of state, unless it changes none. */
function fitsIn(doc: CaseDoc, action: SystemEvent['action'], at: Date): boolean {
  if (at >= doc.changedAt) return true;
  const row = transitionOf(doc.state, action);
  if (!row || row.from !== row.to) return false;
  return transitionOf(stateAt(doc, at), action) !== null;
}

/** The state at a moment, from the timeline; null before it began. */
function stateAt(doc: CaseDoc, moment: Date): CaseState | null {
  let state: CaseState | null = null;
  for (const { at, from, action } of doc.timeline)
    if (at <= moment) state = transitionOf(from, action)?.to ?? state;
  return state;
}

function made(
  parts: CaseParts,
  doc: CaseDoc,
  event: SystemEvent,
  taken: steps.Taken,
  department: string,
): CaseStep {
  switch (event.action) {
    case 'receive': {
      const { name, number } = taken.by;
      const handler = event.officer && name && number ? { staffId: null, name, number, window: null } : null;
      return steps.receive(taken, { receipt: receiptOf(event.caseNumber), handler });
    }
    case 'accept':
    case 'start-review':
    case 'issue':
      return { action: event.action, ...taken };
    case 'decline':
      return steps.decline(doc, taken, event);
    case 'request-supplement':
      return steps.requestSupplement(doc, taken, event, parts.settings.cases.supplementDays);
    case 'review':
      return steps.review(doc, taken, { ...event, department });
    case 'begin-special-step':
      return steps.beginSpecialStep(doc, taken, event);
    case 'end-special-step':
      return steps.endSpecialStep(doc, taken, event.outcome);
    case 'decide-approve':
      return steps.approve(taken, event.note);
    case 'decide-refuse':
      return steps.refuseCase(doc, taken, event);
    case 'make-ready':
      return steps.makeReady(taken, event.how);
    case 'hand-over':
      return steps.handOver(taken, event.note);
  }
}
