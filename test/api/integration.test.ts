import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventAnswer } from '../../shared/contract/integration';
import { startApp, type TestApp } from '../support/app';
import { staff } from '../support/staff';
import { eventOf, outsideSystem, type SystemClient, takenInCase } from '../support/systems';

let app: TestApp;
let system: SystemClient;

beforeAll(async () => {
  app = await startApp();
  system = await outsideSystem(app);
});
afterAll(() => app.stop());

const outcomes = (answers: EventAnswer[]) => answers.map(({ outcome, code }) => code ?? outcome);
const minutes = (count: number) => new Date(app.clock.now().getTime() + count * 60_000).toISOString();

async function stateOf({ id, clerk }: Awaited<ReturnType<typeof takenInCase>>) {
  return (await clerk.get('GET /staff/cases/{id}', { params: { id } })).state;
}

describe('progress of a case', () => {
  it('goes through to the result as the department says, in one call', async () => {
    const taken = await takenInCase(app);
    const event = (action: string, more = {}) => eventOf(app, taken.number, { action, ...more } as never);
    const answers = await system.events([
      event('accept'),
      event('start-review', { officer: { name: '何工', number: 'RS-017' } }),
      event('review', { opinion: 'agree' }),
      event('decide-approve'),
      event('issue'),
      event('make-ready', { how: 'window' }),
      event('hand-over'),
    ]);
    expect(outcomes(answers)).toEqual(Array(7).fill('applied'));
    expect(answers.at(-1)?.state).toBe('completed');
    const seen = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    expect(seen.state).toBe('completed');
    expect(seen.timeline.map(({ by }) => by)).toContain('何工（工号 RS-017）');
  });

  it('takes effect once, however often, from however many calls at once it is sent', async () => {
    const taken = await takenInCase(app);
    const events = [
      eventOf(app, taken.number, { action: 'accept' }),
      eventOf(app, taken.number, { action: 'start-review' }),
    ];
    const twins = await Promise.all(Array.from({ length: 6 }, () => system.events(events)));
    for (const answers of twins)
      for (const { outcome } of answers) expect(['applied', 'repeated', 'kept']).toContain(outcome);
    const again = await system.events([...events, ...events]);
    expect(outcomes(again)).toEqual(['repeated', 'repeated', 'repeated', 'repeated']);
    const { timeline, state } = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    expect(state).toBe('in-review');
    expect(timeline).toHaveLength(3);
  });

  it('refuses an id that comes again with other content', async () => {
    const taken = await takenInCase(app);
    const event = eventOf(app, taken.number, { action: 'accept' });
    const other = { ...event, action: 'start-review' };
    expect(outcomes(await system.events([event, other]))).toEqual(['applied', 'EVENT_ID_REUSED']);
    expect(outcomes(await system.events([other]))).toEqual(['EVENT_ID_REUSED']);
    expect(await stateOf(taken)).toBe('accepted');
  });

  it('lets two systems use the same ids', async () => {
    const other = await outsideSystem(app);
    const [a, b] = [await takenInCase(app), await takenInCase(app)];
    const first = eventOf(app, a.number, { action: 'accept', id: 'same' });
    const second = eventOf(app, b.number, { action: 'accept', id: 'same' });
    expect(outcomes(await system.events([first]))).toEqual(['applied']);
    expect(outcomes(await other.events([second]))).toEqual(['applied']);
  });
});

describe('order', () => {
  it('puts the events of a call in the order in which they happened', async () => {
    const taken = await takenInCase(app);
    app.clock.advance(600_000);
    const answers = await system.events([
      eventOf(app, taken.number, { action: 'start-review', occurredAt: minutes(-1) }),
      eventOf(app, taken.number, { action: 'accept', occurredAt: minutes(-2) }),
    ]);
    expect(outcomes(answers)).toEqual(['applied', 'applied']);
    expect(await stateOf(taken)).toBe('in-review');
  });

  it('keeps what comes before its turn, and lets it take effect with what was missing', async () => {
    const taken = await takenInCase(app);
    await app.clock.advance(600_000);
    const review = eventOf(app, taken.number, { action: 'start-review', occurredAt: minutes(-1) });
    const [kept] = await system.events([review]);
    expect(kept).toMatchObject({ outcome: 'kept', code: 'EVENT_EARLY', state: null });
    expect(await stateOf(taken)).toBe('received');
    const accept = eventOf(app, taken.number, { action: 'accept', occurredAt: minutes(-2) });
    expect(outcomes(await system.events([accept]))).toEqual(['applied']);
    expect(await stateOf(taken)).toBe('in-review');
    expect(outcomes(await system.events([review]))).toEqual(['repeated']);
  });

  it('keeps what comes before its turn until staff here did what was missing', async () => {
    const taken = await takenInCase(app);
    const review = eventOf(app, taken.number, { action: 'start-review', occurredAt: minutes(2) });
    expect(outcomes(await system.events([review]))).toEqual(['EVENT_EARLY']);
    const { materials } = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    await taken.clerk.get('POST /staff/cases/{id}/record-papers', {
      params: { id: taken.id },
      body: { received: materials.map(({ id }) => id) },
    });
    await taken.clerk.get('POST /staff/cases/{id}/accept', { params: { id: taken.id }, body: {} });
    await app.clock.advance(60_000);
    expect(await stateOf(taken)).toBe('in-review');
  });

  it('takes nothing before what its running number says precedes it', async () => {
    const taken = await takenInCase(app);
    const accept = eventOf(app, taken.number, { action: 'accept', sequence: 1 });
    const start = eventOf(app, taken.number, { action: 'start-review', sequence: 2 });
    const opinion = eventOf(app, taken.number, { action: 'review', opinion: 'agree', sequence: 3 });
    const decision = eventOf(app, taken.number, { action: 'decide-approve', sequence: 4 });
    expect(outcomes(await system.events([accept, start]))).toEqual(['applied', 'applied']);
    expect(outcomes(await system.events([decision]))).toEqual(['EVENT_EARLY']);
    expect(outcomes(await system.events([opinion]))).toEqual(['applied']);
    expect(outcomes(await system.events([decision]))).toEqual(['repeated']);
    expect(await stateOf(taken)).toBe('decided');
  });

  it('refuses what is over, what is to come and what was before the case', async () => {
    const taken = await takenInCase(app);
    await app.clock.advance(20 * 60_000);
    await system.events([
      eventOf(app, taken.number, { action: 'accept' }),
      eventOf(app, taken.number, { action: 'start-review' }),
    ]);
    const answers = await system.events([
      eventOf(app, taken.number, { action: 'accept' }),
      eventOf(app, taken.number, { action: 'review', opinion: 'agree', occurredAt: minutes(6) }),
      eventOf(app, taken.number, { action: 'review', opinion: 'agree', occurredAt: minutes(-60) }),
    ]);
    expect(outcomes(answers)).toEqual(['EVENT_LATE', 'EVENT_IN_FUTURE', 'EVENT_BEFORE_CASE']);
  });

  it('says what the case itself refuses', async () => {
    const taken = await takenInCase(app);
    const answers = await system.events([
      eventOf(app, taken.number, { action: 'accept', sequence: 1 }),
      eventOf(app, taken.number, { action: 'start-review', sequence: 2 }),
      eventOf(app, taken.number, {
        action: 'begin-special-step',
        name: '没有的程序',
        reason: '要看现场',
        sequence: 3,
      }),
      eventOf(app, taken.number, { action: 'decide-approve', sequence: 4 }),
      eventOf(app, taken.number, { action: 'review', opinion: 'agree', department: '税务局' }),
    ]);
    expect(outcomes(answers)).toEqual([
      'applied',
      'applied',
      'CASE_NO_SUCH_STEP',
      'CASE_REVIEWS_OPEN',
      'EVENT_NOT_YOURS',
    ]);
  });
});

describe('numbers that are not known', () => {
  it('keeps their events, shows them to dispatchers, and lets them take effect when the case is there', async () => {
    const dispatcher = await staff(app, 'dispatcher');
    const unknown = eventOf(app, 'ZTC-20261124-000000', { action: 'accept' });
    expect(outcomes(await system.events([unknown]))).toEqual(['EVENT_CASE_UNKNOWN']);
    const rows = (await dispatcher.get('GET /staff/integration/unmatched')).items;
    expect(rows.find(({ eventId }) => eventId === unknown.id)).toMatchObject({
      caseNumber: 'ZTC-20261124-000000',
      why: 'unknown-case',
    });

    const taken = await takenInCase(app);
    const { numbers } = {
      numbers: app.deps.mongo.collection<{ _id: string; caseId: string }>('case-numbers'),
    };
    await numbers.insertOne({ _id: 'ZTC-20261124-000000', caseId: taken.id });
    await app.deps.mongo
      .collection<{ _id: string }>('cases')
      .updateOne({ _id: taken.id }, { $set: { number: 'ZTC-20261124-000000' } });
    await app.clock.advance(61_000);
    expect(await stateOf(taken)).toBe('accepted');
    const left = (await dispatcher.get('GET /staff/integration/unmatched')).items;
    expect(left.some(({ eventId }) => eventId === unknown.id)).toBe(false);
  });

  it('gives them up after a while and says so', async () => {
    const unknown = eventOf(app, 'ZTC-20261124-NNNNNN', { action: 'accept' });
    await system.events([unknown]);
    await app.clock.advance(31 * 86_400_000);
    expect(outcomes(await system.events([unknown]))).toEqual(['EVENT_WAITED_TOO_LONG']);
  });
});

describe('cases of others', () => {
  it('are to a system as if they did not exist', async () => {
    const police = await outsideSystem(app, { departments: ['公安局'] });
    const elsewhere = await outsideSystem(app, { venueIds: ['v530602'] });
    const taken = await takenInCase(app);
    for (const stranger of [police, elsewhere]) {
      const [answer] = await stranger.events([eventOf(app, taken.number, { action: 'accept' })]);
      const [none] = await stranger.events([eventOf(app, 'ZTC-20261124-QQQQQQ', { action: 'accept' })]);
      expect({ ...answer, id: null }).toEqual({ ...none, id: null });
      const body = JSON.stringify({ cases: [{ number: taken.number, state: 'received' }] });
      const { answer: compared } = await stranger.send('POST /integration/reconciliations', body);
      expect(compared).toMatchObject({ lacking: [taken.number], same: 0 });
    }
    expect(await stateOf(taken)).toBe('received');
    const dispatcher = await staff(app, 'dispatcher', { department: '公安局' });
    const { items } = await dispatcher.get('GET /staff/integration/unmatched');
    expect(items.map(({ why }) => why)).toContain('other-department');
    expect(items.every(({ system: name }) => name === '人社业务系统')).toBe(true);
  });
});

describe('a call with bad events among good ones', () => {
  it('answers each on its own', async () => {
    const taken = await takenInCase(app);
    const good = eventOf(app, taken.number, { action: 'accept' });
    const answers = await system.events([
      null,
      { id: 'x y' },
      { ...good, id: 'odd-action', action: 'explode' },
      { ...good, id: 'more', also: 1 },
      { ...good, id: 'no-time', occurredAt: 'yesterday' },
      [],
      good,
      { ...good, id: 'garbage', reason: '\u0000', action: 'decline' },
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      ...Array(6).fill('refused'),
      'applied',
      'refused',
    ]);
    expect(answers[4]).toMatchObject({ id: 'no-time', code: 'EVENT_MALFORMED' });
    expect(Object.keys(answers[4]?.fields ?? {})).toEqual(['event.occurredAt']);
    expect(answers.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(answers[1]?.id).toBeNull();
    // What could not be read was not kept: it may come again under its id, put right.
    const right = eventOf(app, taken.number, { action: 'start-review', id: 'no-time' });
    expect(outcomes(await system.events([right]))).toEqual(['applied']);
  });

  it('takes 500 events and not one more', async () => {
    const event = () => ({ ...eventOf(app, 'ZTC-20261124-MMMMMM', { action: 'accept' }), id: randomUUID() });
    const many = Array.from({ length: 500 }, event);
    const { answer } = await system.send('POST /integration/cases', JSON.stringify({ events: many }));
    expect(answer).toMatchObject({ kept: 500, applied: 0, refused: 0 });
    const body = JSON.stringify({ events: [...many, event()] });
    const { error } = await system.send('POST /integration/cases', body);
    expect(error?.code).toBe('VALIDATION_FAILED');
  });
});

describe('reconciliation', () => {
  it('says what is lacking here, what differs and which events never came or were refused', async () => {
    const [a, b] = [await takenInCase(app), await takenInCase(app)];
    const accept = eventOf(app, a.number, { action: 'accept' });
    const late = eventOf(app, a.number, { action: 'receive' });
    const early = eventOf(app, b.number, { action: 'start-review' });
    await system.events([accept, late, early]);
    const body = JSON.stringify({
      cases: [
        { number: a.number, state: 'accepted' },
        { number: b.number, state: 'in-review' },
        { number: 'ZTC-20261124-ZZZZZZ', state: 'decided' },
      ],
      eventIds: [accept.id, late.id, 'never-sent'],
    });
    const { answer } = await system.send('POST /integration/reconciliations', body);
    expect(answer).toMatchObject({
      lacking: ['ZTC-20261124-ZZZZZZ'],
      differing: [{ number: b.number, theirs: 'in-review', ours: 'received', waiting: 1 }],
      same: 1,
      lackingEvents: ['never-sent'],
      refusedEvents: [{ id: late.id, code: 'EVENT_LATE' }],
    });
  });
});
