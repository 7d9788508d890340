import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { actOn, answer, complain, refusedOn, seenBy } from '../support/complaint-desk';
import { workOff } from '../support/notices';
import { STAFF_PASSWORD, type StaffClient, signInAgain, staff } from '../support/staff';

// Each story is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let app: TestApp;
let who: SignedIn;
let dispatcher: StaffClient;
let second: StaffClient;
let head: StaffClient;
let reviewer: StaffClient;
let other: StaffClient;
beforeAll(async () => {
  // A Tuesday morning.
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  who = await person(app);
  await who.get('POST /me/phone', { body: { code: await codeFor(app, who.citizen, 'phone') } });
  [dispatcher, second, head, reviewer, other] = await Promise.all([
    staff(app, 'dispatcher'),
    staff(app, 'dispatcher'),
    staff(app, 'supervisor'),
    staff(app, 'reviewer'),
    staff(app, ['reviewer', 'dispatcher']),
  ]);
});
afterAll(() => app?.stop());

/** After the clock went over the end of their sessions. */
async function again(officer: StaffClient): Promise<void> {
  officer.token = (await signInAgain(app, officer.member.number, STAFF_PASSWORD)).token;
}

async function given(id: string, to = reviewer) {
  await actOn(dispatcher, id, 'accept');
  return actOn(dispatcher, id, 'assign', { staffId: to.member.id, note: '先看监控' });
}

const numbersOf = async (
  officer: Client,
  scope: 'dispatch' | 'mine' | 'call-back' | 'overdue' | 'closed' | 'all',
) => (await officer.get('GET /staff/complaints', { query: { scope } })).items.map(({ number }) => number);
const tasksOf = async (officer: Client, id: string) =>
  (await officer.get('GET /staff/notices')).items.filter(
    ({ kind, subject }) => kind === 'staff-complaint-task' && subject.id === id,
  );
const citizenSees = (id: string) => who.get('GET /complaints/{id}', { params: { id } });

describe('the whole road', () => {
  it('accepted, given away, looked into, answered, called back, handled again by somebody else, closed', async () => {
    const { id, number } = await complain(who, { wanted: '告诉我到底要带什么' });
    expect(await numbersOf(dispatcher, 'dispatch')).toContain(number);
    expect(await numbersOf(reviewer, 'all')).not.toContain(number);
    expect(await reviewer.refused('GET /staff/complaints/{id}', { params: { id } })).toBe('NOT_FOUND');
    await workOff(app);
    expect(await tasksOf(dispatcher, id)).toHaveLength(1);

    const shown = await seenBy(dispatcher, id);
    expect(shown).toMatchObject({ state: 'submitted', phone: null, task: '决定是否受理', version: 1 });
    expect(shown.complainant).toMatch(/^.\*+$/);
    expect(shown.actions).toEqual(['accept', 'decline', 'join']);
    const accepted = await actOn(dispatcher, id, 'accept', { weight: 'general', version: 1 });
    expect(accepted).toMatchObject({ state: 'accepted', by: '2026-12-02T00:00:00+08:00', overdue: false });
    expect(accepted.proposal?.why).toContain('服务态度');
    expect(accepted.proposal?.handlers.map((one) => one.id)).toContain(head.member.id);

    await actOn(dispatcher, id, 'assign', { staffId: reviewer.member.id, note: '先看监控' });
    expect(await numbersOf(reviewer, 'mine')).toContain(number);
    await workOff(app);
    expect(await tasksOf(reviewer, id)).toHaveLength(1);
    // What dispatchers say among themselves is not for whoever complained.
    expect(JSON.stringify(await citizenSees(id))).not.toContain('先看监控');
    expect((await citizenSees(id)).holder).toContain(reviewer.member.number);
    await actOn(reviewer, id, 'take-up');
    const first = answer();
    const replied = await actOn(reviewer, id, 'reply', first);
    expect(replied).toMatchObject({ state: 'replied', actions: [], phone: null });
    expect(replied.replies).toMatchObject([{ ...first, round: 1, ending: null }]);

    // Only whoever calls back sees the phone, and each look is written down.
    expect((await seenBy(reviewer, id)).phone).toBeNull();
    const calling = await seenBy(dispatcher, id);
    expect(calling.phone).toBe(who.citizen.phone);
    const auditor = await staff(app, 'auditor');
    const looks = await auditor.get('GET /staff/audit', { query: { about: id } });
    expect(looks.items.filter(({ act }) => act === 'look at the phone of a complaint')).toMatchObject([
      { staff: { id: dispatcher.member.id }, outcome: 'ok' },
    ]);
    expect(JSON.stringify(looks)).not.toContain(who.citizen.phone);
    const called = await actOn(dispatcher, id, 'call-back', {
      reached: true,
      satisfied: false,
      words: '没有说为什么当时不讲清',
    });
    expect(called.actions).toContain('handle-again');

    const anew = await actOn(dispatcher, id, 'handle-again');
    expect(anew).toMatchObject({ state: 'accepted', round: 2, handler: null, phone: null });
    expect(anew.proposal?.handlers.map((one) => one.id)).not.toContain(reviewer.member.id);
    expect(await refusedOn(dispatcher, id, 'assign', { staffId: reviewer.member.id })).toBe(
      'COMPLAINT_HANDLER_BARRED',
    );
    expect(await reviewer.refused('GET /staff/complaints/{id}', { params: { id } })).toBe('NOT_FOUND');
    await actOn(dispatcher, id, 'assign', { staffId: other.member.id });
    await actOn(other, id, 'take-up');
    await actOn(other, id, 'reply', answer());
    // Whoever answered neither calls back nor closes.
    expect(await refusedOn(other, id, 'call-back', { reached: true, satisfied: true })).toBe(
      'COMPLAINT_SAME_OFFICER',
    );
    await actOn(second, id, 'call-back', { reached: true, satisfied: false, words: '还是不满意' });
    expect(await refusedOn(second, id, 'handle-again')).toBe('COMPLAINT_AGAIN_ONCE');
    expect(await refusedOn(other, id, 'close')).toBe('COMPLAINT_SAME_OFFICER');
    const closed = await actOn(second, id, 'close', { note: '已告知救济途径' });
    expect(closed).toMatchObject({ state: 'closed', round: 2, actions: [], task: null });
    expect(closed.timeline.map(({ what }) => what)).toEqual([
      '办结归档',
      '回访：不满意',
      expect.stringContaining('作出答复'),
      expect.stringContaining('开始核查'),
      expect.stringContaining('承办'),
      '回访不满意，换人重新核查',
      '回访：不满意',
      expect.stringContaining('作出答复'),
      expect.stringContaining('开始核查'),
      expect.stringContaining('承办'),
      '受理，5个工作日内答复',
      '提交投诉',
    ]);
    expect(await numbersOf(second, 'closed')).toContain(number);
    const found = await second.get('GET /staff/complaints', { query: { q: number.slice(-6).toLowerCase() } });
    expect(found.items.map((row) => row.number)).toEqual([number]);
  });

  it('without a name: no phone, no name, and everything else as ever', async () => {
    const { complaint, queryCode } = await new Client(app.api).get('POST /complaints', {
      body: {
        category: 'fees',
        what: '复印一张纸收了五块钱，没有给票。',
        venueId: 'v530600',
        anonymous: true,
      },
    });
    const { id, number } = complaint;
    await given(id);
    await actOn(reviewer, id, 'reply', answer());
    expect(await seenBy(dispatcher, id)).toMatchObject({ anonymous: true, complainant: null, phone: null });
    await actOn(dispatcher, id, 'call-back', { reached: false, satisfied: null });
    // Not reached is no reason to leave it at that: once more, until something was said.
    const again = await actOn(dispatcher, id, 'call-back', { reached: true, satisfied: true });
    expect(again).toMatchObject({ state: 'called-back' });
    expect(again.timeline.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['回访：没有联系上', '再次回访：满意']),
    );
    expect(await refusedOn(dispatcher, id, 'call-back', { reached: true, satisfied: false })).toBe(
      'COMPLAINT_STATE',
    );
    await actOn(dispatcher, id, 'close');
    const code = queryCode ?? '';
    expect(
      await new Client(app.api).get('POST /complaint-lookups', { body: { number, code } }),
    ).toMatchObject({ state: 'closed', replies: [{ round: 1 }] });
  });

  it('declined with the right channel; given back once; more time, once, by a supervisor who is not the handler', async () => {
    const wrong = await complain(who);
    await actOn(dispatcher, wrong.id, 'decline', { reason: '这件事法院正在审理', channel: '受理的人民法院' });
    expect((await citizenSees(wrong.id)).declined).toEqual({
      reason: '这件事法院正在审理',
      channel: '受理的人民法院',
    });

    const { id } = await complain(who);
    await given(id);
    await actOn(reviewer, id, 'return', { why: '不是我的科室' });
    expect((await seenBy(dispatcher, id)).task).toBe('分派承办人');
    await actOn(dispatcher, id, 'assign', { staffId: head.member.id });
    expect(await refusedOn(head, id, 'return', { why: '也不是我的' })).toBe('COMPLAINT_RETURN_ONCE');
    const supervisor = await staff(app, 'supervisor');
    const before = (await actOn(head, id, 'ask-extension', { days: 7, why: '要调三个单位的记录' })).by;
    expect(await refusedOn(head, id, 'approve-extension')).toBe('COMPLAINT_SAME_OFFICER');
    await workOff(app);
    expect(await tasksOf(supervisor, id)).toHaveLength(1);
    const longer = await actOn(supervisor, id, 'approve-extension');
    expect(longer.extension).toEqual({ state: 'approved', days: 7, why: '要调三个单位的记录' });
    expect(Date.parse(longer.by ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
    expect(longer.timeline[0]?.what).toBe('同意延长 7 个工作日：要调三个单位的记录');
    expect(await refusedOn(head, id, 'ask-extension', { days: 1, why: '还要' })).toBe(
      'COMPLAINT_EXTENSION_ONCE',
    );
  });
});

describe('several about one thing', () => {
  it('are handled together, each is answered and called back; one of them may turn out to be another thing', async () => {
    const [neighbour, third] = [await person(app), await person(app)];
    const story = '今天上午三个窗口只开了一个，排了两个小时的队。';
    const lead = await complain(who, { what: story });
    const member = await complain(neighbour, {
      what: `${story}还有老人站着等。`,
      category: 'matter-not-done',
    });
    const stray = await complain(third);
    const shown = await seenBy(dispatcher, member.id);
    expect(shown.similar.find(({ id }) => id === lead.id)).toMatchObject({ sure: false });
    expect(shown.similar.map(({ id }) => id)).not.toContain(stray.id);

    expect(await refusedOn(dispatcher, member.id, 'join', { leadId: member.id })).toBe('COMPLAINT_JOIN');
    await actOn(dispatcher, member.id, 'join', { leadId: lead.id });
    await actOn(dispatcher, stray.id, 'join', { leadId: lead.id });
    expect(await refusedOn(dispatcher, lead.id, 'join', { leadId: member.id })).toBe('COMPLAINT_JOIN');
    const back = await actOn(dispatcher, stray.id, 'part', { why: '是另一天的事' });
    expect(back).toMatchObject({ state: 'accepted', lead: null });
    const again = await complain(third);
    expect(await refusedOn(dispatcher, again.id, 'join', { leadId: member.id })).toBe('COMPLAINT_JOIN');

    await given(lead.id);
    expect((await seenBy(reviewer, lead.id)).members).toEqual([{ id: member.id, number: member.number }]);
    expect((await seenBy(reviewer, member.id)).lead).toEqual({ id: lead.id, number: lead.number });
    // One of them is a matter not done: the answer has to end it.
    expect(await refusedOn(reviewer, lead.id, 'reply', answer())).toBe('COMPLAINT_ENDING_NEEDED');
    const said = answer({ ending: 'done' });
    await actOn(reviewer, lead.id, 'reply', said);
    await workOff(app);
    const theirs = await neighbour.get('GET /complaints/{id}', { params: { id: member.id } });
    expect(theirs).toMatchObject({ state: 'replied', feedback: 'both' });
    expect(theirs.replies).toMatchObject([{ found: said.found, ending: 'done' }]);
    expect(await refusedOn(dispatcher, again.id, 'join', { leadId: lead.id })).toBe('COMPLAINT_JOIN');
    // Whoever answered for both calls back neither.
    await actOn(dispatcher, member.id, 'call-back', { reached: true, satisfied: true });
    await actOn(dispatcher, member.id, 'close');
    expect((await citizenSees(lead.id)).state).toBe('replied');
  });

  it('when the one that led is taken back, the others go their own way', async () => {
    const lead = await complain(who);
    const member = await complain(await person(app));
    await actOn(dispatcher, member.id, 'join', { leadId: lead.id });
    await who.get('POST /complaints/{id}/withdraw', { params: { id: lead.id }, body: {} });
    await workOff(app);
    expect(await seenBy(dispatcher, member.id)).toMatchObject({ state: 'accepted', lead: null });
  });
});

describe('a matter that was not done', () => {
  it('ends in done, impossible with its legal reason, or a plan whose day brings it back to the desk', async () => {
    const { id, number } = await complain(who, { category: 'matter-not-done' });
    const taken = await given(id);
    expect(taken.endingNeeded).toBe(true);
    await actOn(reviewer, id, 'take-up');
    const refused = (body: object) => refusedOn(reviewer, id, 'reply', answer(body));
    for (const body of [
      {},
      { ending: 'impossible' },
      { ending: 'impossible', endingWords: '不行' },
      { ending: 'planned' },
      { ending: 'planned', planBy: '2026-11-24' },
    ])
      expect(await refused(body)).toBe('COMPLAINT_ENDING_NEEDED');
    const planned = await actOn(
      reviewer,
      id,
      'reply',
      answer({ ending: 'planned', endingWords: '系统恢复后先办', planBy: '2026-11-26' }),
    );
    expect(planned.replies.at(-1)).toMatchObject({ ending: 'planned', planBy: '2026-11-26' });
    await actOn(dispatcher, id, 'call-back', { reached: true, satisfied: true });
    await actOn(dispatcher, id, 'close');
    await advanceClock(app, 3 * 86_400);
    await Promise.all([dispatcher, second, head, reviewer, other].map(again));
    await workOff(app);
    await workOff(app);
    const told = (await tasksOf(dispatcher, id)).filter(({ body }) => body.includes('办成日期到了'));
    expect(told).toHaveLength(1);
    expect(told[0]?.body).toContain(number);
  });

  it('an answer that would fit everything is none', async () => {
    const { id } = await complain(who);
    await given(id);
    const said = answer();
    const refused = (body: object) => refusedOn(reviewer, id, 'reply', answer(body));
    for (const body of [
      { done: said.found, found: said.found },
      { found: '您反映的问题我们高度重视，经认真核实，情况属实。' },
      { done: '已对相关人员进行批评教育，将进一步加强管理，提升服务水平。' },
      { basis: '按照有关规定办理' },
    ])
      expect(await refused(body)).toBe('COMPLAINT_REPLY_TEMPLATE');
    await actOn(reviewer, id, 'reply', said);
    const next = await complain(who);
    await given(next.id);
    expect(await refusedOn(reviewer, next.id, 'reply', said)).toBe('COMPLAINT_REPLY_TEMPLATE');
    await actOn(reviewer, next.id, 'reply', answer());
  });
});

describe('the clock', () => {
  it('brings what is overdue to the hall’s supervisor, and two working days later to the city’s; each is told once', async () => {
    const county = { venueId: 'v530602' };
    const chief = await staff(app, 'supervisor', county);
    const { id, number } = await complain(who, county);
    await workOff(app);
    expect(await head.refused('GET /staff/complaints/{id}', { params: { id } })).toBe('NOT_FOUND');
    const begun = new Date(app.clock.now());
    // Filed on a Friday: to be taken by the end of Monday.
    const until = async (days: number) => {
      const left = begun.getTime() + days * 86_400_000 - app.clock.now().getTime();
      await advanceClock(app, Math.ceil(left / 1_000));
      await Promise.all([dispatcher, second, head, reviewer, other, chief].map(again));
      for (let turn = 0; turn < 3; turn += 1) await workOff(app);
    };
    await until(4);
    const once = await seenBy(chief, id);
    expect(once).toMatchObject({ escalated: 1, overdue: true, task: '超过期限，由主管督办' });
    expect((await tasksOf(chief, id)).map(({ body }) => body).join()).toContain('由主管督办');
    expect(await head.refused('GET /staff/complaints/{id}', { params: { id } })).toBe('NOT_FOUND');
    await until(6);
    const late = await seenBy(chief, id);
    expect(late.escalated).toBe(2);
    expect(late.overdue).toBe(true);
    expect(late.timeline.filter(({ what }) => what.includes('主管督办'))).toHaveLength(2);
    expect(await numbersOf(chief, 'overdue')).toContain(number);
    expect(await numbersOf(head, 'overdue')).toContain(number);
    expect((await tasksOf(head, id)).map(({ body }) => body).join()).toContain('市级督办');
    expect(await tasksOf(head, id)).toHaveLength(1);
    const told = (await who.get('GET /messages')).items.filter(({ subject }) => subject.id === id);
    expect(told.filter(({ kind }) => kind === 'complaint-escalated')).toHaveLength(2);
    // The city's supervisor may take it in hand.
    const deputy = await staff(app, 'reviewer', county);
    await actOn(head, id, 'accept');
    expect(await numbersOf(head, 'all')).not.toContain(number);
    await actOn(chief, id, 'assign', { staffId: deputy.member.id });
    expect((await seenBy(chief, id)).escalated).toBe(0);
  });
});
