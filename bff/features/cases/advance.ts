import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import { type CaseAction, type CaseTransition, caseStates, transitionOf } from '../../../shared/domain/case';
import {
  afterEffect,
  type CaseDeadlines,
  deadlinesOf,
  type EffectFacts,
  pauseOf,
} from '../../../shared/domain/case-clock';
import { toIso } from '../../../shared/domain/time';
import { feeAfter } from './fees';
import type { CaseDoc, CaseEvent, CaseEventBy } from './model';

/** One step of a case. */
export interface CaseStep {
  action: CaseAction;
  by: CaseEventBy;
  /** When it happened. */
  at: Date;
  why?: string;
  /** For the words of the timeline. */
  facts?: Record<string, string>;
  /** What else it changes. */
  set?: Partial<CaseDoc>;
  /** For the clocks. */
  clock?: EffectFacts;
  /** `system event`, of an outside system. */
  event?: string;
}

export interface Advanced {
  doc: CaseDoc;
  row: CaseTransition;
  event: CaseEvent | null;
}

/**
 * A case after one step: its state, clocks and deadlines as the tables say, with what the step sets. Changes nothing and
 * checks nobody's right to it.
 * @throws Error when the state does not know the action: a defect, commands have asked before
 */
export function advance(doc: CaseDoc, step: CaseStep, calendar: WorkingDayCalendar): Advanced {
  const row = transitionOf(doc.state, step.action);
  if (!row) throw new Error(`No ${step.action} from ${doc.state}`);
  return moved(doc, step, row, calendar);
}

/**
 * A new case after the step that it begins with.
 * @throws Error when no case begins with it
 */
export function begun(blank: CaseDoc, step: CaseStep, calendar: WorkingDayCalendar): Advanced {
  const row = transitionOf(null, step.action);
  if (!row) throw new Error(`No case begins with ${step.action}`);
  return moved(blank, step, row, calendar);
}

function moved(before: CaseDoc, step: CaseStep, row: CaseTransition, calendar: WorkingDayCalendar): Advanced {
  const at = notBefore(before, step, row);
  const clocks = afterEffect(before.clocks, row.clock, at, step.clock);
  const after: CaseDoc = { ...before, ...step.set, ...feeAfter(before, row), clocks, state: row.to };
  if (row.from !== row.to) after.changedAt = at;
  if (row.clock === 'start-acceptance') after.handedInAt ??= at;
  const doc = withDeadlines(after, deadlinesOf(clocks, before.limits, calendar));
  return { doc, row, event: eventOf(row, { ...step, at }, doc) };
}

/**
 * When a step counts: what moves the state or a clock never before what stands, also when the machine's clock was set back. An
 * opinion stays where it was given.
 */
function notBefore(before: CaseDoc, step: CaseStep, row: CaseTransition): Date {
  const moves = row.from !== row.to || row.clock !== 'none';
  return moves && step.at < before.changedAt ? before.changedAt : step.at;
}

/** What follows from the clocks, as it is stored for lists and the sweeper. */
function withDeadlines(doc: CaseDoc, deadlines: CaseDeadlines): CaseDoc {
  const by = (name: keyof CaseDeadlines) => deadlines[name]?.by ?? null;
  const { open, runs } = caseStates[doc.state];
  const running = {
    acceptance: by('acceptance'),
    supplement: doc.supplement?.dueAt ?? null,
    limit: pauseOf(doc.clocks.pauses) ? null : by('promised'),
    delivery: by('delivery'),
  };
  const next: CaseDoc = {
    ...doc,
    acceptBy: by('acceptance'),
    promisedBy: by('promised'),
    legalBy: by('legal'),
    deliverBy: by('delivery'),
    provisional: Object.entries(deadlines).flatMap(([name, each]) => (each?.provisional ? [name] : [])),
    dueBy: runs && running[runs],
  };
  if (open) next.open = true;
  else delete next.open;
  return next;
}

/** The line in the timeline; `by` is the deadline that the action set. */
function eventOf(row: CaseTransition, step: CaseStep, after: CaseDoc): CaseEvent | null {
  if (row.words === null) return null;
  const by = row.words.includes('{by}') ? after.dueBy : null;
  return {
    at: step.at,
    from: row.from,
    action: row.action,
    by: step.by,
    why: step.why ?? null,
    facts: { ...(by && { by: toIso(by) }), ...step.facts },
    ...(step.event && { event: step.event }),
  };
}
