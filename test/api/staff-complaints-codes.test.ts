import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../shared/contract';
import type { StaffComplaintAction } from '../../shared/contract/staff-complaints';
import { staffComplaintAction, staffComplaintsContract } from '../../shared/contract/staff-complaints';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { actOn, answer, complain, complaintAct } from '../support/complaint-desk';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

// Each act is refused in every way: many requests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seen = new SeenCodes();
/** Those of publishing are seen to be refused where publishing is tested. */
const actions = staffComplaintAction.options.filter((action) => !action.endsWith('publication'));

/** The least that each act takes. */
const bodies: Partial<Record<StaffComplaintAction, object>> = {
  decline: { reason: '不归这里管', channel: '12345' },
  assign: { staffId: 'nobody' },
  join: { leadId: 'nothing' },
  part: { why: '另一件事' },
  return: { why: '不是我的事' },
  'ask-extension': { days: 3, why: '要调记录' },
  'refuse-extension': { why: '时间够了' },
  reply: answer(),
  'call-back': { reached: true, satisfied: true },
};

let app: TestApp;
let who: SignedIn;
let desk: StaffClient;
let reviewer: StaffClient;
let head: StaffClient;
beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { COMPLAINTS_PER_PERSON_PER_DAY: '100' },
  });
  who = await person(app);
  [desk, reviewer, head] = await Promise.all([
    staff(app, ['dispatcher', 'supervisor']),
    staff(app, 'reviewer'),
    staff(app, ['dispatcher', 'supervisor']),
  ]);
});
afterAll(() => app?.stop());

const gives = (id: string, action: StaffComplaintAction, code: ErrorCode, body: object = {}, by = desk) =>
  seen.gives(by, complaintAct(action), code, {
    params: { id },
    body: { ...bodies[action], ...body } as never,
  });

async function assigned(to = reviewer): Promise<string> {
  const { id } = await complain(who);
  await actOn(desk, id, 'accept');
  await actOn(desk, id, 'assign', { staffId: to.member.id });
  return id;
}

describe('of every act', () => {
  it('unknown complaints, those of another hall, old screens and states that do not know it', async () => {
    const { id } = await complain(who);
    const over = await complain(who);
    await actOn(desk, over.id, 'decline', bodies.decline);
    const stranger = await staff(app, ['dispatcher', 'supervisor'], { venueId: 'v530602' });
    const name = 'GET /staff/complaints/{id}';
    await seen.gives(desk, name, 'NOT_FOUND', { params: { id: 'nothing' } });
    await seen.gives(stranger, name, 'NOT_FOUND', { params: { id } });
    for (const action of actions) {
      await gives('nothing', action, 'NOT_FOUND');
      await gives(id, action, 'NOT_FOUND', {}, stranger);
      await gives(id, action, 'COMPLAINT_CHANGED', { version: 99 });
      await gives(over.id, action, 'COMPLAINT_STATE');
    }
  });

  it('those who may read and do nothing of the kind', async () => {
    const id = await assigned();
    for (const action of ['accept', 'decline', 'assign', 'approve-extension', 'call-back', 'close'] as const)
      expect(
        await reviewer.refused(complaintAct(action), {
          params: { id },
          body: (bodies[action] ?? {}) as never,
        }),
      ).toBe('STAFF_ROLE');
    // Somebody else's work is not theirs, also when they oversee it.
    for (const action of ['take-up', 'reply', 'ask-extension', 'return'] as const)
      await gives(id, action, 'COMPLAINT_STATE');
  });
});

describe('of one act', () => {
  it('nobody of that name, whoever it is about, complaints that cannot be joined', async () => {
    const clerk = await staff(app, ['window', 'dispatcher'], { window: '530600-w05' });
    const elsewhere = await staff(app, 'reviewer', { venueId: 'v530602' });
    const { id } = await complain(who, { windowId: '530600-w05' });
    await actOn(desk, id, 'accept');
    await gives(id, 'assign', 'STAFF_UNKNOWN');
    await gives(id, 'assign', 'STAFF_UNKNOWN', { staffId: elsewhere.member.id });
    await gives(id, 'assign', 'COMPLAINT_HANDLER_BARRED', { staffId: clerk.member.id });
    await gives(id, 'join', 'COMPLAINT_JOIN');
    await gives(id, 'join', 'COMPLAINT_JOIN', { leadId: id });
    // With whoever the one that joins is about.
    const theirs = await assigned(clerk);
    await gives(id, 'join', 'COMPLAINT_JOIN', { leadId: theirs });
  });

  it('what can be done once, and what somebody else has to do', async () => {
    const id = await assigned();
    await actOn(reviewer, id, 'return', bodies.return);
    await actOn(desk, id, 'assign', { staffId: head.member.id });
    await gives(id, 'return', 'COMPLAINT_RETURN_ONCE', {}, head);
    await actOn(head, id, 'ask-extension', bodies['ask-extension']);
    await gives(id, 'approve-extension', 'COMPLAINT_SAME_OFFICER', {}, head);
    await gives(id, 'refuse-extension', 'COMPLAINT_SAME_OFFICER', {}, head);
    await actOn(desk, id, 'refuse-extension', bodies['refuse-extension']);
    await gives(id, 'ask-extension', 'COMPLAINT_EXTENSION_ONCE', {}, head);
    await gives(id, 'reply', 'COMPLAINT_REPLY_TEMPLATE', { basis: '按照有关规定办理' }, head);
    await actOn(head, id, 'reply', answer());
    await gives(id, 'call-back', 'COMPLAINT_SAME_OFFICER', {}, head);
    await actOn(desk, id, 'call-back', { reached: true, satisfied: false });
    await gives(id, 'close', 'COMPLAINT_SAME_OFFICER', {}, head);
    await actOn(desk, id, 'handle-again');
    await actOn(desk, id, 'assign', { staffId: desk.member.id });
    await actOn(desk, id, 'reply', answer());
    const third = await staff(app, 'dispatcher');
    await actOn(third, id, 'call-back', { reached: true, satisfied: false });
    await gives(id, 'handle-again', 'COMPLAINT_AGAIN_ONCE', {}, third);

    const undone = await complain(who, { category: 'matter-not-done' });
    await actOn(desk, undone.id, 'accept');
    await actOn(desk, undone.id, 'assign', { staffId: reviewer.member.id });
    await gives(undone.id, 'reply', 'COMPLAINT_ENDING_NEEDED', answer(), reviewer);
  });
});

it('every declared code was given', () => {
  const here = Object.fromEntries(
    Object.entries(staffComplaintsContract).filter(([name]) => !name.endsWith('publication')),
  );
  expect(seen.missing(here)).toEqual([]);
});
