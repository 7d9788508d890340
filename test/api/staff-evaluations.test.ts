import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grade } from '../../shared/contract/evaluations';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, inventCitizens, person, type SignedIn } from '../support/citizens';
import {
  endedVisit,
  evaluationDocs,
  rate,
  rated,
  rectificationAct,
  rectificationBodies,
  VENUE,
  WINDOW,
} from '../support/evaluations';
import { personIdOf, workOff } from '../support/notices';
import { type StaffClient, signInAgain, staff } from '../support/staff';
import { ofStaff, send } from '../support/walk';

const DAY = 86_400;

let app: TestApp;
let clerk: StaffClient;
let head: StaffClient;
let handler: StaffClient;
beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:12:34+08:00'),
    env: {
      EVALUATION_HALL_NETWORKS: JSON.stringify({ v530602: ['127.0.0.0/8', '::1'] }),
      EVALUATION_BURST_COUNT: '4',
      EVALUATION_ROW_COUNT: '3',
      // As much as a busy machine takes.
      EVALUATION_BURST_MINUTES: '50',
      EVALUATION_ROW_SECONDS: '600',
    },
  });
  [clerk, head, handler] = await Promise.all([
    staff(app, 'window'),
    staff(app, 'supervisor'),
    staff(app, 'dispatcher'),
  ]);
});
afterAll(() => app?.stop());

const list = (who: StaffClient, query: object) => who.get('GET /staff/evaluations', { query });
const act = (who: StaffClient, id: string, action: Parameters<typeof rectificationAct>[0]) =>
  who.get(rectificationAct(action), { params: { id }, body: rectificationBodies[action] as never });

/** Signed in again, after the clock was moved past their session. */
async function back(who: StaffClient): Promise<void> {
  who.token = (await signInAgain(app, who.member.number, who.password)).token;
}

describe('whoever was rated', () => {
  it('finds nowhere who it was, and no more of the time than the day', async () => {
    const officer = await staff(app, ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor']);
    const { who, evaluation, service } = await rated(
      app,
      1,
      { staffId: officer.member.id },
      { words: '叫了半天没人理' },
    );
    const personId = await personIdOf(app, who);
    const { id: accountId } = await who.get('GET /me');
    const told = {
      name: who.citizen.name,
      personId,
      accountId,
      phone: who.citizen.phone,
      service: service.serviceId,
    };
    const { givenAt } = evaluation;
    expect(givenAt).toMatch(/^2026-11-24T09:/);
    for (const [name, endpoint] of ofStaff.filter(([each]) => each.startsWith('GET'))) {
      if (endpoint.roles && !officer.member.roles.some((role) => endpoint.roles?.includes(role))) continue;
      for (const query of name.startsWith('GET /staff/evaluations')
        ? ['', '?scope=bad', '?scope=all', '?scope=flagged']
        : ['']) {
        const { text } = await send(app, name, endpoint, {
          token: officer.token,
          fill: name.includes('rectifications') ? evaluation.id : undefined,
          query: name.endsWith('rates') && query !== '' ? '?by=window' : query,
        });
        for (const [what, secret] of Object.entries(told))
          expect(text.includes(secret), `${name}${query} tells the ${what}`).toBe(false);
        expect(text.includes(givenAt), `${name}${query} tells the time`).toBe(false);
      }
    }
    // What was said, they read on the next day: at once it would be of whoever just left.
    const said = async () =>
      (await list(officer, { scope: 'mine' })).items.map(({ words, on, grade }) => ({ words, on, grade }));
    expect(await said()).toEqual([]);
    const [own] = (await officer.get('GET /staff/evaluations/rates', { query: { by: 'mine' } })).rows;
    expect(own).toMatchObject({ services: 0, rated: 0 });
    // They never have to do with what is made of it, nor are told that there is something to do.
    expect((await officer.get('GET /staff/rectifications', { query: { scope: 'all' } })).items).toEqual([]);
    await advanceClock(app, DAY);
    await workOff(app);
    await Promise.all([officer, head, handler, clerk].map(back));
    expect(await said()).toEqual([{ words: '叫了半天没人理', on: '2026-11-24', grade: 1 }]);
    const tasks = async (one: StaffClient) =>
      (await one.get('GET /staff/notices', { query: {} })).items.filter(
        ({ kind }) => kind === 'staff-rectification-task',
      );
    expect(await tasks(officer)).toEqual([]);
    const [task] = await tasks(head);
    expect(JSON.stringify(task)).not.toContain('T09:1');
    expect(await tasks(handler)).toHaveLength(1);
  });

  it('reads their own rates alone, whatever they ask for', async () => {
    const one = await staff(app, 'window');
    const other = await staff(app, 'window');
    for (const grade of [5, 4, 1] as Grade[]) await rated(app, grade, { staffId: one.member.id });
    await endedVisit(app, null, { staffId: one.member.id });
    await rated(app, 5, { staffId: other.member.id });
    await advanceClock(app, DAY);
    await Promise.all([one, other, head, handler, clerk].map(back));
    for (const by of ['mine', 'item', 'venue', 'department'] as const) {
      const { rows } = await one.get('GET /staff/evaluations/rates', { query: { by } });
      expect(rows, by).toHaveLength(1);
      expect(rows[0]).toMatchObject({ services: 4, rated: 3, unrated: 1, good: 2, bad: 1 });
    }
    for (const scope of ['mine', 'bad', 'all'] as const)
      expect((await list(one, { scope })).items.length, scope).toBe(scope === 'bad' ? 1 : 3);
  });
});

describe('a rectification', () => {
  it('goes its way, and a supervisor alone learns whom to ring, once it was mended', async () => {
    const { who, evaluation } = await rated(app, 1);
    const { id } = evaluation;
    const read = (by: StaffClient) => by.get('GET /staff/rectifications/{id}', { params: { id } });
    await who.get('POST /me/phone', { body: { code: await codeFor(app, who.citizen, 'phone') } });
    expect((await read(head)).callBack).toBeNull();
    expect(await act(handler, id, 'verify')).toMatchObject({ state: 'verified', actions: ['rectify'] });
    expect(await act(handler, id, 'rectify')).toMatchObject({ state: 'rectified', callBack: null });
    expect((await read(handler)).callBack).toBeNull();
    expect((await read(head)).callBack).toEqual({ name: who.citizen.name, phone: who.citizen.phone });
    const { items } = await head.get('GET /staff/rectifications', { query: {} });
    expect(items.find((one) => one.id === id)?.callBack).toBeNull();
    const auditor = await staff(app, 'auditor');
    const log = await auditor.get('GET /staff/audit', { query: {} });
    expect(log.items.some(({ act: what }) => what === 'shown whom to call back')).toBe(true);
    expect(JSON.stringify(log.items)).not.toContain(who.citizen.phone);
    const unreached = { reached: false, satisfied: null, words: '' };
    const calling = rectificationAct('call-back');
    const missed = await head.get(calling, { params: { id }, body: unreached as never });
    expect(missed).toMatchObject({ state: 'called-back', actions: ['call-back', 'close'] });
    // Nobody was reached: rung up once more, until something was said.
    expect((await read(head)).callBack).toEqual({ name: who.citizen.name, phone: who.citizen.phone });
    expect(await act(head, id, 'call-back')).toMatchObject({ actions: ['close'] });
    expect((await read(head)).callBack).toBeNull();
    expect(await head.refused(calling, { params: { id }, body: unreached as never })).toBe(
      'RECTIFICATION_STATE',
    );
    expect(await act(head, id, 'close')).toMatchObject({ state: 'closed', actions: [], by: null });
    const { rows } = await head.get('GET /staff/evaluations/rates', { query: { by: 'venue' } });
    expect(rows[0]).toMatchObject({ badRectified: 1, badSatisfiedAfter: 1 });
  });

  it('that is not done in fifteen working days goes to the supervisors by itself, once', async () => {
    const { evaluation } = await rated(app, 2, { venueId: 'v530621' });
    const chief = await staff(app, 'supervisor', { venueId: 'v530621' });
    const read = () => chief.get('GET /staff/rectifications/{id}', { params: { id: evaluation.id } });
    // Given on Thursday 26 November: the last day is Thursday 17 December.
    expect(await read()).toMatchObject({ by: '2026-12-18T00:00:00+08:00', byWords: '12月17日前办结' });
    await advanceClock(app, 23 * DAY);
    await workOff(app);
    await workOff(app);
    await back(chief);
    const { overdue, escalated, timeline } = await read();
    expect({ overdue, escalated }).toEqual({ overdue: true, escalated: true });
    expect(timeline.filter(({ what }) => what.includes('督办'))).toHaveLength(1);
    const { items } = await chief.get('GET /staff/notices', { query: {} });
    expect(items.filter(({ body }) => body.includes('督办'))).toHaveLength(1);
    await Promise.all([head, handler, clerk].map(back));
  });
});

describe('what is conspicuous', () => {
  const flagsOf = async (id: string) => (await evaluationDocs(app).evaluations.findById(id).lean())?.flags;

  it('is marked for a person, counts nevertheless, and is set aside only with a reason', async () => {
    const hall = await rated(app, 5, { venueId: 'v530602', windowId: null });
    expect(await flagsOf(hall.evaluation.id)).toEqual(['hall-network']);
    expect(
      JSON.stringify(await evaluationDocs(app).evaluations.findById(hall.evaluation.id).lean()),
    ).not.toMatch(/127\.0\.0\.1|::1/);
    const card = await rated(app, 5, { windowId: WINDOW }, { windowId: '530600-w09' });
    expect(await flagsOf(card.evaluation.id)).toEqual(['other-window']);
    const flagged = (await list(head, { scope: 'flagged' })).items;
    expect(flagged.map(({ id }) => id)).toContain(card.evaluation.id);
    expect(flagged[0]?.flags).toEqual([{ key: 'other-window', words: '扫的是别的窗口的码' }]);
    // Others learn nothing of it: it could tell who it was.
    const others = (await list(handler, { scope: 'all' })).items.find(({ id }) => id === card.evaluation.id);
    expect(others).toMatchObject({ flags: [], flagState: 'none' });
    expect((await list(handler, { scope: 'flagged' })).items).toEqual([]);

    const rates = async () =>
      (await head.get('GET /staff/evaluations/rates', { query: { by: 'month' } })).rows[0];
    const before = await rates();
    const decided = await head.get('POST /staff/evaluations/{id}/flag', {
      params: { id: card.evaluation.id },
      body: { decision: 'set-aside', why: '扫码的人没有在这个窗口办过事' },
    });
    expect(decided.flagState).toBe('set-aside');
    const after = await rates();
    expect(after?.services).toBe(before?.services);
    expect(after?.rated).toBe((before?.rated ?? 0) - 1);
    expect(after?.unrated).toBe((before?.unrated ?? 0) + 1);
    // Whoever gave it has it still.
    expect(await card.who.get('GET /evaluations/{id}', { params: { id: card.evaluation.id } })).toMatchObject(
      {
        grade: 5,
      },
    );
  });

  it('comes from an account that seems to be of somebody who works there', async () => {
    const [named, ringing] = await inventCitizens(app, 2);
    if (!named || !ringing) throw new Error('no citizens');
    const { number } = head.member;
    await app.deps.mongo.collection('staff_accounts').updateOne({ number }, { $set: { name: named.name } });
    const known = await person(app, named);
    const one = await rate(known, await endedVisit(app, known, { windowId: null }), 5);
    expect(await flagsOf(one.id)).toEqual(['staff-account']);
    const other = await person(app, ringing);
    await other.get('POST /me/phone', { body: { code: await codeFor(app, ringing, 'phone') } });
    // As EVALUATION_STAFF_PHONES would have named it.
    app.deps.settings.evaluations.staffPhones.add(ringing.phone);
    const two = await rate(other, await endedVisit(app, other, { windowId: null }), 5);
    expect(await flagsOf(two.id)).toEqual(['staff-account']);
    expect(await flagsOf((await rated(app, 5, { windowId: null })).evaluation.id)).toEqual([]);
  });

  it('comes in bursts at one window, or all best in the minute of the end', async () => {
    const old = new Date(app.clock.now().getTime() - 3_600_000);
    const slow: SignedIn[] = [];
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const { who, evaluation } = await rated(app, 4, { windowId: 'w-burst', endedAt: old });
      slow.push(who);
      ids.push(evaluation.id);
      if (count < 3) expect(await flagsOf(evaluation.id)).toEqual([]);
    }
    for (const id of ids) expect(await flagsOf(id)).toEqual(['burst']);
    const quick: string[] = [];
    for (let count = 0; count < 3; count += 1)
      quick.push((await rated(app, 5, { windowId: 'w-row' })).evaluation.id);
    for (const id of quick) expect(await flagsOf(id)).toEqual(['all-best-at-once']);
    const mixed: string[] = [];
    for (const grade of [5, 3, 5] as Grade[])
      mixed.push((await rated(app, grade, { windowId: 'w-mixed' })).evaluation.id);
    for (const id of mixed) expect(await flagsOf(id)).toEqual([]);
  });
});

it('the rates of a hall are by item, window, department and month, within reach', async () => {
  const at = { venueId: 'v530621', department: '公安局', windowId: null };
  const chief = await staff(app, 'supervisor', { venueId: 'v530621' });
  await rated(app, 5, { ...at, itemCode: 'A', title: '甲' });
  await rated(app, 2, { ...at, itemCode: 'B', title: '乙' });
  await endedVisit(app, null, { ...at, itemCode: 'B', title: '乙' });
  const rows = async (by: 'item' | 'department' | 'month' | 'window' | 'venue') =>
    (await chief.get('GET /staff/evaluations/rates', { query: { by } })).rows;
  expect(
    (await rows('item')).map(({ key, name, services, goodShare }) => [key, name, services, goodShare]),
  ).toEqual([
    ['B', '乙', 2, 0],
    ['A', '甲', 1, 1],
  ]);
  expect(await rows('department')).toMatchObject([{ name: '公安局', services: 3, unratedShare: 1 / 3 }]);
  expect((await rows('month'))[0]).toMatchObject({
    key: '2026-12',
    name: '2026年12月',
    services: 3,
    good: 1,
  });
  expect(await rows('month')).toHaveLength(12);
  expect(await rows('window')).toEqual([]);
  expect(VENUE).not.toBe((await rows('venue'))[0]?.key);
});
