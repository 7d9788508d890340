import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../bff/features/complaints/change-complaint';
import { nextMoment } from '../../bff/features/complaints/clocks';
import { alike } from '../../bff/features/complaints/desk/alike';
import { factsOf } from '../../bff/features/complaints/facts';
import type { ComplaintDoc } from '../../bff/features/complaints/model';
import { likeness, NEARLY_THE_SAME } from '../../bff/features/complaints/similar';
import { readSettings } from '../../bff/settings';
import { type ComplaintState, complaintCategory, complaintState } from '../../shared/contract/complaints';
import { staffComplaintAction } from '../../shared/contract/staff-complaints';
import { createCalendar } from '../../shared/domain/calendar';
import {
  type ComplaintAction,
  type ComplaintRole,
  channelsFor,
  complaintCategories,
  complaintStates,
  complaintSteps,
  complaintTransitionOf,
  complaintTransitions,
  otherChannels,
} from '../../shared/domain/complaint';
import {
  type ComplaintActor,
  type ComplaintFacts,
  type ComplaintRefusal,
  complaintRefusalOf,
} from '../../shared/domain/complaint-rules';
import { blankComplaintDoc } from '../support/complaint-doc';
import { complaintStatesPage } from '../support/complaint-states-page';

/** What the rules allow, written down once more and apart from the table: states, actions, roles, state afterwards. */
const allowed = `
- file citizen submitted
submitted,accepted,assigned,investigating,joined,replied supplement citizen =
submitted,accepted,assigned,investigating,joined,replied,called-back withdraw citizen withdrawn
submitted accept dispatcher,supervisor accepted
submitted decline dispatcher,supervisor declined
accepted,assigned,investigating assign dispatcher,supervisor assigned
submitted,accepted,assigned,investigating join dispatcher,supervisor joined
joined part dispatcher,supervisor,system accepted
assigned,investigating return handler,system accepted
assigned take-up handler investigating
assigned,investigating ask-extension handler =
assigned,investigating approve-extension supervisor =
assigned,investigating refuse-extension supervisor =
assigned,investigating reply handler replied
joined reply-of-lead system replied
replied,called-back call-back dispatcher,supervisor called-back
replied,called-back satisfied citizen closed
replied,called-back not-satisfied citizen accepted
called-back handle-again dispatcher,supervisor accepted
called-back close dispatcher,supervisor closed
submitted,accepted,assigned,investigating,joined,replied escalate system =
`;

const expected = new Map<string, ComplaintState>();
for (const line of allowed.trim().split('\n')) {
  const [froms = '', action = '', roles = '', to = ''] = line.split(' ');
  for (const from of froms.split(','))
    for (const role of roles.split(','))
      expected.set(
        `${from === '-' ? 'null' : from} ${action} ${role}`,
        (to === '=' ? from : to) as ComplaintState,
      );
}

const states = [null, ...(Object.keys(complaintStates) as ComplaintState[])];
const actions = [...new Set(complaintTransitions.map(({ action }) => action))];
const roles: ComplaintRole[] = ['citizen', 'dispatcher', 'handler', 'supervisor', 'system'];

/** Facts under which no guard of the action stands in the way. */
const favourable = (state: ComplaintState | null, action: ComplaintAction): ComplaintFacts => ({
  state,
  handlerId: 'me',
  handledBy: ['another'],
  returned: false,
  latelyAssigned: true,
  extension: action === 'ask-extension' ? 'none' : 'asked',
  round: 1,
  endingSaid: true,
  satisfied: action === 'call-back' ? null : false,
});
const actorOf = (role: ComplaintRole): ComplaintActor =>
  role === 'citizen' || role === 'system' ? { role } : { role, staffId: 'me' };

describe('every state, action and role', () => {
  it('there are as many as there should be', () => {
    expect(Object.keys(complaintStates).sort()).toEqual([...complaintState.options].sort());
    expect(Object.keys(complaintCategories)).toEqual(complaintCategory.options);
    expect(states.length * actions.length * roles.length).toBe(11 * 21 * 5);
  });

  it.each(states)('from %s', (state) => {
    for (const action of actions)
      for (const role of roles) {
        const to = expected.get(`${state} ${action} ${role}`);
        const refusal = complaintRefusalOf(favourable(state, action), action, actorOf(role));
        expect(refusal, `${state} ${action} ${role}`).toBe(to === undefined ? 'COMPLAINT_STATE' : null);
        if (to !== undefined) expect(complaintTransitionOf(state, action)?.to).toBe(to);
      }
  });
});

describe('guards', () => {
  const mine = { handledBy: ['me'] };
  const rows: [ComplaintState, ComplaintAction, ComplaintRole, Partial<ComplaintFacts>, ComplaintRefusal][] =
    [
      ['assigned', 'return', 'handler', { returned: true }, 'COMPLAINT_RETURN_ONCE'],
      ['assigned', 'return', 'handler', { latelyAssigned: false }, 'COMPLAINT_RETURN_ONCE'],
      ['assigned', 'return', 'handler', { handlerId: 'another' }, 'COMPLAINT_STATE'],
      ['assigned', 'take-up', 'handler', { handlerId: null }, 'COMPLAINT_STATE'],
      ['investigating', 'ask-extension', 'handler', { extension: 'asked' }, 'COMPLAINT_EXTENSION_ONCE'],
      ['investigating', 'ask-extension', 'handler', { extension: 'refused' }, 'COMPLAINT_EXTENSION_ONCE'],
      ['investigating', 'ask-extension', 'handler', { extension: 'approved' }, 'COMPLAINT_EXTENSION_ONCE'],
      ['investigating', 'approve-extension', 'supervisor', { extension: 'none' }, 'COMPLAINT_STATE'],
      ['investigating', 'approve-extension', 'supervisor', mine, 'COMPLAINT_SAME_OFFICER'],
      ['investigating', 'refuse-extension', 'supervisor', mine, 'COMPLAINT_SAME_OFFICER'],
      ['investigating', 'reply', 'handler', { endingSaid: false }, 'COMPLAINT_ENDING_NEEDED'],
      ['replied', 'call-back', 'dispatcher', mine, 'COMPLAINT_SAME_OFFICER'],
      ['called-back', 'call-back', 'dispatcher', mine, 'COMPLAINT_SAME_OFFICER'],
      ['called-back', 'call-back', 'dispatcher', { satisfied: false }, 'COMPLAINT_STATE'],
      ['called-back', 'call-back', 'dispatcher', { satisfied: true }, 'COMPLAINT_STATE'],
      ['called-back', 'close', 'supervisor', mine, 'COMPLAINT_SAME_OFFICER'],
      ['replied', 'not-satisfied', 'citizen', { round: 2 }, 'COMPLAINT_AGAIN_ONCE'],
      ['called-back', 'handle-again', 'dispatcher', { round: 2 }, 'COMPLAINT_AGAIN_ONCE'],
      ['called-back', 'handle-again', 'dispatcher', { satisfied: true }, 'COMPLAINT_STATE'],
      ['called-back', 'handle-again', 'dispatcher', { satisfied: null }, 'COMPLAINT_STATE'],
    ];
  it.each(rows)('%s %s %s is refused when %o: %s', (state, action, role, facts, refusal) => {
    const changed = { ...favourable(state, action), ...facts };
    expect(complaintRefusalOf(changed, action, actorOf(role))).toBe(refusal);
    expect(complaintRefusalOf(favourable(state, action), action, actorOf(role))).toBeNull();
  });
});

describe('the tables', () => {
  it('have one row for a state and an action', () => {
    const keys = complaintTransitions.map(({ from, action }) => `${from} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('lead from every open state to an end, and from none that is over', () => {
    for (const start of Object.keys(complaintStates) as ComplaintState[]) {
      const seen = new Set([start]);
      for (const at of seen) for (const { from, to } of complaintTransitions) if (from === at) seen.add(to);
      const ends = [...seen].filter((state) => !complaintStates[state].open);
      if (complaintStates[start].open) expect(ends.length, start).toBeGreaterThan(0);
      else expect([...seen]).toEqual([start]);
    }
  });

  it('give staff exactly the actions that the contract names, besides those of publication', () => {
    const theirs = complaintTransitions
      .filter(({ who }) => who.some((role) => ['dispatcher', 'handler', 'supervisor'].includes(role)))
      .map(({ action }) => action);
    const named = staffComplaintAction.options.filter((action) => !action.endsWith('-publication'));
    expect([...new Set(theirs)].sort()).toEqual([...named].sort());
  });

  it('draw every step, offer 未办成事项 first, and say nothing rude', () => {
    const drawn = new Set(Object.values(complaintStates).flatMap(({ step }) => step ?? []));
    expect([...drawn].sort()).toEqual(complaintSteps.map((_, index) => index + 1));
    expect(complaintCategory.options[0]).toBe('matter-not-done');
    for (const { words } of complaintTransitions) expect(words).not.toMatch(/非法|错误|(?<!申)请|抱歉/);
  });

  it('know the other channels by what people write, and take nothing for one that is not', () => {
    expect(channelsFor('窗口旁边着火了').map(({ key }) => key)).toEqual(['emergency']);
    expect(channelsFor('他收了我的红包').map(({ key }) => key)).toEqual(['discipline']);
    expect(channelsFor('跑了三次都没办成')).toEqual([]);
    for (const { signs } of otherChannels) expect(signs.length).toBeGreaterThan(0);
  });
});

const { complaints: settings } = readSettings({ NODE_ENV: 'test' });
const calendar = createCalendar([
  { year: 2026, off: { '01-01': '元旦', '10-01': '国庆节' }, work: ['2026-10-10'.slice(5)] },
  { year: 2027, off: { '01-01': '元旦' }, work: [] },
]);
const staffIds = ['a', 'b', 'c'];

/** Everything that somebody may do with a complaint now. */
function possible(doc: ComplaintDoc, now: Date): { action: ComplaintAction; actor: ComplaintActor }[] {
  const facts = { ...factsOf(doc, now, calendar, settings.returnDays), endingSaid: true };
  const actors: ComplaintActor[] = [
    { role: 'citizen' },
    { role: 'system' },
    ...(['dispatcher', 'handler', 'supervisor'] as const).flatMap((role) =>
      staffIds.map((staffId) => ({ role, staffId })),
    ),
  ];
  return actions.flatMap((action) =>
    actors.flatMap((actor) => (complaintRefusalOf(facts, action, actor) === null ? [{ action, actor }] : [])),
  );
}

/** What a command gives with an action. */
function given(doc: ComplaintDoc, action: ComplaintAction, pick: number): Partial<ComplaintDoc> {
  const staffId = staffIds[pick % staffIds.length] ?? 'a';
  switch (action) {
    case 'accept':
      return { weight: (['simple', 'general', 'complex'] as const)[pick % 3] ?? 'general' };
    case 'assign':
      return { handler: { staffId, name: '示例', number: staffId, department: null } };
    case 'ask-extension':
      return { extension: { ...doc.extension, state: 'asked', days: 1 + (pick % 7) } };
    case 'join':
      return { leadId: 'lead' };
    case 'call-back':
      return { satisfied: [true, false, null][pick % 3] ?? null };
    default:
      return {};
  }
}

interface Taken {
  role: ComplaintRole;
  action: ComplaintAction;
  before: ComplaintDoc;
  after: ComplaintDoc;
}

/** A history made of what was possible at each moment. */
function history(picks: readonly { pick: number; hours: number }[]): Taken[] {
  let now = new Date('2026-11-24T09:00:00+08:00');
  const row = complaintTransitionOf(null, 'file');
  if (!row) throw new Error('Nothing can be filed');
  let doc = advance(settings, calendar, blankComplaintDoc(now), row, {
    action: 'file',
    by: { role: 'citizen' },
    at: now,
  });
  const taken: Taken[] = [];
  for (const { pick, hours } of picks) {
    now = new Date(now.getTime() + hours * 3_600_000);
    const able = possible(doc, now);
    const chosen = able[pick % (able.length || 1)];
    if (!chosen) break;
    const transition = complaintTransitionOf(doc.state, chosen.action);
    if (!transition) throw new Error('Possible, and not in the table');
    const step = { action: chosen.action, by: { role: chosen.actor.role }, at: now };
    const after = advance(settings, calendar, doc, transition, {
      ...step,
      set: given(doc, chosen.action, pick),
    });
    taken.push({ role: chosen.actor.role, action: chosen.action, before: doc, after });
    doc = after;
  }
  return taken;
}

const picks = fc.array(fc.record({ pick: fc.nat(10_000), hours: fc.integer({ min: 0, max: 60 }) }), {
  minLength: 5,
  maxLength: 60,
});
const times = (taken: readonly Taken[], ...wanted: ComplaintAction[]) =>
  taken.filter(({ action }) => wanted.includes(action)).length;

describe('histories', () => {
  it('return once at most, extend once, are handled twice at most, and stay ended', () => {
    let again = 0;
    fc.assert(
      fc.property(picks, (given) => {
        const taken = history(given);
        expect(
          times(
            taken.filter(({ role }) => role === 'handler'),
            'return',
          ),
        ).toBeLessThanOrEqual(1);
        expect(times(taken, 'ask-extension')).toBeLessThanOrEqual(1);
        expect(times(taken, 'approve-extension')).toBeLessThanOrEqual(1);
        expect(times(taken, 'not-satisfied', 'handle-again')).toBeLessThanOrEqual(1);
        again += times(taken, 'not-satisfied', 'handle-again');
        for (const { before, after } of taken) {
          expect(before.open).toBe(true);
          expect(after.open ?? false).toBe(complaintStates[after.state].open);
          expect(after.closedAt === null).toBe(complaintStates[after.state].open);
          expect(after.handledBy).toEqual(expect.arrayContaining(before.handledBy));
          if (after.handler) expect(after.handledBy).toContain(after.handler.staffId);
        }
      }),
      { numRuns: 400 },
    );
    // Chance came so far, or the rest says nothing.
    expect(again).toBeGreaterThan(0);
  });

  it('have a deadline wherever a clock runs, which never comes earlier unless it begins anew', () => {
    fc.assert(
      fc.property(picks, (given) => {
        for (const { action, before, after } of history(given)) {
          const { clock } = complaintStates[after.state];
          expect(after.by === null).toBe(clock === null);
          const anew = action === 'not-satisfied' || action === 'handle-again';
          for (const name of ['acceptBy', 'replyBy', 'callBackBy'] as const) {
            const [was, is] = [before[name], after[name]];
            if (was === null || (anew && name === 'replyBy')) continue;
            // Once it has begun it is not taken away.
            expect(is).not.toBeNull();
            expect(is?.getTime()).toBeGreaterThanOrEqual(was.getTime());
          }
          if (action === 'approve-extension')
            expect(after.replyBy?.getTime()).toBeGreaterThan(before.replyBy?.getTime() ?? 0);
          // Nobody is too late at the moment at which a clock begins.
          if (after.by && before.by?.getTime() !== after.by.getTime())
            if (complaintStates[before.state].clock !== clock || anew)
              expect(after.by.getTime()).toBeGreaterThan(after.changedAt.getTime());
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are escalated twice at most for one deadline, first at its end, then a working day later', () => {
    fc.assert(
      fc.property(picks, (given) => {
        for (const { action, before, after } of history(given)) {
          if (action !== 'escalate') continue;
          expect(after.by).toEqual(before.by);
          expect(after.escalated).toBe(Math.min(2, before.escalated + 1));
          const next = nextMoment(after, calendar, settings.cityDays);
          if (after.escalated === 2) expect(next).toBeNull();
          else expect(next?.at.getTime()).toBeGreaterThan(after.by?.getTime() ?? 0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('complaints of different people', () => {
  const said = (what: string) => ({
    what,
    windowId: null,
    venueId: 'v530600',
    itemCode: null,
    personId: null,
  });
  const queue = said('上周三排了两个小时，1 号窗口说系统坏了，身份证没办成。');

  it('are shown beside each other when they tell of one thing in their own words', () => {
    const other = said('上周三在 1 号窗口排队，系统坏了，身份证没办成，白跑一趟。窗口的人说明天再来。');
    expect(alike(queue, other)).toMatchObject({ sure: false });
  });

  it('are not when only the hall is the same', () => {
    expect(alike(queue, said('公积金提取要了办事指南里没有的材料，来回跑了三趟。'))).toBeNull();
    expect(alike(queue, said('窗口人员态度冷漠，问三次都不理，让我去别的窗口。'))).toBeNull();
  });
});

describe('likeness', () => {
  const said = '材料都带齐了，窗口说系统坏了，跑了三次都没办成。';

  it('is 1 for the same, whatever the punctuation, 0 for nothing shared, and the same both ways', () => {
    expect(likeness(said, said.replaceAll('，', ' '))).toBe(1);
    expect(likeness(said, '叫号屏不亮')).toBe(0);
    expect(likeness('', '')).toBe(1);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
        expect(likeness(a, a)).toBe(1);
      }),
    );
  });

  it('takes the same told again for the same, and another thing about the same place for another', () => {
    expect(likeness(said, `${said}还要等多久？`)).toBeGreaterThanOrEqual(NEARLY_THE_SAME);
    expect(likeness(said, '窗口的人态度冷漠，说话难听。')).toBeLessThan(NEARLY_THE_SAME);
  });
});

it('docs/complaint-states.md is drawn from the table', async () => {
  const page = join(import.meta.dirname, '../../docs/complaint-states.md');
  await expect(complaintStatesPage()).toMatchFileSnapshot(page);
});
