import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { beginComplaint } from '../../bff/features/complaints/change-complaint';
import type { ComplaintCommand } from '../../bff/features/complaints/desk/act-on-complaint';
import * as acts from '../../bff/features/complaints/desk/acts';
import { callBack } from '../../bff/features/complaints/desk/call-back';
import { createDesk } from '../../bff/features/complaints/desk/create-desk';
import { join, unanswered } from '../../bff/features/complaints/desk/join';
import { tellMembers } from '../../bff/features/complaints/desk/members';
import type { DeskParts } from '../../bff/features/complaints/desk/parts';
import { reply } from '../../bff/features/complaints/desk/reply';
import { sweepComplaints } from '../../bff/features/complaints/desk/sweep';
import { giveFeedback, withdrawComplaint } from '../../bff/features/complaints/end-complaint';
import { followDue } from '../../bff/features/complaints/follow';
import { type ComplaintDoc, createModels } from '../../bff/features/complaints/model';
import { sealText } from '../../bff/features/complaints/texts';
import { Problem } from '../../bff/problem';
import { Work } from '../../bff/work';
import { type ComplaintAction, complaintStates, complaintTransitions } from '../../shared/domain/complaint';
import { answer } from '../support/complaint-desk';
import { blankComplaintDoc } from '../support/complaint-doc';
import { ComplaintWorld, officers, WINDOW } from '../support/complaint-world';
import { storeForTests } from './store';

const store = storeForTests();
const HOUR_MS = 3_600_000;

/** What brings a complaint nearer to its end by way of its answer: most tries are of these. */
const onwards: readonly ComplaintAction[] = [
  'accept',
  'take-up',
  'reply',
  'call-back',
  'handle-again',
  'not-satisfied',
  'close',
];

interface Try {
  /** Which complaint, and which of the acts that its state knows. */
  which: number;
  nth: number;
  /** Any act instead: mostly refused. */
  wild: ComplaintAction | null;
  /** Who does it where its handler does not, and to whom it is given. */
  officer: number;
  other: number;
  yes: boolean;
}

const actions = [...new Set(complaintTransitions.map(({ action }) => action))];
/** Nothing, all but once in so many times. */
const seldom = <T>(times: number, some: fc.Arbitrary<T>) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: some });
const given: fc.Arbitrary<Try> = fc.record({
  which: fc.nat(2),
  // As often large as small: it chooses.
  nth: fc.noBias(fc.nat(999)),
  wild: seldom(8, fc.constantFrom(...actions)),
  officer: fc.nat(officers.length - 1),
  other: fc.nat(officers.length - 1),
  yes: fc.boolean(),
});
const round = fc.record({
  first: given,
  second: given,
  hours: fc.constantFrom(0, 0, 1, 3, 20),
  sits: seldom(20, fc.nat(officers.length - 1)),
});

/** One try by whoever it may be for; what is refused is refused. */
async function attempt(parts: DeskParts, ids: readonly string[], tried: Try): Promise<void> {
  const id = ids[tried.which % ids.length] ?? '';
  const doc = await parts.complaints.findById(id).lean<ComplaintDoc>();
  if (!doc) throw new Error(`${id} is gone`);
  const known = complaintTransitions.filter(({ from }) => from === doc.state);
  const likely = known.filter(
    ({ action, to }) => onwards.includes(action) || (action === 'assign' && to !== doc.state),
  );
  const rows = likely.length > 0 && tried.nth % 4 > 0 ? likely : known;
  const row = rows[tried.nth % Math.max(1, rows.length)];
  const action = tried.wild ?? row?.action;
  if (!action) return;
  const byHandler = row?.who.includes('handler') && doc.handler;
  const staff = byHandler
    ? officers.find(({ staffId }) => staffId === doc.handler?.staffId)
    : officers[tried.officer];
  if (!staff) throw new Error('nobody');
  const now = parts.clock.now();
  const command: ComplaintCommand = { id, staff, operationId: randomUUID(), now };
  const lead = ids[tried.other % ids.length] ?? '';
  const caller = { sessionId: 's', accountId: 'account', personId: doc.personId, consented: true };
  const asking = { id, caller, operationId: command.operationId, address: '127.0.0.1', now };
  const { yes } = tried;
  const ways: Partial<Record<ComplaintAction, () => Promise<unknown>>> = {
    accept: () => acts.accept(parts, command, yes ? 'complex' : undefined),
    decline: () => acts.decline(parts, command, { reason: '不归这里管', channel: '12345' }),
    assign: () => acts.assign(parts, command, { staffId: officers[tried.other]?.staffId ?? '', note: '' }),
    join: () => join(parts, command, lead),
    part: () => acts.part(parts, command, '另一件事'),
    return: () => acts.giveBack(parts, command, '不是我的事'),
    'take-up': () => acts.takeUp(parts, command),
    'ask-extension': () => acts.askExtension(parts, command, { days: 3, why: '要调记录' }),
    'approve-extension': () => acts.approveExtension(parts, command),
    'refuse-extension': () => acts.refuseExtension(parts, command, '时间够了'),
    reply: () => reply(parts, command, { endingWords: '', ending: 'done', ...answer() }),
    'call-back': () => callBack(parts, command, { reached: yes, satisfied: false, words: '' }),
    'handle-again': () => acts.handleAgain(parts, command),
    close: () => acts.close(parts, command, ''),
    withdraw: () => withdrawComplaint(parts, { ...asking, reason: '' }),
    satisfied: () => giveFeedback(parts, { ...asking, satisfied: true, why: '' }),
    'not-satisfied': () => giveFeedback(parts, { ...asking, satisfied: false, why: '没有说清' }),
  };
  try {
    await ways[action]?.();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

async function jobs(parts: DeskParts): Promise<void> {
  await tellMembers(parts);
  await sweepComplaints(parts);
  await followDue(parts);
}

const times = ({ timeline }: ComplaintDoc, ...wanted: ComplaintAction[]) =>
  timeline.filter(({ action, by }) => wanted.includes(action) && by.role !== 'system').length;

/** What holds of every complaint at every moment. */
function holds(doc: ComplaintDoc): void {
  if (doc.state === 'assigned' || doc.state === 'investigating') {
    expect(doc.barred).not.toContain(doc.handler?.staffId);
    expect(doc.handledBy).toContain(doc.handler?.staffId);
  }
  expect(times(doc, 'return')).toBeLessThanOrEqual(1);
  expect(times(doc, 'ask-extension')).toBeLessThanOrEqual(1);
  expect(times(doc, 'approve-extension', 'refuse-extension')).toBeLessThanOrEqual(1);
  expect(times(doc, 'not-satisfied', 'handle-again')).toBe(doc.round - 1);
  const [first, second] = [1, 2].map((nth) =>
    doc.answers.filter((one) => one.round === nth).map(({ staffId }) => staffId),
  );
  expect(first?.length).toBeLessThanOrEqual(1);
  expect(second?.length).toBeLessThanOrEqual(1);
  for (const staffId of second ?? []) expect(first).not.toContain(staffId);
  expect(doc.open ?? false).toBe(complaintStates[doc.state].open);
  if (doc.state === 'replied' || doc.state === 'called-back')
    expect(doc.answers.at(-1)?.round).toBe(doc.round);
}

/** What holds between two moments. */
function followed(before: ComplaintDoc, after: ComplaintDoc): void {
  if (!before.open) expect(after.state).toBe(before.state);
  const news = after.timeline.slice(before.timeline.length).map(({ action }) => action);
  const anew = news.includes('not-satisfied') || news.includes('handle-again');
  for (const clock of ['acceptBy', 'replyBy', 'callBackBy'] as const) {
    const [was, is] = [before[clock], after[clock]];
    if (was && !anew) expect(is?.getTime()).toBeGreaterThanOrEqual(was.getTime());
  }
  for (const { staffId } of after.answers.slice(before.answers.length))
    expect(before.barred).not.toContain(staffId);
  for (const staffId of before.barred) expect(after.barred).toContain(staffId);
}

async function filed(parts: DeskParts, more: Partial<ComplaintDoc>): Promise<string> {
  const id = randomUUID();
  const now = parts.clock.now();
  const words = sealText(parts, 'words', { what: `排了很久的队 ${id}`, wanted: '', around: '' });
  const doc = blankComplaintDoc(now, { _id: id, number: `TS-${id}`, words, deskVenueId: 'hall', ...more });
  await beginComplaint(parts, doc, { action: 'file', by: { role: 'citizen' }, at: now });
  return id;
}

describe('any history in two processes', () => {
  it('never has a handler it is about, gives back, extends and begins again once at most, loses none and answers all that were joined', async () => {
    const models = createModels(store.connection);
    await Promise.all(
      Object.values(models).map((model) => (model as typeof models.complaints).syncIndexes()),
    );
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 15, maxLength: 25 }), async (history) => {
        const world = new ComplaintWorld();
        const [one, two] = [world.parts(models), world.parts(models)];
        // Only what it hears of seats: its jobs are run by hand.
        createDesk(one, { work: new Work(pino({ level: 'silent' })) });
        const ids = [
          await filed(one, { windowId: WINDOW, barredWindowId: WINDOW, barred: ['a'] }),
          await filed(one, { category: 'matter-not-done', barred: ['b'] }),
          await filed(one, { windowId: WINDOW, barredWindowId: WINDOW, anonymous: true, personId: null }),
        ];
        const all = async () => {
          const found = await models.complaints.find({ _id: { $in: ids } }).lean<ComplaintDoc[]>();
          return new Map(found.map((doc) => [doc._id, doc]));
        };
        let before = await all();
        for (const { first, second, hours, sits } of history) {
          world.now = new Date(world.now.getTime() + hours * HOUR_MS);
          await Promise.all([
            attempt(one, ids, first),
            attempt(two, ids, second),
            jobs(one),
            ...(sits === null ? [] : [world.sit(officers[sits]?.staffId ?? '')]),
          ]);
          const after = await all();
          expect(after.size).toBe(ids.length);
          for (const [id, doc] of after) {
            reached.add(doc.state);
            holds(doc);
            followed(before.get(id) as ComplaintDoc, doc);
          }
          before = after;
        }
        await jobs(one);
        await jobs(two);
        const docs = await all();
        for (const doc of docs.values()) {
          if (doc.state !== 'joined') continue;
          // Those that still wait, wait for an answer that is to come.
          expect(unanswered).toContain(docs.get(doc.leadId ?? '')?.state);
        }
        await models.complaints.deleteMany({ _id: { $in: ids } });
      }),
      { numRuns: 20 },
    );
    // They are histories, not tries that were all refused.
    expect(reached.size).toBeGreaterThan(8);
  }, 600_000);
});
