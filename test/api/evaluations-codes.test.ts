import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  evaluationsContract,
  type StaffRectificationAction,
  staffEvaluationsContract,
  staffRectificationAction,
} from '../../shared/contract/evaluations';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person } from '../support/citizens';
import {
  endedVisit,
  evaluationDocs,
  rate,
  rated,
  rectificationAct,
  rectificationBodies,
  WINDOW,
} from '../support/evaluations';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

const seen = new SeenCodes();
const actions = staffRectificationAction.options;
/** Who takes each act. */
const handlersOnly: readonly StaffRectificationAction[] = ['appeal'];

let app: TestApp;
let handler: StaffClient;
let head: StaffClient;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
});
afterAll(() => app?.stop());

const by = (action: StaffRectificationAction) => (handlersOnly.includes(action) ? handler : head);
const gives = (
  id: string,
  action: StaffRectificationAction,
  code: Parameters<SeenCodes['gives']>[2],
  body: object = {},
  who = by(action),
) =>
  seen.gives(who, rectificationAct(action), code, {
    params: { id },
    body: { ...rectificationBodies[action], ...body } as never,
  });
const takes = (id: string, action: StaffRectificationAction, who = by(action)) =>
  who.get(rectificationAct(action), { params: { id }, body: rectificationBodies[action] as never });

describe('of citizens', () => {
  it('what is not theirs, not over, rated already, or said with the wrong tag', async () => {
    const who = await person(app);
    const other = await person(app);
    const { kind, serviceId: id } = await endedVisit(app, who);
    const body = { kind, id, grade: 5 as const };
    await seen.gives(other, 'POST /evaluations', 'NOT_FOUND', { body });
    await seen.gives(who, 'POST /evaluations', 'NOT_FOUND', { body: { ...body, id: 'nothing' } });
    await seen.gives(who, 'POST /evaluations', 'NOT_FOUND', {
      body: { ...body, kind: 'complaint' },
    });
    await seen.gives(who, 'POST /evaluations', 'EVALUATION_TAG', { body: { ...body, tags: ['乱收费'] } });
    const nobodys = await endedVisit(app, null);
    await seen.gives(who, 'POST /evaluations', 'NOT_FOUND', { body: { ...body, id: nobodys.serviceId } });
    const over = await endedVisit(app, who, { endedAt: new Date('2026-10-20T09:00:00+08:00') });
    await seen.gives(who, 'POST /evaluations', 'SERVICE_NOT_OVER', { body: { ...body, id: over.serviceId } });

    const { id: given } = await rate(who, { kind, serviceId: id }, 5);
    await seen.gives(who, 'POST /evaluations', 'EVALUATION_EXISTS', { body });
    const params = { id: given };
    for (const [client, code] of [
      [other, 'NOT_FOUND'],
      [who, 'EVALUATION_TAG'],
    ] as const)
      await seen.gives(client, 'PUT /evaluations/{id}', code, {
        params,
        body: { grade: 4, tags: ['态度恶劣'] },
      });
    await seen.gives(other, 'GET /evaluations/{id}', 'NOT_FOUND', { params });
    await advanceClock(app, 86_400);
    await seen.gives(who, 'PUT /evaluations/{id}', 'EVALUATION_CLOSED', { params, body: { grade: 4 } });
  });
});

describe('of staff', () => {
  beforeAll(async () => {
    handler = await staff(app, 'reviewer');
    head = await staff(app, 'supervisor');
  });

  it('unknown ones, those of another hall or department, and their own', async () => {
    const { evaluation } = await rated(app, 1);
    const officer = await staff(app, ['reviewer', 'supervisor']);
    const own = await rated(app, 1, { staffId: officer.member.id });
    const far = await staff(app, ['reviewer', 'supervisor'], { venueId: 'v530602' });
    const elsewhere = await staff(app, ['reviewer', 'supervisor'], { department: '税务局' });
    const cases: [StaffClient, string][] = [
      [officer, 'nothing'],
      [far, evaluation.id],
      [elsewhere, evaluation.id],
      [officer, own.evaluation.id],
    ];
    for (const [who, id] of cases) {
      await seen.gives(who, 'GET /staff/rectifications/{id}', 'NOT_FOUND', { params: { id } });
      for (const action of actions) await gives(id, action, 'NOT_FOUND', {}, who);
      await seen.gives(who, 'POST /staff/evaluations/{id}/flag', 'NOT_FOUND', {
        params: { id },
        body: { decision: 'kept', why: '看过监控' },
      });
    }
  });

  it('states that do not know the act, and old screens', async () => {
    const { evaluation } = await rated(app, 2);
    for (const action of actions)
      await gives(evaluation.id, action, 'RECTIFICATION_CHANGED', { version: 99 });
    for (const action of actions)
      if (action !== 'verify' && action !== 'appeal')
        await gives(evaluation.id, action, 'RECTIFICATION_STATE');
    await takes(evaluation.id, 'verify');
    for (const action of ['verify', 'appeal'] as const)
      await gives(evaluation.id, action, 'RECTIFICATION_STATE');
  });

  it('an appeal that its own author wants to decide', async () => {
    const { evaluation } = await rated(app, 2);
    const both = await staff(app, ['reviewer', 'supervisor']);
    await takes(evaluation.id, 'appeal', both);
    for (const action of ['accept-appeal', 'refuse-appeal'] as const)
      await gives(evaluation.id, action, 'RECTIFICATION_SAME_OFFICER', {}, both);
    const read = await both.get('GET /staff/rectifications/{id}', { params: { id: evaluation.id } });
    expect(read.actions).toEqual([]);
    expect(await takes(evaluation.id, 'accept-appeal')).toMatchObject({ state: 'dismissed' });
  });

  it('a mark that is none, was looked at, or changed', async () => {
    const { evaluation } = await rated(app, 5);
    const body = { decision: 'set-aside' as const, why: '不是本人来办的' };
    const params = { id: evaluation.id };
    const flag = 'POST /staff/evaluations/{id}/flag';
    await seen.gives(head, flag, 'EVALUATION_FLAG_STATE', { params, body });
    const marked = await rated(app, 5, {}, { windowId: '530600-w09' });
    const of = { params: { id: marked.evaluation.id } };
    await seen.gives(head, flag, 'EVALUATION_FLAG_STATE', { ...of, body: { ...body, version: 99 } });
    await head.get(flag, { ...of, body });
    await seen.gives(head, flag, 'EVALUATION_FLAG_STATE', { ...of, body });
    const right = await rated(app, 5, {}, { windowId: WINDOW });
    expect(await evaluationDocs(app).evaluations.findById(right.evaluation.id).lean()).toMatchObject({
      flagState: 'none',
    });
  });
});

it('every declared code was seen', () => {
  expect(seen.missing({ ...evaluationsContract, ...staffEvaluationsContract })).toEqual([]);
});
