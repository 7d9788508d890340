import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { MovableClock } from '../../bff/clock';
import { createCipher } from '../../bff/crypto';
import { actOnRectification } from '../../bff/features/evaluations/act-on-rectification';
import { changeEvaluation } from '../../bff/features/evaluations/change-evaluation';
import { decideFlag } from '../../bff/features/evaluations/decide-flag';
import { escalateOverdue, recomputeRectifications } from '../../bff/features/evaluations/escalate-overdue';
import { followUpDue } from '../../bff/features/evaluations/follow-up';
import { gatherServices } from '../../bff/features/evaluations/gather-services';
import { hearVerdict } from '../../bff/features/evaluations/hear-verdict';
import {
  createModels,
  type EvaluationDoc,
  type RectificationDoc,
} from '../../bff/features/evaluations/model';
import type { EvaluationParts } from '../../bff/features/evaluations/parts';
import type { EndedService, ServiceProvider } from '../../bff/features/evaluations/provider';
import { rateService } from '../../bff/features/evaluations/rate-service';
import { ratesOf } from '../../bff/features/evaluations/rates';
import { presentForStaff } from '../../bff/features/evaluations/staff-presenter';
import type { StaffCaller } from '../../bff/http/route';
import { Problem } from '../../bff/problem';
import { readSettings } from '../../bff/settings';
import { type AnyModel, createIndexes } from '../../bff/stores/indexes';
import { nothingHappens } from '../../bff/work/crash-points';
import {
  type Grade,
  type StaffRectificationAction,
  staffRectificationAction,
} from '../../shared/contract/evaluations';
import { createCalendar } from '../../shared/domain/calendar';
import { rectificationStates, rectificationTransitionOf } from '../../shared/domain/evaluation';
import type { StaffRole } from '../../shared/domain/staff';
import { storeForTests } from './store';

const store = storeForTests();
const TUESDAY = new Date('2026-11-24T09:00:00+08:00');
const DAY = 86_400_000;
const RATED = 'rated-officer';

/** Services that end, as a feature tells of them. */
class Ending implements ServiceProvider {
  readonly kind = 'appointment' as const;
  ended: EndedService[] = [];
  asked = 0;

  async endedSince({ at, id }: { at: Date; id: string }, most: number): Promise<EndedService[]> {
    this.asked += 1;
    return this.ended
      .filter((one) => one.endedAt > at || (one.endedAt.getTime() === at.getTime() && one.id > id))
      .sort((a, b) => Number(a.endedAt) - Number(b.endedAt) || (a.id < b.id ? -1 : 1))
      .slice(0, most);
  }

  async find(id: string): Promise<EndedService | null> {
    return this.ended.find((one) => one.id === id) ?? null;
  }

  end(personId: string | null, endedAt: Date, windowId: string | null = null): EndedService {
    const service = {
      id: randomUUID(),
      title: '居住证申领',
      itemCode: 'item',
      venueId: 'hall',
      department: '公安局',
      windowId,
      staffId: RATED,
      personId,
      endedAt,
    };
    this.ended.push(service);
    return service;
  }
}

let parts: EvaluationParts;
let clock: MovableClock;
const ending = new Ending();

beforeAll(async () => {
  const models = createModels(store.connection);
  await createIndexes(Object.values(models) as AnyModel[]);
  const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  clock = new MovableClock({ now: () => TUESDAY });
  parts = {
    ...models,
    settings,
    clock,
    log: pino({ level: 'silent' }),
    cipher: createCipher(settings.personalData),
    reached: nothingHappens,
    safety: { check: async () => undefined, onVerdict: () => undefined },
    venues: { venue: () => null, calendar: createCalendar([{ year: 2026, off: {}, work: [] }]) },
    staff: {
      staffIn: async ({ role }) => [`one-${role}`, RATED, 'a', 'b'],
      officersAt: async () => [],
    },
    people: { fullName: async () => null, phoneOf: async () => null, accountsOf: async () => [] },
    record: async () => undefined,
    providers: [ending],
  };
});

const operationId = () => randomUUID().replaceAll('-', '');
const rater = (personId: string) => ({
  personId,
  accountId: `account-${personId}`,
  address: '203.0.113.9',
  operationId: operationId(),
  now: clock.now(),
});

function officer(staffId: string, roles: readonly StaffRole[]): StaffCaller {
  return {
    sessionId: staffId,
    staffId,
    number: `N-${staffId}`,
    name: staffId,
    roles,
    venueId: 'hall',
    department: null,
    windowId: null,
    window: null,
  };
}

async function rated(grade: Grade, windowId?: string): Promise<{ id: string; personId: string }> {
  const personId = randomUUID();
  const { id } = ending.end(personId, clock.now(), windowId);
  const said = { kind: 'appointment' as const, id, grade, tags: [], words: '' };
  return { id: (await rateService(parts, said, rater(personId)))._id, personId };
}

async function read(id: string): Promise<RectificationDoc> {
  const found = await parts.rectifications.findById(id).lean<RectificationDoc>();
  if (!found) throw new Error('not opened');
  return found;
}

/** @returns the code of the refusal; null when it was done */
async function tried(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const act = (id: string, action: StaffRectificationAction, who: StaffCaller) =>
  tried(
    actOnRectification(
      parts,
      { id, staff: who, operationId: operationId(), now: clock.now() },
      action,
      action === 'call-back' ? { facts: { outcome: '满意' }, set: { satisfied: true } } : {},
    ),
  );

/** What must hold of every rectification, whatever happened to it. */
function holds(doc: RectificationDoc): void {
  const { state, timeline, escalatedAt } = doc;
  let at: string | null = null;
  for (const event of timeline) {
    expect(event.from).toBe(at);
    const row = rectificationTransitionOf(event.from, event.action);
    expect(row?.who).toContain(event.by.role);
    expect(event.by.staffId).not.toBe(RATED);
    at = row?.to ?? null;
  }
  expect(at).toBe(state);
  expect(doc.version).toBe(timeline.length);
  expect(doc.open === true).toBe(rectificationStates[state].open);
  const done = (action: string) => timeline.filter((event) => event.action === action);
  expect(done('open')).toHaveLength(1);
  expect(done('escalate')).toHaveLength(escalatedAt ? 1 : 0);
  const [appeal] = done('appeal');
  for (const decision of [...done('accept-appeal'), ...done('refuse-appeal')])
    expect(decision.by.staffId).not.toBe(appeal?.by.staffId);
  const escalates = escalatedAt === null && rectificationTransitionOf(state, 'escalate') !== null;
  expect(doc.dueAt).toEqual(escalates ? doc.by : undefined);
  expect(doc.rectifiedAt !== null).toBe(done('rectify').length > 0);
  expect(doc.satisfied).toBe(done('call-back').length > 0 ? true : null);
  const keys = (doc.outbox ?? []).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect((doc.outbox ?? []).map(({ to }) => to.staffId)).not.toContain(RATED);
  const results = (doc.outbox ?? []).filter(({ kind }) => kind === 'rectification-result');
  expect(results).toHaveLength(done('rectify').length + done('accept-appeal').length);
}

describe('every state and action', () => {
  const handler = officer('a', ['dispatcher']);
  const head = officer('b', ['supervisor']);
  const ways: StaffRectificationAction[][] = [
    [],
    ['verify'],
    ['appeal'],
    ['verify', 'rectify'],
    ['verify', 'rectify', 'call-back'],
    ['verify', 'rectify', 'call-back', 'close'],
    ['appeal', 'accept-appeal'],
    ['appeal', 'refuse-appeal'],
  ];
  const brought = async (way: readonly StaffRectificationAction[]) => {
    const { id } = await rated(1);
    for (const step of way)
      if ((await act(id, step, handler)) !== null) expect(await act(id, step, head)).toBeNull();
    return id;
  };

  it.each(ways.map((way) => [way]))('after %j', async (way) => {
    let id = await brought(way);
    const { state } = await read(id);
    for (const action of staffRectificationAction.options)
      for (const who of [handler, head, officer(RATED, ['dispatcher', 'supervisor'])]) {
        const row = rectificationTransitionOf(state, action);
        const role = who === head ? 'supervisor' : 'handler';
        const code = await act(id, action, who);
        if (who.staffId === RATED) expect(code).toBe('NOT_FOUND');
        else {
          // Nobody is rung up again who said something.
          const heard = action === 'call-back' && state === 'called-back';
          const may = row?.who.includes(role) && !heard;
          expect(code, `${action} by ${role}`).toBe(may ? null : 'RECTIFICATION_STATE');
        }
        const after = await read(id);
        expect(after.state).toBe(code === null ? row?.to : state);
        holds(after);
        // What was refused changed nothing: the next is tried on the same one.
        if (code === null) id = await brought(way);
      }
  });
});

describe('random histories', () => {
  const someone = fc.constantFrom(
    officer('a', ['dispatcher']),
    officer('b', ['supervisor']),
    officer('c', ['reviewer', 'supervisor']),
    officer(RATED, ['reviewer', 'supervisor']),
  );
  const happens = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ action: fc.constantFrom(...staffRectificationAction.options), who: someone }),
    },
    { weight: 1, arbitrary: fc.record({ grade: fc.constantFrom<Grade>(1, 2, 3, 5) }) },
    { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 30 }) }) },
  );

  it('keep to the table, also when two happen at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(happens, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
        async (turns) => {
          const { id, personId } = await rated(2);
          for (const together of turns) {
            await Promise.all(
              together.map(async (one) => {
                if ('action' in one) return act(id, one.action, one.who);
                if ('grade' in one)
                  return tried(
                    changeEvaluation(parts, { id, grade: one.grade, tags: [], words: '' }, rater(personId)),
                  );
                await clock.advance(one.days * DAY);
                return Promise.all([escalateOverdue(parts), escalateOverdue(parts)]);
              }),
            );
            await followUpDue(parts);
            holds(await read(id));
          }
          const rating = await parts.evaluations.findById(id).lean();
          const doc = await read(id);
          expect(rating?.owedSince).toBeUndefined();
          if (doc.open) expect(doc.grade).toBe(rating?.grade);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('open one rectification, whoever follows up and however often', async () => {
    const { id } = await rated(1);
    await parts.evaluations.updateOne({ _id: id }, { $set: { owedSince: clock.now() } });
    await Promise.all([1, 2, 3].map(() => followUpDue(parts)));
    expect(await parts.rectifications.countDocuments({ _id: id })).toBe(1);
    holds(await read(id));
  });

  it('have their deadline counted anew when holidays are announced', async () => {
    const { id } = await rated(1);
    const before = await read(id);
    const from = before.openedAt.getTime() + 2 * DAY;
    const off = Object.fromEntries(
      [0, 1, 2, 3, 4, 5, 6].map((day) => [new Date(from + day * DAY).toISOString().slice(5, 10), '示例假']),
    );
    const year = new Date(from).getUTCFullYear();
    const calendar = createCalendar([{ year, off, work: [] }]);
    await recomputeRectifications({ ...parts, venues: { ...parts.venues, calendar } });
    const after = await read(id);
    expect(after.by.getTime()).toBeGreaterThan(before.by.getTime());
    expect(after.dueAt).toEqual(after.by);
  });
});

it('risky words are read by supervisors alone until one lets them stand, and other words anew', async () => {
  const { id, personId } = await rated(4);
  const head = officer('b', ['supervisor']);
  const say = (words: string) => changeEvaluation(parts, { id, grade: 4, tags: [], words }, rater(personId));
  const shown = async (who: StaffCaller) => {
    const doc = await parts.evaluations.findById(id).lean<EvaluationDoc>();
    return presentForStaff(parts, doc as EvaluationDoc, null, who).words;
  };
  const everybody = async () => [await shown(head), await shown(officer('a', ['dispatcher']))];
  await say('不好的话');
  expect(await everybody()).toEqual(['不好的话', '不好的话']);
  await hearVerdict(parts, id, 'risky');
  await hearVerdict(parts, id, 'risky');
  expect(await everybody()).toEqual(['不好的话', '']);
  const decision = { staff: head, decision: 'kept' as const, why: '就是意见', operationId: operationId() };
  await decideFlag(parts, { id, ...decision, now: clock.now() });
  await hearVerdict(parts, id, 'risky');
  expect(await everybody()).toEqual(['不好的话', '不好的话']);
  await say('更不好的话');
  await hearVerdict(parts, id, 'risky');
  expect(await everybody()).toEqual(['更不好的话', '']);
});

describe('services that ended', () => {
  it('are counted once by any number of processes, also those that were written late', async () => {
    const now = clock.now().getTime();
    const made = Array.from(
      { length: 450 },
      (_, index) => ending.end(null, new Date(now + Math.floor(index / 3))).id,
    );
    await Promise.all([1, 2, 3].map(() => gatherServices(parts)));
    // Written after it was gathered past its end.
    made.push(ending.end(null, new Date(now - 5 * 60_000)).id);
    await Promise.all([1, 2].map(() => gatherServices(parts)));
    const found = await parts.services.find({ serviceId: { $in: made } }).lean();
    expect(found).toHaveLength(451);
    const asked = ending.asked;
    await gatherServices(parts);
    // Only some minutes are asked for again, not everything there ever was.
    expect(ending.asked - asked).toBeLessThanOrEqual(4);
  });

  it('have as many ratings as were given, and the rest stays unrated', async () => {
    const from = new Date(clock.now().getTime() + 2 * DAY);
    await clock.advance(2 * DAY);
    for (const grade of [5, 5, 3, 2, 1] as Grade[]) await rated(grade, 'w1');
    for (let count = 0; count < 3; count += 1) ending.end(null, clock.now(), 'w1');
    await gatherServices(parts);
    const rates = await ratesOf(parts, { endedAt: { $gte: from }, windowId: 'w1' });
    expect(rates).toMatchObject({ services: 8, rated: 5, unrated: 3, good: 3, bad: 2, badAnswered: 0 });
    expect(rates.goodShare).toBeCloseTo(0.6);
    expect(rates.ratedShare).toBeCloseTo(5 / 8);
    expect(await ratesOf(parts, { windowId: 'nowhere' })).toMatchObject({ services: 0, goodShare: null });
  });
});
