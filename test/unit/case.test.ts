import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CaseState, caseState } from '../../shared/contract/cases';
import { staffCaseAction, staffCasesContract } from '../../shared/contract/staff-cases';
import {
  type CaseAction,
  type CaseRole,
  caseStates,
  caseTransitions,
  instantCourse,
  instantStepsFrom,
  transitionOf,
} from '../../shared/domain/case';
import { type CaseActor, type CaseFacts, type CaseRefusal, refusalOf } from '../../shared/domain/case-rules';
import { caseStatesPage } from '../support/case-states-page';

/**
 * What the rules allow, written down once more and apart from the table: states, action, roles, state afterwards (`=` the
 * same). Everything else is refused.
 */
const allowed = `
- create-draft citizen,agent draft
draft save-draft citizen,agent =
draft submit citizen,agent submitted
- receive window received
submitted receive window,department received
submitted,received,supplement-requested record-papers window =
received accept window,reviewer,department accepted
submitted,received deem-accept system accepted
received decline window,reviewer,department declined
received request-supplement window,reviewer,department supplement-requested
supplement-requested supplement citizen,agent,window received
supplement-requested close system closed
submitted,received,supplement-requested,accepted,in-review,special-step withdraw citizen,agent,window withdrawn
submitted,received,supplement-requested,accepted,in-review,special-step add-later citizen,agent =
submitted,received,supplement-requested,accepted,in-review,special-step,decided,issuing assign dispatcher =
accepted start-review reviewer,department in-review
in-review,special-step review reviewer,department =
in-review begin-special-step reviewer,department special-step
special-step end-special-step reviewer,department in-review
accepted,in-review request-extension reviewer =
accepted,in-review,special-step approve-extension,refuse-extension approver =
in-review decide-approve,decide-refuse approver,department decided
decided issue window,reviewer,department issuing
issuing make-ready window,reviewer,department delivering
delivering hand-over window,department completed
delivering issue-electronic system completed
delivering send system =
delivering change-how citizen,agent,system =
delivering deliver system completed
submitted,received,accepted,in-review,special-step,decided,issuing recompute system =
`;

/** What the window may besides when the item is done in one visit. */
const instantly = new Set([
  'accepted start-review',
  'in-review review',
  'special-step review',
  'in-review decide-approve',
]);

const expected = new Map<string, string>();
for (const line of allowed.trim().split('\n')) {
  const [froms = '', actions = '', roles = '', to = ''] = line.split(' ');
  for (const from of froms.split(','))
    for (const action of actions.split(','))
      for (const role of roles.split(','))
        expected.set(`${from === '-' ? 'null' : from} ${action} ${role}`, to === '=' ? from : to);
}

const states = [null, ...(Object.keys(caseStates) as CaseState[])];
const actions = [...new Set(caseTransitions.map(({ action }) => action))];
const roles: CaseRole[] = [
  'citizen',
  'agent',
  'window',
  'reviewer',
  'approver',
  'dispatcher',
  'department',
  'system',
];
const every = states.flatMap((state) =>
  actions.flatMap((action) => roles.map((role) => [state, action, role] as const)),
);

const now = new Date('2026-11-24T09:00:00+08:00');
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

/** Facts under which no guard of the action stands in the way. */
function favourable(state: CaseState | null, action: CaseAction): CaseFacts {
  const answer = action === 'approve-extension' || action === 'refuse-extension';
  return {
    state,
    instant: false,
    incomplete: false,
    papersMissing: false,
    supplementAsked: false,
    supplementDueAt: action === 'close' ? before : after,
    acceptBy: action === 'deem-accept' ? before : after,
    legalBy: after,
    extension: answer ? { state: 'asked', askedBy: 'another' } : null,
    opinionsOpen: action === 'review' ? ['mine'] : [],
    mayFollow: action === 'add-later',
    feeOwed: false,
    byParcel: false,
    reviewers: ['another'],
  };
}
const actorOf = (role: CaseRole): CaseActor => ({ role, staffId: 'me', department: 'mine' });

describe('every state, action and role', () => {
  it('there are as many as there should be', () => {
    expect([...(Object.keys(caseStates) as CaseState[])].sort()).toEqual([...caseState.options].sort());
    expect(every).toHaveLength(15 * 31 * 8);
  });

  it.each(every)('%s %s %s', (state, action, role) => {
    const to = expected.get(`${state} ${action} ${role}`);
    const facts = favourable(state, action);
    expect(refusalOf(facts, action, actorOf(role), now)).toBe(to === undefined ? 'CASE_STATE' : null);
    if (to !== undefined) expect(transitionOf(state, action)?.to).toBe(to);
    const atOnce = to !== undefined || (role === 'window' && instantly.has(`${state} ${action}`));
    expect(refusalOf({ ...facts, instant: true }, action, actorOf(role), now)).toBe(
      atOnce ? null : 'CASE_STATE',
    );
  });
});

describe('guards', () => {
  const rows: [CaseState, CaseAction, CaseRole, Partial<CaseFacts>, CaseRefusal][] = [
    ['draft', 'submit', 'citizen', { incomplete: true }, 'CASE_INCOMPLETE'],
    ['supplement-requested', 'supplement', 'agent', { incomplete: true }, 'CASE_INCOMPLETE'],
    ['supplement-requested', 'supplement', 'window', { incomplete: true }, 'CASE_PAPERS_MISSING'],
    ['supplement-requested', 'supplement', 'citizen', { supplementDueAt: now }, 'CASE_STATE'],
    ['supplement-requested', 'close', 'system', { supplementDueAt: after }, 'CASE_STATE'],
    ['in-review', 'add-later', 'citizen', { mayFollow: false }, 'CASE_STATE'],
    ['delivering', 'hand-over', 'window', { byParcel: true }, 'CASE_STATE'],
    ['delivering', 'hand-over', 'department', { byParcel: true }, 'CASE_STATE'],
    ['delivering', 'hand-over', 'window', { feeOwed: true }, 'CASE_FEE_OWED'],
    ['delivering', 'hand-over', 'department', { feeOwed: true }, 'CASE_FEE_OWED'],
    ['received', 'accept', 'window', { papersMissing: true }, 'CASE_PAPERS_MISSING'],
    ['received', 'accept', 'reviewer', { papersMissing: true }, 'CASE_PAPERS_MISSING'],
    ['received', 'deem-accept', 'system', { acceptBy: after }, 'CASE_STATE'],
    ['received', 'request-supplement', 'window', { supplementAsked: true }, 'CASE_SUPPLEMENT_ONCE'],
    ['received', 'request-supplement', 'department', { supplementAsked: true }, 'CASE_SUPPLEMENT_ONCE'],
    ['in-review', 'review', 'reviewer', { opinionsOpen: ['other'] }, 'CASE_REVIEWED'],
    ['in-review', 'decide-approve', 'approver', { opinionsOpen: ['other'] }, 'CASE_REVIEWS_OPEN'],
    ['in-review', 'decide-refuse', 'department', { opinionsOpen: ['other'] }, 'CASE_REVIEWS_OPEN'],
    ['in-review', 'decide-approve', 'approver', { reviewers: ['me'] }, 'CASE_SAME_OFFICER'],
    ['in-review', 'decide-refuse', 'approver', { reviewers: ['me'] }, 'CASE_SAME_OFFICER'],
    [
      'in-review',
      'request-extension',
      'reviewer',
      { extension: { state: 'refused', askedBy: null } },
      'CASE_EXTENSION_ONCE',
    ],
    ['in-review', 'request-extension', 'reviewer', { legalBy: now }, 'CASE_LIMIT_OVER'],
    ['special-step', 'approve-extension', 'approver', { legalBy: now }, 'CASE_LIMIT_OVER'],
    ['in-review', 'approve-extension', 'approver', { extension: null }, 'CASE_STATE'],
    [
      'in-review',
      'refuse-extension',
      'approver',
      { extension: { state: 'asked', askedBy: 'me' } },
      'CASE_SAME_OFFICER',
    ],
  ];

  it.each(rows)('%s %s %s is refused when %o: %s', (state, action, role, facts, code) => {
    const calm = favourable(state, action);
    expect(refusalOf(calm, action, actorOf(role), now)).toBeNull();
    expect(refusalOf({ ...calm, ...facts }, action, actorOf(role), now)).toBe(code);
  });

  it('a department that has the papers itself is not asked for ticks', () => {
    const facts = { ...favourable('received', 'accept'), papersMissing: true };
    expect(refusalOf(facts, 'accept', { role: 'department' }, now)).toBeNull();
  });

  it('in one visit the window decides what it examined', () => {
    const facts = { ...favourable('in-review', 'decide-approve'), instant: true, reviewers: ['me'] };
    expect(refusalOf(facts, 'decide-approve', actorOf('window'), now)).toBeNull();
    expect(refusalOf(facts, 'decide-approve', actorOf('approver'), now)).toBe('CASE_SAME_OFFICER');
  });
});

describe('the table', () => {
  it('has one row for a state and an action', () => {
    const keys = caseTransitions.map(({ from, action }) => `${from} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leads from every state to an end, and out of none that is over', () => {
    for (const state of Object.keys(caseStates) as CaseState[]) {
      const seen = new Set<CaseState>([state]);
      for (const at of seen) for (const { from, to } of caseTransitions) if (from === at) seen.add(to);
      const ends = [...seen].filter((each) => !caseStates[each].open);
      if (caseStates[state].open) expect(ends.length, state).toBeGreaterThan(0);
      else expect([...seen]).toEqual([state]);
    }
  });

  it('tells the citizen of every change of state that others make, and asks nothing rude', () => {
    for (const { from, action, to, who, notice, words, shown } of caseTransitions) {
      expect(words ?? '').not.toMatch(/非法|错误|(?<!申)请|抱歉/);
      const silent = ['decided', 'issuing', 'accepted'].includes(from ?? '') && notice === null;
      // What a parcel brought was told by the parcel.
      if (from !== null && from !== to && !silent && action !== 'deliver') {
        expect(notice, `${from} → ${to}`).not.toBeNull();
        expect(shown).toBe('all');
      }
      expect(who.length).toBeGreaterThan(0);
    }
  });

  it('passes an instant item through every step, from wherever it stands', () => {
    let state: CaseState | null = null;
    for (const action of instantCourse) {
      expect(instantStepsFrom(state)?.[0]).toBe(action === 'decide-approve' ? 'review' : action);
      state = transitionOf(state, action)?.to ?? null;
    }
    expect(state).toBe('completed');
    for (const over of [
      'completed',
      'withdrawn',
      'declined',
      'closed',
      'draft',
      'supplement-requested',
    ] as const)
      expect(instantStepsFrom(over)).toBeNull();
  });

  it('is open to staff through endpoints with the roles that the table names, and no others', () => {
    for (const action of staffCaseAction.options) {
      if (action === 'finish-instant') continue;
      const named = new Set(caseTransitions.filter((row) => row.action === action).flatMap(({ who }) => who));
      const endpoint = staffCasesContract[`POST /staff/cases/{id}/${action}`];
      const staff = ['window', 'reviewer', 'approver', 'dispatcher'].filter((role) =>
        named.has(role as CaseRole),
      );
      expect([...endpoint.roles].sort(), action).toEqual(staff.sort());
    }
  });
});

it('docs/case-states.md is drawn from the table', async () => {
  const page = join(import.meta.dirname, '../../docs/case-states.md');
  await expect(caseStatesPage()).toMatchFileSnapshot(page);
});
