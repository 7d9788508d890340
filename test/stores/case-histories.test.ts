import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseDoc } from '../../bff/features/cases/model';
import type { StaffCaseAction } from '../../shared/contract';
import { caseStates, transitionOf } from '../../shared/domain/case';
import { deadlinesOf, pauseOf, workingDaysLeft } from '../../shared/domain/case-clock';
import { HOUR, type OpenOffice, openOffice, type Said } from '../support/cases';

let world: OpenOffice;
let other: Awaited<ReturnType<OpenOffice['process']>>;

beforeAll(async () => {
  world = await openOffice();
  other = await world.process();
});
afterAll(() => world.close());

/** Every act with bodies that may come; what is seldom possible is tried more often. */
const acts: [StaffCaseAction, object][] = [
  ['receive', {}],
  ['record-papers', { received: ['form', 'lease'] }],
  ['accept', {}],
  ['request-supplement', { reason: '缺', asked: [{ materialId: 'lease', why: '没有签名' }] }],
  ['supplement', { received: ['lease'] }],
  ['supplement', { received: [] }],
  ['start-review', {}],
  ['review', { opinion: 'agree', department: '人社局' }],
  ['review', { opinion: 'object', department: '市场监管局' }],
  ['begin-special-step', { name: '现场查看', reason: '看现场' }],
  ['begin-special-step', { name: '公示', reason: '三天' }],
  ['end-special-step', { outcome: '合格' }],
  ['request-extension', { reason: '核对' }],
  ['request-extension', { reason: '再核对' }],
  ['approve-extension', {}],
  ['approve-extension', {}],
  ['approve-extension', {}],
  ['refuse-extension', { reason: '来得及' }],
  ['decide-approve', {}],
  ['issue', {}],
  ['make-ready', { how: 'window' }],
  ['hand-over', {}],
  ['finish-instant', {}],
];
const rare: [StaffCaseAction | 'withdraw', object][] = [
  ['decline', { reason: '不符', basis: '规定' }],
  ['decide-refuse', { reason: '不符', basis: '规定' }],
  ['withdraw', {}],
];

interface Attempt {
  act: [StaffCaseAction | 'withdraw', object];
  officer: string;
  /** In the other process. */
  elsewhere: boolean;
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
  act: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom<Attempt['act']>(...acts) },
    { weight: 1, arbitrary: fc.constantFrom<Attempt['act']>(...rare) },
  ),
  officer: fc.constantFrom('一', '二', '三'),
  elsewhere: fc.boolean(),
});
const move = fc.record({
  together: fc.array(attempt, { minLength: 3, maxLength: 8 }),
  later: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 * HOUR }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 240 * HOUR }) },
  ),
  sweep: fc.boolean(),
});

function perform(id: string, { act: [action, body], officer, elsewhere }: Attempt): Promise<Said<unknown>> {
  const { cases } = elsewhere ? other : world;
  if (action === 'withdraw') return world.citizen('wang', cases).withdraw(id);
  return world.officer(officer, ['window', 'reviewer', 'approver'], { cases }).act(id, action, body);
}

const times = (doc: CaseDoc, action: string) => doc.timeline.filter((each) => each.action === action).length;

/** What holds of every stored case, whatever happened to it. */
function sound(doc: CaseDoc): void {
  let state = null as CaseDoc['state'] | null;
  let last = 0;
  for (const { at, from, action } of doc.timeline) {
    expect(from).toBe(state);
    expect(at.getTime()).toBeGreaterThanOrEqual(last);
    last = at.getTime();
    const row = transitionOf(from, action);
    expect(row, `${from} ${action}`).not.toBeNull();
    state = row?.to ?? null;
  }
  expect(doc.state).toBe(state);
  for (const once of ['request-supplement', 'request-extension', 'approve-extension', 'accept', 'receive'])
    expect(times(doc, once), once).toBeLessThanOrEqual(1);
  const { promised, legal, acceptance } = deadlinesOf(doc.clocks, doc.limits, world.office.calendar);
  expect([doc.promisedBy, doc.legalBy, doc.acceptBy]).toEqual([
    promised?.by ?? null,
    legal?.by ?? null,
    acceptance?.by ?? null,
  ]);
  expect(doc.open === true).toBe(caseStates[doc.state].open);
  if (doc.decision && doc.decision.outcome === 'approved')
    expect(doc.reviews.every(({ opinion }) => opinion !== null)).toBe(true);
  const decider = doc.timeline.find(({ action }) => action.startsWith('decide-'))?.by.staffId;
  if (decider !== undefined) expect(doc.reviews.map(({ staffId }) => staffId)).not.toContain(decider);
  const keys = (doc.outbox ?? []).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
}

/** What holds from one moment to a later one: deadlines move only with a reason that is written down. */
function follows(before: CaseDoc, after: CaseDoc): void {
  const since = after.timeline.slice(before.timeline.length).map(({ action }) => action);
  for (const name of ['promisedBy', 'legalBy'] as const) {
    const [was, is] = [before[name], after[name]];
    if (!was) continue;
    expect(is?.getTime()).toBeGreaterThanOrEqual(was.getTime());
    const reasons = ['end-special-step', 'approve-extension', 'withdraw'];
    if (!since.some((action) => reasons.includes(action))) expect(is).toEqual(was);
  }
  const paused = pauseOf(before.clocks.pauses);
  const by = after.promisedBy;
  if (paused && before.promisedBy && by && since.length === 1 && since[0] === 'end-special-step') {
    const over = after.clocks.pauses.at(-1)?.until as Date;
    const { calendar } = world.office;
    if (before.promisedBy > paused.from)
      expect(workingDaysLeft(by, over, calendar)).toBe(
        workingDaysLeft(before.promisedBy, paused.from, calendar),
      );
  }
}

describe('random histories by several officers in two processes at once', () => {
  it('stay on the table, and keep every promise of the clocks', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 15, maxLength: 40 }), async (moves) => {
        const { _id: id } = await world.submitted('wang');
        let before = await world.stored(id);
        for (const { together, later, sweep } of moves) {
          await world.clock.advance(later);
          if (sweep) await Promise.all([world.work.runAll(), other.work.runAll()]);
          await Promise.all(together.map((each) => perform(id, each)));
          const after = await world.stored(id);
          sound(after);
          follows(before, after);
          before = after;
          for (const { action } of after.timeline) reached.add(action);
        }
      }),
      { numRuns: 30, seed: 20261124, endOnFailure: true },
    );
    for (const action of [
      'supplement',
      'end-special-step',
      'approve-extension',
      'decide-approve',
      'hand-over',
      'deem-accept',
    ])
      expect(reached, action).toContain(action);
  });
});
