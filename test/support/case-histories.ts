import fc from 'fast-check';
import type { CaseState } from '../../shared/contract/cases';
import { addWorkingDays, type WorkingDayCalendar } from '../../shared/domain/calendar';
import { type CaseAction, type CaseRole, caseTransitions, transitionOf } from '../../shared/domain/case';
import {
  afterEffect,
  type CaseClocks,
  type CaseDeadlines,
  type ClockLimit,
  deadlinesOf,
  pauseOf,
  stoppedClocks,
} from '../../shared/domain/case-clock';
import { type CaseFacts, refusalOf } from '../../shared/domain/case-rules';
import { at, dateOf } from '../../shared/domain/time';

/** Something somebody tries, so long after the last thing. */
export interface Try {
  /** Chooses among what the state knows; `wild` anything by anyone. */
  pick: number;
  wild: { action: CaseAction; role: CaseRole } | null;
  officer: string;
  department: string;
  /** Milliseconds. */
  later: number;
  /** A special step that counts in the limit. */
  counted: boolean;
}

const actions = [...new Set(caseTransitions.map(({ action }) => action))];
const roles = [...new Set(caseTransitions.flatMap(({ who }) => who))];
export const departments = ['甲局', '乙局'];
const HOUR = 3_600_000;

export const tries: fc.Arbitrary<Try> = fc.record({
  pick: fc.nat(10_000),
  wild: fc.option(fc.record({ action: fc.constantFrom(...actions), role: fc.constantFrom(...roles) }), {
    freq: 3,
  }),
  officer: fc.constantFrom('一', '二', '三'),
  department: fc.constantFrom(...departments),
  later: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 9 * HOUR }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 200 * HOUR }) },
  ),
  counted: fc.boolean(),
});

/** Leads nowhere, or moves nothing: tried now and then only, so that histories become long. */
const seldom = new Set<CaseAction>(['withdraw', 'decline', 'add-later']);

/** What is tried in a state. */
export function chosen(state: CaseState | null, { pick, wild }: Try): { action: CaseAction; role: CaseRole } {
  if (wild) return wild;
  const rows = caseTransitions.filter(
    ({ from, action }) => from === state && (pick % 9 === 0 || !seldom.has(action)),
  );
  const row = rows[pick % Math.max(rows.length, 1)];
  const role = row?.who[pick % row.who.length];
  return row && role ? { action: row.action, role } : { action: 'assign', role: 'dispatcher' };
}

/** A case as the table and the clock alone see it. */
export interface Modelled {
  state: CaseState | null;
  clocks: CaseClocks;
  deadlines: CaseDeadlines;
  supplementDueAt: Date | null;
  supplements: number;
  extension: CaseFacts['extension'];
  extensions: number;
  opinions: Map<string, string>;
  now: Date;
}

export const begin = (now: Date): Modelled => ({
  state: null,
  clocks: stoppedClocks,
  deadlines: { acceptance: null, promised: null, legal: null, delivery: null },
  supplementDueAt: null,
  supplements: 0,
  extension: null,
  extensions: 0,
  opinions: new Map(),
  now,
});

/** @returns what stands after a try; the same with a later time when it was refused */
export function attempt(
  model: Modelled,
  given: Try,
  limits: { promised: ClockLimit; legal: ClockLimit },
  calendar: WorkingDayCalendar,
): { model: Modelled; taken: CaseAction | null } {
  const now = new Date(model.now.getTime() + given.later);
  const later = { ...model, now };
  const { action, role } = chosen(model.state, given);
  const { officer, department, counted } = given;
  const facts: CaseFacts = {
    state: model.state,
    instant: false,
    incomplete: false,
    papersMissing: false,
    supplementAsked: model.supplements > 0,
    supplementDueAt: model.supplementDueAt,
    acceptBy: model.deadlines.acceptance?.by ?? null,
    legalBy: model.deadlines.legal?.by ?? null,
    extension: model.extension,
    opinionsOpen: departments.filter((each) => !model.opinions.has(each)),
    mayFollow: true,
    feeOwed: false,
    byParcel: false,
    reviewers: [...model.opinions.values()],
  };
  if (refusalOf(facts, action, { role, staffId: officer, department }, now))
    return { model: later, taken: null };
  const row = transitionOf(model.state, action);
  if (!row) throw new Error('allowed without a row');
  const clocks = afterEffect(model.clocks, row.clock, now, {
    deemed: action === 'deem-accept',
    why: action === 'request-supplement' ? 'citizen' : 'special-step',
    counted: action === 'begin-special-step' && counted,
  });
  const next: Modelled = {
    ...later,
    state: row.to,
    clocks,
    deadlines: deadlinesOf(clocks, limits, calendar),
  };
  if (action === 'request-supplement') {
    next.supplements += 1;
    next.supplementDueAt = at(addWorkingDays(calendar, dateOf(now), 10).date, '24:00');
  }
  if (action === 'request-extension') {
    next.extensions += 1;
    next.extension = { state: 'asked', askedBy: officer };
  }
  if (action === 'approve-extension') next.extension = { state: 'approved', askedBy: officer };
  if (action === 'refuse-extension') next.extension = { state: 'refused', askedBy: officer };
  if (action === 'review') next.opinions = new Map(model.opinions).set(department, officer);
  return { model: next, taken: action };
}

export const isPaused = ({ clocks }: Modelled) => pauseOf(clocks.pauses) !== null;
