import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { StaffCase } from '../../shared/contract';
import {
  CARD,
  type CaseCitizen,
  DAY,
  HOUR,
  LICENCE,
  NOTICE_2027,
  type Officer,
  type OpenOffice,
  ok,
  openOffice,
  refused,
} from '../support/cases';

let world: OpenOffice;
let citizen: CaseCitizen;
let window: Officer;
let reviewer: Officer;
let partner: Officer;
let approver: Officer;
let dispatcher: Officer;

const opened: OpenOffice[] = [];
beforeEach(async () => {
  world = await openOffice();
  opened.push(world);
  citizen = world.citizen('wang');
  window = world.officer('周窗口', ['window']);
  reviewer = world.officer('李审查', ['reviewer'], { department: '人社局' });
  partner = world.officer('张审查', ['reviewer'], { department: '市场监管局' });
  approver = world.officer('赵决定', ['approver'], { department: '人社局' });
  dispatcher = world.officer('钱分派', ['dispatcher']);
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

/** Handed in from the phone and received at the window. */
async function received(): Promise<string> {
  const { _id } = await world.submitted('wang');
  ok(await window.act(_id, 'receive'));
  return _id;
}

async function accepted(): Promise<string> {
  const id = await received();
  ok(await window.act(id, 'accept'));
  return id;
}

async function inReview(): Promise<string> {
  const id = await accepted();
  ok(await reviewer.act(id, 'start-review'));
  return id;
}

async function reviewed(): Promise<string> {
  const id = await inReview();
  ok(await reviewer.act(id, 'review', { opinion: 'agree' }));
  ok(await partner.act(id, 'review', { opinion: 'agree', note: '无异议' }));
  return id;
}

const owed = async (id: string) => ((await world.stored(id)).outbox ?? []).map(({ kind }) => kind);
const at = (iso: string) => `${iso}+08:00`;

describe('from the phone to the result', () => {
  it('each step is seen by the citizen with who has it and by when, and owed as one message', async () => {
    const { _id: id } = await world.submitted('wang');
    expect(ok(await citizen.get(id))).toMatchObject({
      state: 'submitted',
      number: expect.stringMatching(/^ZTC-20261124-[2-9B-Z]{6}$/),
      waitingOn: '昭通市政务服务中心',
      acceptance: { words: '12月1日前答复（还有 5 个工作日）', by: at('2026-12-02T00:00:00') },
      promised: null,
      handler: null,
      action: null,
      canWithdraw: true,
    });
    ok(await window.act(id, 'receive'));
    expect(ok(await citizen.get(id))).toMatchObject({
      state: 'received',
      receiptNumber: expect.stringMatching(/^ZTS-/),
      handler: { name: '周窗口', number: 'N-周窗口', window: '3 号窗口', phone: '0870-0000000' },
      acceptance: { by: at('2026-12-02T00:00:00') },
    });
    ok(await window.act(id, 'accept'));
    expect(ok(await citizen.get(id))).toMatchObject({
      state: 'accepted',
      acceptance: null,
      promised: {
        by: at('2026-12-05T00:00:00'),
        words: '12月4日前办好（还有 8 个工作日）',
        provisional: false,
      },
      legal: { by: at('2026-12-23T00:00:00') },
      byWords: '12月4日前办好（还有 8 个工作日）',
    });
    ok(await reviewer.act(id, 'start-review'));
    expect(ok(await citizen.get(id)).waitingOn).toBe('人社局、市场监管局');
    ok(await partner.act(id, 'review', { opinion: 'agree' }));
    expect(ok(await citizen.get(id)).waitingOn).toBe('人社局');
    ok(await reviewer.act(id, 'review', { opinion: 'agree' }));
    await world.clock.advance(6 * DAY);
    ok(await approver.act(id, 'decide-approve'));
    expect(ok(await citizen.get(id))).toMatchObject({
      stateWords: '同意办理',
      promised: { state: 'met' },
      delivery: { by: at('2026-12-15T00:00:00'), words: '12月14日前送出结果（还有 10 个工作日）' },
      decision: { outcome: 'approved', refusal: null },
      canWithdraw: false,
    });
    ok(await window.act(id, 'issue'));
    ok(await window.act(id, 'make-ready', { how: 'window' }));
    expect(ok(await citizen.get(id))).toMatchObject({
      state: 'delivering',
      action: { kind: 'collect', label: '领取结果' },
      waitingOn: '您',
      delivery: { state: 'met' },
    });
    ok(await window.act(id, 'hand-over'));
    const done = ok(await citizen.get(id));
    expect(done).toMatchObject({ state: 'completed', tone: 'done', action: null, byWords: null });
    expect(done.timeline.map(({ what }) => what)).toEqual([
      '结果已送到您手上，办结',
      '结果做好了，到窗口领取',
      '开始制作结果',
      '作出决定：同意办理',
      '人社局出具了意见',
      '市场监管局出具了意见',
      '开始审查',
      '受理，12月4日前办好',
      expect.stringMatching(/^收件，收件编号 ZTS-/),
      '提交了申请',
      '开始填写申请',
    ]);
    expect(done.timeline.at(-3)?.by).toBe('周窗口（工号 N-周窗口）');
    expect(done.timeline.at(-1)?.by).toBe('您本人');
    expect(await owed(id)).toEqual([
      'case-submitted',
      'case-received',
      'case-accepted',
      'staff-deadline-half',
      'case-decided',
      'case-ready',
      'case-completed',
    ]);
    const { outbox = [] } = await world.stored(id);
    expect(new Set(outbox.map(({ key }) => key)).size).toBe(outbox.length);
    const facts = new Map(outbox.map((each) => [each.kind, each.facts]));
    // The last day itself, not the midnight after it.
    expect(facts.get('case-accepted')).toMatchObject({
      by: at('2026-12-04T23:59:59'),
      handler: '周窗口（工号 N-周窗口）',
      venueName: '昭通市政务服务中心',
    });
    expect(facts.get('case-ready')).toMatchObject({ outcome: '同意办理，到窗口领取', window: '3 号窗口' });
  });

  it('a result that comes by itself sends nobody to a hall', async () => {
    const id = await reviewed();
    ok(await approver.act(id, 'decide-approve'));
    ok(await window.act(id, 'issue'));
    ok(await window.act(id, 'make-ready', { how: 'courier' }));
    expect(ok(await citizen.get(id))).toMatchObject({ waitingOn: '快递', action: null });
    const ready = ((await world.stored(id)).outbox ?? []).find(({ kind }) => kind === 'case-ready');
    expect(ready?.facts).toMatchObject({ outcome: '同意办理，免费快递送到家' });
    expect(ready?.facts).not.toHaveProperty('venueName');
  });

  it('is not declined or refused without reason, rule and remedies', async () => {
    const declinedId = await received();
    ok(
      await window.act(declinedId, 'decline', {
        reason: '不在本市经营',
        basis: '行政许可法第三十二条',
        elsewhere: '曲靖市政务服务中心',
      }),
    );
    expect(ok(await citizen.get(declinedId))).toMatchObject({
      state: 'declined',
      declined: {
        reason: '不在本市经营',
        basis: '行政许可法第三十二条',
        remedies: ['这件事可以到曲靖市政务服务中心办理。', ...LICENCE.remedies],
      },
      acceptance: null,
    });
    const id = await reviewed();
    ok(await approver.act(id, 'decide-refuse', { reason: '注册资本不足', basis: '办法第七条' }));
    expect(ok(await citizen.get(id))).toMatchObject({
      stateWords: '不予办理',
      decision: { outcome: 'refused', refusal: { reason: '注册资本不足', remedies: LICENCE.remedies } },
    });
  });
});

describe('what is missing is said once', () => {
  const ask = {
    reason: '缺两样',
    asked: [
      { materialId: 'lease', why: '没有签名' },
      { name: '授权书', why: '没有交' },
    ],
  };

  it('the clock waits for the citizen, then the five days begin anew, and only acceptance or refusal is left', async () => {
    const id = await received();
    await world.clock.advance(2 * DAY);
    ok(await window.act(id, 'request-supplement', ask));
    expect(ok(await citizen.get(id))).toMatchObject({
      state: 'supplement-requested',
      action: { kind: 'supplement', label: '补材料' },
      acceptance: null,
      paused: { why: 'citizen' },
      supplement: {
        asked: [
          { materialId: 'lease', name: '材料lease', why: '没有签名' },
          { materialId: null, name: '授权书', why: '没有交' },
        ],
        dueAt: at('2026-12-12T00:00:00'),
        dueWords: '12月11日前补齐（还有 15 天）',
      },
      canSupplement: true,
    });
    await world.clock.advance(5 * DAY);
    expect(refused(await window.act(id, 'supplement', { received: [] }))).toBe('CASE_PAPERS_MISSING');
    ok(await window.act(id, 'supplement', { received: ['lease'] }));
    const after = ok(await citizen.get(id));
    expect(after).toMatchObject({
      state: 'received',
      paused: null,
      acceptance: { by: at('2026-12-09T00:00:00') },
      supplement: { answeredAt: at('2026-12-01T09:00:00') },
    });
    expect(refused(await window.act(id, 'request-supplement', ask))).toBe('CASE_SUPPLEMENT_ONCE');
    ok(await window.act(id, 'accept'));
  });

  it('reminds the citizen three days before, and closes the case when nothing came', async () => {
    const id = await received();
    ok(await window.act(id, 'request-supplement', ask));
    await world.clock.advance(11 * DAY);
    await world.work.runAll();
    expect(await owed(id)).not.toContain('case-supplement-due-soon');
    await world.clock.advance(2 * DAY);
    await world.work.runAll();
    await world.work.runAll();
    expect((await owed(id)).filter((kind) => kind === 'case-supplement-due-soon')).toHaveLength(1);
    await world.clock.advance(3 * DAY);
    expect(refused(await window.act(id, 'supplement', { received: ['lease'] }))).toBe('CASE_STATE');
    const closed = ok(await citizen.get(id));
    expect(closed).toMatchObject({ state: 'closed', tone: 'lost' });
    expect(closed.timeline[0]).toMatchObject({ at: at('2026-12-10T00:00:00'), by: '系统' });
    expect(await owed(id)).toContain('case-closed');
  });
});

describe('nobody answers', () => {
  it('five working days after it was handed in it counts as accepted from that day, received or not', async () => {
    for (const take of [true, false]) {
      const { _id: id } = await world.submitted('wang');
      await world.clock.advance(DAY);
      if (take) ok(await window.act(id, 'receive'));
      const { acceptBy, handedInAt } = await world.stored(id);
      await world.clock.advance((acceptBy as Date).getTime() - world.clock.now().getTime() - 1);
      await world.work.runAll();
      expect((await world.stored(id)).state).toBe(take ? 'received' : 'submitted');
      await world.clock.advance(1);
      await world.work.runAll();
      const doc = await world.stored(id);
      expect(doc).toMatchObject({ state: 'accepted', clocks: { acceptedAt: handedInAt } });
      expect(doc.timeline.at(-1)).toMatchObject({ action: 'deem-accept', by: { role: 'system' } });
    }
  });

  it('is told to who should have answered, and to their supervisor', async () => {
    world.office.staff.set('孙主管', { name: '孙', number: '1', roles: ['supervisor'], department: null });
    const id = await received();
    await world.clock.advance(9 * DAY);
    await world.work.runAll();
    const { outbox = [] } = await world.stored(id);
    const over = outbox.filter(
      ({ kind, facts }) => kind === 'staff-deadline-over' && facts.reason === '答复是否受理',
    );
    expect(over.map(({ to }) => to.staffId)).toEqual(['周窗口', '孙主管']);
  });

  it('is noticed also by who looks before the sweeper came', async () => {
    const id = await received();
    await world.clock.advance(8 * DAY);
    expect(ok(await citizen.get(id))).toMatchObject({
      state: 'accepted',
      promised: { by: at('2026-12-05T00:00:00') },
    });
    expect(refused(await window.act(id, 'decline', { reason: '太迟', basis: '无' }))).toBe('CASE_STATE');
  });
});

describe('limits', () => {
  it('stand while a special step lasts and go on afterwards; one that counts stops nothing', async () => {
    const id = await inReview();
    expect(refused(await reviewer.act(id, 'begin-special-step', { name: '占卜', reason: '看看' }))).toBe(
      'CASE_NO_SUCH_STEP',
    );
    await world.clock.advance(DAY);
    ok(await reviewer.act(id, 'begin-special-step', { name: '现场查看', reason: '约在周五' }));
    const standing = ok(await citizen.get(id));
    expect(standing).toMatchObject({
      state: 'special-step',
      paused: { why: 'special-step', words: expect.stringContaining('现场查看：约在周五') },
      promised: { state: 'paused', by: null, words: '计时暂停，恢复后还有 7 个工作日', workingDaysLeft: 7 },
    });
    await world.clock.advance(7 * DAY);
    await world.work.runAll();
    expect(await owed(id)).not.toContain('staff-deadline-half');
    ok(await reviewer.act(id, 'end-special-step', { outcome: '场地合格' }));
    expect(ok(await citizen.get(id))).toMatchObject({
      paused: null,
      promised: { state: 'running', by: at('2026-12-12T00:00:00'), workingDaysLeft: 7 },
    });
    ok(await reviewer.act(id, 'begin-special-step', { name: '公示', reason: '三天' }));
    expect(ok(await citizen.get(id))).toMatchObject({ paused: null, promised: { workingDaysLeft: 7 } });
  });

  it('do not go wrong when the machine’s clock is set back', async () => {
    const id = await inReview();
    await world.clock.advance(2 * DAY);
    ok(await reviewer.act(id, 'begin-special-step', { name: '现场查看', reason: '看现场' }));
    const { promisedBy } = await world.stored(id);
    await world.clock.advance(-DAY);
    ok(await reviewer.act(id, 'end-special-step', { outcome: '合格' }));
    ok(await reviewer.act(id, 'review', { opinion: 'agree' }));
    const doc = await world.stored(id);
    expect(doc.promisedBy).toEqual(promisedBy);
    const [pause] = doc.clocks.pauses;
    expect(pause?.until).toEqual(pause?.from);
  });

  it('are extended once, by another person, before the law’s limit is over', async () => {
    const id = await inReview();
    ok(await reviewer.act(id, 'request-extension', { reason: '要核对外地记录' }));
    expect(refused(await reviewer.act(id, 'request-extension', { reason: '再来' }))).toBe(
      'CASE_EXTENSION_ONCE',
    );
    const both = world.officer('李审查', ['reviewer', 'approver'], { department: '人社局' });
    expect(refused(await both.act(id, 'approve-extension'))).toBe('CASE_SAME_OFFICER');
    ok(await approver.act(id, 'approve-extension'));
    const longer = ok(await citizen.get(id));
    expect(longer).toMatchObject({
      promised: { by: at('2026-12-19T00:00:00') },
      legal: { by: at('2027-01-07T00:00:00'), provisional: true },
      extended: { reason: '要核对外地记录', workingDays: 10 },
    });
    expect(longer.timeline[0]).toMatchObject({
      what: '批准延长 10 个工作日，12月18日前办好',
      why: '要核对外地记录',
    });
    expect(refused(await approver.act(id, 'approve-extension'))).toBe('CASE_STATE');
    const late = await inReview();
    await world.clock.advance(40 * DAY);
    expect(refused(await reviewer.act(late, 'request-extension', { reason: '来不及' }))).toBe(
      'CASE_LIMIT_OVER',
    );
  });

  it('are told to those who have the case at half time, a day before and when over, each once', async () => {
    world.office.staff.set('孙主管', { name: '孙', number: '1', roles: ['supervisor'], department: null });
    const id = await inReview();
    const warned = async () => {
      await world.work.runAll();
      const { outbox = [] } = await world.stored(id);
      return outbox.flatMap(({ kind, to, facts }) =>
        kind.startsWith('staff-') && facts.reason === '承诺时限' ? [`${kind.slice(15)} ${to.staffId}`] : [],
      );
    };
    expect(await warned()).toEqual([]);
    await world.clock.advance(6 * DAY);
    expect(await warned()).toEqual(['half 周窗口']);
    await world.clock.advance(3 * DAY);
    expect(await warned()).toEqual(['half 周窗口', 'near 周窗口']);
    await world.clock.advance(2 * DAY);
    expect((await warned()).slice(2)).toEqual(['over 周窗口', 'over 孙主管']);
    await world.clock.advance(3 * DAY);
    expect(await warned()).toHaveLength(4);
    const seen = ok(await citizen.get(id));
    expect(seen.promised).toMatchObject({
      state: 'overdue',
      words: '应在 12月4日前办好，已经晚了 2 个工作日，还没有办好',
    });
    expect((await window.list())[0]?.urgency).toBe('overdue');
  });

  it('that reach into a year without a notice are said to be provisional, and counted anew with the reason', async () => {
    await world.clock.advance(33 * DAY);
    const id = await accepted();
    const before = ok(await citizen.get(id));
    expect(before.promised).toMatchObject({ by: at('2027-01-08T00:00:00'), provisional: true });
    expect(before.promised?.words).toContain('2027 年放假安排公布后可能有变');
    expect(await world.cases.recomputeDeadlines()).toBe(0);
    world.office.announce(NOTICE_2027);
    expect(await world.cases.recomputeDeadlines()).toBe(1);
    expect(await world.cases.recomputeDeadlines()).toBe(0);
    const after = ok(await citizen.get(id));
    expect(after.promised).toMatchObject({ by: at('2027-01-09T00:00:00'), provisional: false });
    expect(after.timeline[0]?.what).toBe('放假安排公布，期限重新计算：2027年1月8日前');
  });
});

describe('who may', () => {
  it('the decision waits for every department, and is never the reviewer’s own', async () => {
    const id = await inReview();
    ok(await reviewer.act(id, 'review', { opinion: 'agree' }));
    expect(refused(await reviewer.act(id, 'review', { opinion: 'object' }))).toBe('CASE_REVIEWED');
    expect(refused(await approver.act(id, 'decide-approve'))).toBe('CASE_REVIEWS_OPEN');
    ok(await partner.act(id, 'review', { opinion: 'object', note: '地址不符' }));
    const both = world.officer('李审查', ['reviewer', 'approver'], { department: '人社局' });
    expect(refused(await both.act(id, 'decide-approve'))).toBe('CASE_SAME_OFFICER');
    ok(await approver.act(id, 'decide-approve'));
  });

  it('a joint department says its opinion and no more; other halls and departments see nothing', async () => {
    const id = await inReview();
    expect(refused(await partner.act(id, 'begin-special-step', { name: '现场查看', reason: '看' }))).toBe(
      'STAFF_ROLE',
    );
    const elsewhere = world.officer('外', ['window', 'reviewer'], { venueId: 'other' });
    const others = world.officer('别', ['reviewer'], { department: '民政局' });
    for (const stranger of [elsewhere, others]) {
      expect(refused(await stranger.get(id))).toBe('NOT_FOUND');
      expect(refused(await stranger.act(id, 'start-review'))).toBe('NOT_FOUND');
      expect(await stranger.list({ scope: 'all' })).toEqual([]);
    }
    expect(refused(await world.citizen('stranger').get(id))).toBe('NOT_FOUND');
    expect(refused(await world.citizen('stranger').withdraw(id))).toBe('NOT_FOUND');
    for (const role of ['administrator', 'auditor'] as const) {
      const keeper = world.officer(role, [role], { venueId: null });
      expect(refused(await keeper.get(id))).toBe('STAFF_ROLE');
    }
    expect(ok(await world.officer('总', ['supervisor'], { venueId: null }).get(id)).actions).toEqual([]);
  });

  it('offers exactly what it would not refuse for want of the state', async () => {
    const id = await received();
    expect(ok(await window.get(id)).actions).toEqual([
      'record-papers',
      'accept',
      'decline',
      'request-supplement',
      'withdraw',
    ]);
    expect(ok(await dispatcher.get(id)).actions).toEqual(['assign']);
    expect(ok(await approver.get(id)).actions).toEqual([]);
    const { _id: draftless } = await world.submitted('wang', { item: CARD });
    expect(ok(await window.get(draftless)).actions).toContain('finish-instant');
  });

  it('a dispatcher names another officer of the hall, whom the citizen then sees', async () => {
    world.office.staff.set('吴', {
      name: '吴经办',
      number: '0102',
      roles: ['reviewer'],
      department: '人社局',
    });
    world.office.staff.set('民', { name: '民', number: '0103', roles: ['reviewer'], department: '民政局' });
    const id = await received();
    expect(refused(await dispatcher.act(id, 'assign', { staffId: '民' }))).toBe('STAFF_UNKNOWN');
    expect(refused(await dispatcher.act(id, 'assign', { staffId: 'nobody' }))).toBe('STAFF_UNKNOWN');
    ok(await dispatcher.act(id, 'assign', { staffId: '吴' }));
    expect(ok(await citizen.get(id)).handler).toMatchObject({ name: '吴经办', number: '0102' });
    expect(
      await world.officer('吴', ['reviewer'], { department: '人社局' }).list({ scope: 'mine' }),
    ).toHaveLength(1);
    expect(await window.list({ scope: 'mine' })).toEqual([]);
  });
});

describe('at the window', () => {
  const card = { name: '李四', idNumber: '530602199001010011' };

  it('takes papers in with one tick each, and does not accept what is incomplete', async () => {
    const taken = ok(
      await window.takeIn({
        itemCode: LICENCE.code,
        applicant: card,
        phone: '13900001111',
        received: ['form'],
      }),
    );
    expect(taken).toMatchObject({
      state: 'received',
      applicant: '李*',
      applicantName: '李四',
      channel: 'window',
    });
    expect(taken.materials.map(({ status }) => status)).toEqual([
      'received',
      'missing',
      'waived',
      'optional',
      'later',
    ]);
    expect(refused(await window.act(taken.id, 'accept'))).toBe('CASE_PAPERS_MISSING');
    expect(refused(await window.act(taken.id, 'record-papers', { received: ['nothing'] }))).toBe(
      'VALIDATION_FAILED',
    );
    ok(await window.act(taken.id, 'record-papers', { received: ['form', 'lease'] }));
    ok(await window.act(taken.id, 'accept'));
    expect(refused(await window.takeIn({ itemCode: 'none', applicant: card, received: [] }))).toBe(
      'NOT_FOUND',
    );
  });

  it('an instant item passes every step in one visit, each recorded, told once', async () => {
    const body = { itemCode: CARD.code, applicant: card, received: ['form'], finish: true };
    const done = ok(await window.takeIn(body, 'visit'));
    expect(done.state).toBe('completed');
    expect(done.timeline.map(({ what }) => what).reverse()).toEqual([
      expect.stringMatching(/^窗口收件/),
      '受理，11月24日前办好',
      '开始审查',
      '人社局出具了意见',
      '作出决定：同意办理',
      '开始制作结果',
      '结果做好了，到窗口领取',
      '结果已送到您手上，办结',
    ]);
    expect(await owed(done.id)).toEqual(['case-completed']);
    expect(ok(await window.takeIn(body, 'visit')).id).toBe(done.id);
    expect(await world.model.countDocuments()).toBe(1);
    expect(refused(await window.takeIn({ ...body, received: [] }))).toBe('CASE_PAPERS_MISSING');
    expect(refused(await window.takeIn({ ...body, itemCode: LICENCE.code }))).toBe('CASE_NOT_INSTANT');
    const { _id: sent } = await world.submitted('wang', { item: CARD });
    expect(ok(await window.act(sent, 'finish-instant')).state).toBe('completed');
    expect(refused(await window.act(sent, 'finish-instant'))).toBe('CASE_STATE');
    expect(refused(await window.act(await received(), 'finish-instant'))).toBe('CASE_NOT_INSTANT');
    // Where another department has to speak, no window can pass it in one visit.
    const joint = await world.submitted('wang', { item: { ...CARD, jointDepartments: ['税务局'] } });
    expect(ok(await window.get(joint._id)).actions).not.toContain('finish-instant');
    expect(refused(await window.act(joint._id, 'finish-instant'))).toBe('CASE_NOT_INSTANT');
  });

  it('an appointment becomes one case, whoever takes it in', async () => {
    world.office.appointments.set('a1', {
      personId: 'wang',
      accountId: 'account-wang',
      itemCode: LICENCE.code,
      venueId: 'hall',
    });
    const other = await world.process();
    const [one, two] = await Promise.all([
      window.takeIn({ appointmentId: 'a1', received: ['form'] }),
      world
        .officer('郑窗口', ['window'], { cases: other.cases })
        .takeIn({ appointmentId: 'a1', received: [] }),
    ]);
    expect(ok(one).id).toBe(ok(two).id);
    expect(ok(await citizen.get(ok(one).id)).state).toBe('received');
    expect(refused(await window.takeIn({ appointmentId: 'a2', received: [] }))).toBe('NOT_FOUND');
  });
});

describe('taking back', () => {
  it('by the citizen before the decision and not after', async () => {
    const id = await inReview();
    const back = ok(await citizen.withdraw(id, '不办了', 'once'));
    expect(back).toMatchObject({ state: 'withdrawn', promised: null, canWithdraw: false });
    expect(ok(await citizen.withdraw(id, '不办了', 'once')).timeline).toHaveLength(back.timeline.length);
    expect(refused(await citizen.withdraw(id))).toBe('CASE_STATE');
    const decided = await reviewed();
    ok(await approver.act(decided, 'decide-approve'));
    expect(refused(await citizen.withdraw(decided))).toBe('CASE_STATE');
  });

  it('at the counter for somebody without the app, written down as asked for there', async () => {
    const applicant = { name: '王小明', idNumber: '532101195001010019' };
    const body = { itemCode: LICENCE.code, applicant, received: ['form', 'lease'] };
    const { id } = ok(await window.takeIn(body));
    expect(ok(await window.act(id, 'accept')).actions).toContain('withdraw');
    expect(ok(await reviewer.get(id)).actions).not.toContain('withdraw');
    expect(refused(await reviewer.act(id, 'withdraw', { reason: '不办了' }))).toBe('STAFF_ROLE');
    const back = ok(await window.act(id, 'withdraw', { reason: '本人说不办了' }, 'counter'));
    expect(back).toMatchObject({ state: 'withdrawn', promised: null, actions: [] });
    expect(back.timeline[0]).toMatchObject({
      what: '应申请人在窗口的要求，撤回了申请',
      by: '周窗口（工号 N-周窗口）',
      why: '本人说不办了',
    });
    ok(await window.act(id, 'withdraw', { reason: '本人说不办了' }, 'counter'));
    expect((await world.stored(id)).outbox?.filter(({ kind }) => kind === 'case-withdrawn')).toHaveLength(1);
    expect(refused(await window.act(id, 'withdraw', { reason: '再来一次' }))).toBe('CASE_STATE');
    const decided = await reviewed();
    ok(await approver.act(decided, 'decide-approve'));
    expect(refused(await window.act(decided, 'withdraw', { reason: '太晚了' }))).toBe('CASE_STATE');
  });

  it('by who acts for them, recorded as such, and no longer when the mandate ended', async () => {
    world.office.principals.set('son', [{ mandateId: 'm1', personId: 'wang', relation: '子女' }]);
    const { _id: id } = await world.submitted('wang', { mandateId: 'm1', accountId: 'account-son' });
    const son = world.citizen('son');
    expect(ok(await son.get(id)).forWhom).toEqual({ name: '王**', relation: '子女' });
    expect((await son.list()).total).toBe(1);
    expect((await citizen.list()).total).toBe(1);
    const { outbox = [] } = await world.stored(id);
    expect(outbox.map(({ to }) => to)).toEqual([{ personId: 'wang' }, { accountId: 'account-son' }]);
    ok(await son.withdraw(id));
    expect(ok(await citizen.get(id)).timeline[0]).toMatchObject({ what: '撤回了申请', by: '代办人（子女）' });
    world.office.principals.delete('son');
    expect(refused(await son.get(id))).toBe('NOT_FOUND');
    expect((await son.list()).total).toBe(0);
  });
});

describe('races and repetitions', () => {
  it('two officers at once: one does it, the other is refused; a screen that is old changes nothing', async () => {
    const other = await world.process();
    const colleague = world.officer('郑窗口', ['window'], { cases: other.cases });
    const id = await received();
    const seen = ok(await window.get(id)).version;
    const [one, two] = await Promise.all([
      window.act(id, 'accept', { version: seen }),
      colleague.act(id, 'decline', { reason: '不齐', basis: '规定', version: seen }),
    ]);
    expect([one, two].filter((said) => 'ok' in said)).toHaveLength(1);
    expect([one, two].flatMap((said) => ('refused' in said ? [said.refused] : []))).toEqual(['CASE_CHANGED']);
    expect(refused(await colleague.act(id, 'start-review', { version: seen }))).toBe('STAFF_ROLE');
    expect(refused(await reviewer.act(id, 'start-review', { version: seen }))).toBe('CASE_CHANGED');
  });

  it('the same act repeated under one operation is answered and done once, from any process', async () => {
    const other = await world.process();
    const id = await received();
    const twins = [world.cases, other.cases, world.cases].map((cases) =>
      world.officer('周窗口', ['window'], { cases }).act(id, 'accept', {}, 'same'),
    );
    const versions = (await Promise.all(twins)).map((said) => ok(said).version);
    expect(new Set(versions).size).toBe(1);
    const { timeline } = await world.stored(id);
    expect(timeline.filter(({ action }) => action === 'accept')).toHaveLength(1);
  });

  it('both sweep at once: what the clock brings happens once', async () => {
    const other = await world.process();
    const ids = [await received(), await received()];
    await world.clock.advance(9 * DAY + HOUR);
    await Promise.all([world.work.runAll(), other.work.runAll(), world.work.runAll()]);
    for (const id of ids) {
      const { timeline, outbox = [] } = await world.stored(id);
      expect(timeline.filter(({ action }) => action === 'deem-accept')).toHaveLength(1);
      expect(new Set(outbox.map(({ key }) => key)).size).toBe(outbox.length);
    }
  });

  it('a case that cannot be settled holds up no other', async () => {
    const [bad, good] = [await received(), await received()];
    await world.model.updateOne({ _id: bad }, { $set: { limits: null } }, { strict: false });
    await world.clock.advance(9 * DAY);
    await world.work.runAll();
    expect((await world.stored(good)).state).toBe('accepted');
    expect((await world.stored(bad)).state).toBe('received');
  });

  it('both departments’ opinions given at the same moment both stand', async () => {
    const id = await inReview();
    await Promise.all([
      reviewer.act(id, 'review', { opinion: 'agree' }),
      partner.act(id, 'review', { opinion: 'agree' }),
    ]);
    expect(ok(await reviewer.get(id)).reviews.map(({ opinion }) => opinion)).toEqual(['agree', 'agree']);
  });
});

describe('looking', () => {
  it('lists what needs the citizen first, then by deadline, then what is over; finds by number', async () => {
    const calm = await accepted();
    const wanted = await received();
    ok(
      await window.act(wanted, 'request-supplement', {
        reason: '缺',
        asked: [{ name: '照片', why: '没有' }],
      }),
    );
    const gone = await received();
    ok(await citizen.withdraw(gone));
    expect((await citizen.list()).items.map(({ id }) => id)).toEqual([wanted, calm, gone]);
    expect((await citizen.list({ scope: 'closed' })).items.map(({ id }) => id)).toEqual([gone]);
    const { number = '' } = await world.stored(calm);
    for (const q of [number, number.toLowerCase().replaceAll('-', ''), ` ${number.slice(4)}`])
      expect((await citizen.list({ q })).items.map(({ id }) => id)).toEqual([calm]);
    expect((await window.list({ scope: 'all', q: number })).map(({ id }) => id)).toEqual([calm]);
    const matters = await world.cases.matters.list(citizen.caller, 'open', world.clock.now());
    expect(matters.map(({ matter }) => [matter.id, matter.tone, matter.action?.kind])).toEqual([
      [wanted, 'action', 'supplement'],
      [calm, 'waiting', undefined],
    ]);
  });

  it('gives staff my open cases by deadline', async () => {
    const later = await accepted();
    const sooner = await received();
    const mine: StaffCase[] = await window.list({ scope: 'mine' });
    expect(mine.map(({ id, dueKind }) => [id, dueKind])).toEqual([
      [sooner, 'acceptance'],
      [later, 'promised'],
    ]);
    expect(mine[0]).not.toHaveProperty('applicantName');
  });

  it('puts on a desk what one has, and what waits for one’s role', async () => {
    const desk = async (officer: Officer) => (await officer.list({ scope: 'mine' })).map(({ id }) => id);
    const { _id: sent } = await world.submitted('wang');
    const id = await inReview();
    const colleague = world.officer('郑窗口', ['window']);
    expect(await desk(window)).toEqual([sent, id]);
    expect(await desk(colleague)).toEqual([sent]);
    expect(await desk(partner)).toEqual([id]);
    ok(await partner.act(id, 'review', { opinion: 'agree' }));
    expect([await desk(partner), await desk(reviewer), await desk(approver)]).toEqual([[], [id], []]);
    ok(await reviewer.act(id, 'review', { opinion: 'agree' }));
    expect([await desk(reviewer), await desk(approver)]).toEqual([[], [id]]);
  });
});

describe('my data', () => {
  it('is exported; erased as far as the law lets us, which is said', async () => {
    const id = await inReview();
    expect(await world.cases.dataHolder.exportFor('wang')).toMatchObject([
      { item: '劳务派遣经营许可', applicant: '王小明', phone: '13900001234' },
    ]);
    const said = await world.cases.dataHolder.erase('wang', ['account-wang']);
    expect(said.erased).toEqual(['1 个还没决定的办件已撤回', '办件里的手机号和备注，办件与您账号的关联']);
    expect(said.kept).toMatchObject([{ why: expect.stringContaining('档案法'), until: '2036年年底' }]);
    const doc = await world.stored(id);
    expect(doc).toMatchObject({ state: 'withdrawn', form: { phone: null, note: null } });
    expect(JSON.stringify(doc)).not.toContain('wang"');
    expect((await citizen.list()).total).toBe(0);
    expect(await world.cases.dataHolder.erase('wang', ['account-wang'])).toEqual({ erased: [], kept: [] });
  });

  it('is sealed in the store', async () => {
    const { _id } = await world.submitted('wang');
    const raw = JSON.stringify(await world.mongo.collection('cases').findOne({ _id: _id as never }));
    for (const secret of ['王小明', '13900001234']) expect(raw).not.toContain(secret);
  });
});
