import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, person, type SignedIn } from '../support/citizens';
import { bookedSoon, toStart, windowFor } from '../support/desk';
import { endedVisit, evaluationDocs, rate, rated, rectificationBodies, WINDOW } from '../support/evaluations';
import { personIdOf, workOff } from '../support/notices';
import { parcelAt } from '../support/parcels';
import { readyCase } from '../support/ready-case';
import { type StaffClient, staff } from '../support/staff';

const DAY = 86_400;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T08:00:00+08:00'),
    // Longer than a busy machine takes to press the next button.
    env: { QUEUE_UNDO_SECONDS: '60' },
  });
});
afterAll(() => app?.stop());

const dueOf = async (who: SignedIn, query: object = {}) => (await who.get('GET /evaluations', { query })).due;

/** A session outlives no days that a test lets pass. */
async function signedInAgain(who: SignedIn): Promise<void> {
  const { token } = await who.get('POST /sessions', { body: { code: await codeFor(app, who.citizen) } });
  who.token = token;
}

/** A booking that is called at a window and being served. */
async function serving() {
  const booked = await bookedSoon(app);
  await toStart(app, booked);
  const clerk = await staff(app, 'window', { window: await windowFor(app, booked) });
  const { id, queueId } = booked.appointment;
  await clerk.get('POST /staff/appointments/{id}/check-in', { params: { id } });
  await clerk.get('POST /staff/queues/{id}/call-next', { params: { id: queueId } });
  await clerk.get('POST /staff/appointments/{id}/start', { params: { id } });
  return { ...booked, clerk, id };
}

describe('a visit', () => {
  it('can be rated from the moment it is over, and nothing is chosen beforehand', async () => {
    const { who, clerk, id, appointment } = await serving();
    const body = { kind: 'appointment' as const, id, grade: 5 as const };
    expect(await who.refused('POST /evaluations', { body })).toBe('SERVICE_NOT_OVER');
    expect(await dueOf(who, { kind: 'appointment', id })).toEqual([]);
    await clerk.get('POST /staff/appointments/{id}/finish', { params: { id } });
    // No job came by yet.
    const [due] = await dueOf(who, { kind: 'appointment', id });
    expect(due).toMatchObject({ kind: 'appointment', id, title: appointment.itemName });
    expect(due?.placeWords).toContain(appointment.venue.name);
    expect(due?.placeWords).toContain('窗口');
    expect(due).not.toHaveProperty('grade');
    const given = await rate(who, { kind: 'appointment', serviceId: id }, 4, {
      tags: ['办得快', '办得快'],
      words: '挺好的\n谢谢',
    });
    expect(given).toMatchObject({ grade: 4, gradeWords: '满意', tags: ['办得快'], words: '挺好的\n谢谢' });
    expect(given.rectification).toBeNull();
    const stored = await evaluationDocs(app).evaluations.findById(given.id).lean();
    expect(JSON.stringify(stored)).not.toContain('挺好的');
    expect(stored).toMatchObject({ staffId: clerk.member.id });
    expect(await who.get('GET /evaluations/{id}', { params: { id: given.id } })).toMatchObject({ grade: 4 });
    await advanceClock(app, 65);
    await workOff(app);
    // Gathered afterwards it is still the same one.
    expect(await evaluationDocs(app).services.countDocuments({ serviceId: id })).toBe(1);
    const own = await who.get('GET /evaluations', { query: {} });
    expect(own.due).toEqual([]);
    expect(own.given.map((one) => one.id)).toEqual([given.id]);
  });

  it('that is taken back at the desk is no service, and one of nobody stays unrated', async () => {
    const { clerk, id, who, appointment } = await serving();
    const services = evaluationDocs(app).services;
    await clerk.get('POST /staff/appointments/{id}/finish', { params: { id } });
    await clerk.get('POST /staff/appointments/{id}/undo', { params: { id } });
    await workOff(app);
    expect(await services.countDocuments({ serviceId: id })).toBe(0);
    await clerk.get('POST /staff/appointments/{id}/finish', { params: { id } });
    const walkIn = await clerk.get('POST /staff/queues/{id}/tickets', {
      params: { id: appointment.queueId },
      body: {},
    });
    await clerk.get('POST /staff/queues/{id}/call-next', { params: { id: appointment.queueId } });
    await clerk.get('POST /staff/appointments/{id}/start', { params: { id: walkIn.id } });
    await clerk.get('POST /staff/appointments/{id}/finish', { params: { id: walkIn.id } });
    await advanceClock(app, 65);
    await workOff(app);
    expect((await dueOf(who)).map((due) => due.id)).toEqual([id]);
    expect(await services.findOne({ serviceId: walkIn.id }).lean()).toMatchObject({ personId: null });
  });
});

describe('a case, its visit and its parcel', () => {
  it('are services of their own, and each is gathered once', async () => {
    const who = await person(app);
    const { handedIn } = await readyCase(app, who, 'window');
    const officer = await staff(app, 'window');
    expect(await dueOf(who, { kind: 'case', id: handedIn.id })).toEqual([]);
    await officer.get('POST /staff/cases/{id}/hand-over', { params: { id: handedIn.id }, body: {} });
    const parcel = await parcelAt(app, { state: 'signed', personId: await personIdOf(app, who) });
    await parcelAt(app, { state: 'in-transit', personId: await personIdOf(app, who) });
    await workOff(app);
    await workOff(app);
    const due = await dueOf(who);
    expect(due.map(({ kind, id }) => ({ kind, id })).sort((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: 'case', id: handedIn.id },
      { kind: 'delivery', id: parcel._id },
    ]);
    await rate(who, { kind: 'case', serviceId: handedIn.id }, 5);
    expect((await dueOf(who)).map(({ kind }) => kind)).toEqual(['delivery']);
  });
});

describe('a rating', () => {
  it('is given once, also when it is sent twice at the same moment', async () => {
    const who = await person(app);
    const { kind, serviceId: id } = await endedVisit(app, who);
    const body = { kind, id, grade: 5 as const };
    const replies = await Promise.all(
      [1, 2, 3].map(() => who.ask('POST /evaluations', { body, key: randomUUID() })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.flatMap(({ error }) => error?.code ?? [])).toEqual([
      'EVALUATION_EXISTS',
      'EVALUATION_EXISTS',
    ]);
    expect(await evaluationDocs(app).evaluations.countDocuments({ serviceId: id })).toBe(1);
    const other = await endedVisit(app, who);
    const key = randomUUID();
    const same = { body: { ...body, id: other.serviceId }, key };
    const first = await who.get('POST /evaluations', same);
    expect((await who.get('POST /evaluations', same)).id).toBe(first.id);
  });

  it('can be changed for a day, and given for thirty', async () => {
    const { who, evaluation } = await rated(app, 5, {}, { tags: ['态度热情'], words: '好' });
    const late = await endedVisit(app, who);
    const params = { id: evaluation.id };
    const changed = await who.get('PUT /evaluations/{id}', { params, body: { grade: 3 } });
    expect(changed).toMatchObject({ grade: 3, tags: [], words: '' });
    await advanceClock(app, DAY + 1);
    const body = { grade: 4 as const };
    expect(await who.refused('PUT /evaluations/{id}', { params, body })).toBe('EVALUATION_CLOSED');
    expect((await who.get('GET /evaluations/{id}', { params })).changeUntil).toBeNull();
    expect(await dueOf(who)).toHaveLength(1);
    await advanceClock(app, 29 * DAY);
    await signedInAgain(who);
    expect(await dueOf(who)).toEqual([]);
    const of = { kind: 'appointment' as const, id: late.serviceId, grade: 5 as const };
    expect(await who.refused('POST /evaluations', { body: of })).toBe('SERVICE_NOT_OVER');
  });
});

describe('a bad grade', () => {
  let head: StaffClient;
  beforeAll(async () => {
    head = await staff(app, ['dispatcher', 'supervisor']);
  });
  const act = (id: string, action: 'verify' | 'rectify' | 'call-back' | 'close') =>
    head.get(`POST /staff/rectifications/{id}/${action}`, {
      params: { id },
      body: rectificationBodies[action] as never,
    });

  it('is looked into, and whoever gave it hears what came of it', async () => {
    const { who, evaluation } = await rated(app, 1, {}, { tags: ['没有办成'], words: '跑了三趟' });
    expect(evaluation.rectification).toMatchObject({ state: 'opened', stateWords: '等待核实' });
    expect(evaluation.rectification?.by).not.toBeNull();
    await act(evaluation.id, 'verify');
    await act(evaluation.id, 'rectify');
    await advanceClock(app, 61);
    await workOff(app);
    const { items } = await who.get('GET /messages');
    expect(items.map(({ kind }) => kind)).toEqual(['rectification-result']);
    expect(JSON.stringify(items)).not.toContain('增开');
    await act(evaluation.id, 'call-back');
    await act(evaluation.id, 'close');
    const { rectification } = await who.get('GET /evaluations/{id}', { params: { id: evaluation.id } });
    expect(rectification).toMatchObject({ state: 'closed', by: null });
    expect(rectification?.timeline.map(({ what }) => what)).toEqual([
      '办结',
      '回访：已接通，表示满意',
      '已整改：上午增开两个窗口，一直开到下班',
      '核实属实：当天只开了一个窗口，确实等了一个小时',
      '收到差评，开始核实',
    ]);
  });

  it('that becomes a good one stays open and says so; a good one that becomes bad opens it', async () => {
    const { who, evaluation } = await rated(app, 2);
    const params = { id: evaluation.id };
    const better = await who.get('PUT /evaluations/{id}', { params, body: { grade: 4 } });
    expect(better.rectification?.state).toBe('opened');
    expect(better.rectification?.timeline[0]?.what).toBe('评价改为“满意”');
    // The same grade with other words is nothing new.
    const same = await who.get('PUT /evaluations/{id}', { params, body: { grade: 4, words: '后来好了' } });
    expect(same.rectification?.timeline).toHaveLength(2);

    const other = await rated(app, 5);
    expect(other.evaluation.rectification).toBeNull();
    const worse = await other.who.get('PUT /evaluations/{id}', {
      params: { id: other.evaluation.id },
      body: { grade: 1 },
    });
    expect(worse.rectification?.state).toBe('opened');
  });
});

it('is in the export, and stays as a grade of nobody when everything else is erased', async () => {
  const { who, evaluation } = await rated(app, 1, { windowId: WINDOW }, { words: '只有我知道的话' });
  const file = JSON.stringify(await who.get('GET /me/export'));
  expect(file).toContain('只有我知道的话');
  const personId = await personIdOf(app, who);
  await who.get('DELETE /me');
  const { evaluations, services, rectifications } = evaluationDocs(app);
  const kept = await evaluations.findById(evaluation.id).lean();
  expect(kept).toMatchObject({ grade: 1, words: null, accountId: null });
  for (const model of [evaluations, services, rectifications])
    expect(JSON.stringify(await (model as typeof evaluations).find().lean())).not.toContain(personId);
});
