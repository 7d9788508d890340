import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeRectification } from '../../bff/features/evaluations/change-rectification';
import { fromHall } from '../../bff/features/evaluations/flags';
import { readSettings } from '../../bff/settings';
import {
  grade as gradeSchema,
  rectificationState,
  staffRectificationAction,
} from '../../shared/contract/evaluations';
import {
  grades,
  gradesFromBest,
  type RectificationAction,
  type RectificationRole,
  rectificationStates,
  rectificationTransitionOf,
  rectificationTransitions,
} from '../../shared/domain/evaluation';
import { rectificationStatesPage } from '../support/rectification-states-page';

/**
 * What the rules allow, written down once more and apart from the table: states, action, roles, state afterwards (`=` the
 * same). Everything else is refused.
 */
const allowed = `
- open system opened
opened verify handler,supervisor verified
opened appeal handler appealed
appealed accept-appeal supervisor dismissed
appealed refuse-appeal supervisor verified
verified rectify handler,supervisor rectified
rectified,called-back call-back supervisor called-back
called-back close supervisor closed
opened,verified,appealed,rectified escalate system =
opened,verified,appealed,rectified,called-back regrade system =
`;
const expected = new Map(
  allowed
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [from = '', action = '', who = '', to = ''] = line.split(' ');
      return from
        .split(',')
        .flatMap((state) =>
          who.split(',').map((role) => [`${state} ${action} ${role}`, to === '=' ? state : to] as const),
        );
    }),
);

const actions: RectificationAction[] = ['open', ...staffRectificationAction.options, 'escalate', 'regrade'];
const roles: RectificationRole[] = ['handler', 'supervisor', 'system'];
const every = [null, ...rectificationState.options].flatMap((state) =>
  actions.flatMap((action) => roles.map((role) => [state, action, role] as const)),
);

describe('every state, action and role', () => {
  it('there are as many as there should be', () => {
    expect(Object.keys(rectificationStates).sort()).toEqual([...rectificationState.options].sort());
    expect(every).toHaveLength(8 * 10 * 3);
    expect(new Set(rectificationTransitions.map(({ action }) => action))).toEqual(new Set(actions));
  });

  it.each(every)('%s %s %s', (state, action, role) => {
    const row = rectificationTransitionOf(state, action);
    const to = expected.get(`${state ?? '-'} ${action} ${role}`);
    expect(row?.who.includes(role) ? row.to : undefined).toBe(to);
  });

  it('what is over stays over, and every state leads to an end', () => {
    for (const { from } of rectificationTransitions)
      if (from !== null) expect(rectificationStates[from].open).toBe(true);
    const ends = (state: string, seen = new Set<string>()): boolean =>
      !rectificationStates[state as never as 'opened'].open ||
      rectificationTransitions.some(({ from, to }) => {
        if (from !== state || seen.has(to)) return false;
        return ends(to, new Set([...seen, state]));
      });
    for (const state of rectificationState.options) expect(ends(state), state).toBe(true);
  });

  it('a step that no table knows is a defect and writes nothing', async () => {
    const doc = { state: 'closed' } as never;
    const step = { action: 'verify', by: { role: 'handler' }, at: new Date() } as const;
    await expect(changeRectification({} as never, doc, step)).rejects.toThrow('No verify from closed');
  });
});

describe('the grades', () => {
  it('are the five of the national rules, from the best', () => {
    expect(gradesFromBest.map((grade) => grades[grade].words)).toEqual([
      '非常满意',
      '满意',
      '基本满意',
      '不满意',
      '非常不满意',
    ]);
    expect(gradesFromBest.filter((grade) => !grades[grade].good)).toEqual([2, 1]);
    for (const grade of gradesFromBest) {
      expect(gradeSchema.safeParse(grade).success).toBe(true);
      expect(new Set(grades[grade].tags).size).toBe(grades[grade].tags.length);
    }
    for (const none of [0, 6, '5', null, undefined]) expect(gradeSchema.safeParse(none).success).toBe(false);
  });
});

describe('the networks of halls', () => {
  const settings = (value: string) => readSettings({ NODE_ENV: 'test', EVALUATION_HALL_NETWORKS: value });
  const here = settings('{"v530600": ["10.1.0.0/16", "fd00::/8"], "*": ["192.168.1.7"]}');
  it.each([
    ['v530600', '10.1.200.3', true],
    ['v530600', '::ffff:10.1.200.3', true],
    ['v530600', 'fd12::1', true],
    ['v530600', '10.2.0.1', false],
    ['v530602', '10.1.200.3', false],
    ['v530602', '192.168.1.7', true],
    ['v530602', '192.168.1.8', false],
    ['v530600', 'unknown', false],
  ])('%s %s: %s', (venueId, address, is) => {
    expect(fromHall({ settings: here }, venueId, address)).toBe(is);
  });

  it.each(['x', '[]', '{"v": "10.0.0.0/8"}', '{"v": ["10.0.0.0/99"]}', '{"v": ["hall"]}'])(
    '%s is refused',
    (value) => {
      expect(() => settings(value)).toThrow('EVALUATION_HALL_NETWORKS');
    },
  );
});

it('docs/rectification-states.md is drawn from the table', async () => {
  const page = join(import.meta.dirname, '../../docs/rectification-states.md');
  await expect(rectificationStatesPage()).toMatchFileSnapshot(page);
});
