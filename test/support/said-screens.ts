import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';
import { Client } from './client';
import { actOn, answer, complain, HALL, ownWords } from './complaint-desk';
import { endedVisit, rate, rectificationBodies, VENUE, WINDOW } from './evaluations';
import { photo, upload } from './files';
import { longOverdue } from './late-complaint';
import * as questions from './questions';
import type { Screen } from './screens';
import { staff } from './staff';

/** Names as long as they come, and words that somebody did not break. */
const longTitle = '云南省城乡居民基本养老保险待遇领取资格认证和丧葬补助金、个人账户余额一次性领取申请';
const longWords = `${'排了两个小时，轮到我时窗口说系统坏了，让我明天再来。'.repeat(6)}\n附单号${'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.repeat(3)}`;
const asked = '人在外地打工，身份证到期了，能不能在当地就近换，还是一定要回昭通来办？';

/** Screens of complaining, asking, rating and of windows, and what the phone keeps for those that need it. */
interface SaidScreens {
  screens: Screen[];
  kept: Record<string, unknown>;
}

/** Somebody who has complained in every way it can go, asked, and rated; and a complaint that is being written. */
export async function saidScreens(app: TestApp, who: SignedIn): Promise<SaidScreens> {
  const { screens, kept } = await complaintScreens(app, who);
  return {
    screens: [...screens, ...(await questionScreens(app, who)), ...(await ratingScreens(app, who))],
    kept,
  };
}

async function complaintScreens(app: TestApp, who: SignedIn): Promise<SaidScreens> {
  const [dispatcher, handler, other, head] = await Promise.all([
    staff(app, 'dispatcher', { venueId: null }),
    staff(app, 'supervisor', { venueId: HALL }),
    staff(app, 'supervisor', { venueId: HALL }),
    staff(app, 'supervisor', { venueId: HALL }),
  ]);
  const given = async (id: string, to = handler) => {
    await actOn(dispatcher, id, 'assign', { staffId: to.member.id });
    await actOn(to, id, 'take-up');
  };
  const photos = async () => [(await upload(who, await photo())).id];

  // Answered with a plan, and something was added meanwhile.
  const answered = await complain(who, {
    category: 'matter-not-done',
    what: longWords,
    wanted: '给个准确的办理时间，别让人白跑。',
    photos: await photos(),
  });
  await actOn(dispatcher, answered.id, 'accept');
  await given(answered.id);
  await who.get('POST /complaints/{id}/supplement', {
    params: { id: answered.id },
    body: { words: '后来有人说那天系统没有坏。', photos: await photos() },
  });
  await actOn(
    handler,
    answered.id,
    'reply',
    answer({ ending: 'planned', endingWords: '系统恢复后当天优先办理', planBy: '2026-12-31' }),
  );

  // Handled twice.
  const again = await complain(who, { category: 'passed-around' });
  await actOn(dispatcher, again.id, 'accept');
  await given(again.id);
  await actOn(handler, again.id, 'reply', answer());
  await who.get('POST /complaints/{id}/feedback', {
    params: { id: again.id },
    body: { satisfied: false, why: '没有当面说明。' },
  });
  await given(again.id, other);
  await actOn(other, again.id, 'reply', answer());

  // Late, and with the supervisor.
  const late = await complain(who, { category: 'late', photos: await photos() });
  await actOn(dispatcher, late.id, 'accept');
  await given(late.id);
  await longOverdue(app, late.id);

  const declined = await complain(who, { category: 'other' });
  await actOn(dispatcher, declined.id, 'decline', {
    reason: '已经起诉，由法院处理，法院判决以前不另外核查。',
    channel: '昭阳区人民法院诉讼服务中心，电话 12368 或 0870-2123456',
  });

  // Closed, and published in general words.
  const closed = await complain(who, { category: 'hours', publishConsent: true });
  await actOn(dispatcher, closed.id, 'accept');
  await given(closed.id);
  await actOn(handler, closed.id, 'reply', answer());
  await who.get('POST /complaints/{id}/feedback', {
    params: { id: closed.id },
    body: { satisfied: true },
  });
  const words = answer();
  await actOn(dispatcher, closed.id, 'draft-publication', {
    what: '下午两点到窗口，写着两点开门，等到两点四十才有人来。',
    found: '当天下午窗口轮班交接晚了四十分钟。',
    done: '已经重新排班，中午留人值守。',
    basis: words.basis,
  });
  const { publication } = await head.get('GET /staff/complaints/{id}', { params: { id: closed.id } });
  await actOn(head, closed.id, 'approve-publication', { lookedAt: publication.draft?.marks.length ?? 0 });

  const waiting = await complain(who, { category: 'system', venueId: undefined });
  const { complaint: hidden, queryCode } = await new Client(app.api).get('POST /complaints', {
    body: { category: 'attitude', what: `说话难听，不让问。${ownWords()}`, venueId: HALL, anonymous: true },
  });

  const page = '/packages/complaints';
  const detail = ({ id }: { id: string }) => `${page}/detail/index?id=${id}`;
  const personal = true;
  return {
    screens: [
      { name: 'complain', path: `${page}/file/index`, ready: /有一份没写完的投诉/ },
      { name: 'complain-words', path: `${page}/file/index?step=2`, ready: /写到哪里存到哪里/ },
      { name: 'complain-where', path: `${page}/file/index?step=3`, ready: /哪个窗口/ },
      { name: 'complain-check', path: `${page}/check/index`, ready: /修改/ },
      {
        name: 'complain-done',
        path: `${page}/done/index?id=${waiting.id}`,
        ready: /接下来/,
        personal,
      },
      { name: 'complain-code', path: `${page}/done/index?number=${hidden.number}`, ready: /查询码，记下来/ },
      { name: 'complaint', path: detail(answered), ready: /这次答复，您满意吗/, personal },
      { name: 'complaint-again', path: detail(again), ready: /已经换人核查过一次/, personal },
      { name: 'complaint-late', path: detail(late), ready: /已超过期限，主管在督办/, personal },
      { name: 'complaint-declined', path: detail(declined), ready: /为什么没有受理/, personal },
      { name: 'complaint-closed', path: detail(closed), ready: /还有疑问/, personal },
      {
        name: 'complaint-hidden',
        path: `${page}/detail/index?number=${hidden.number}`,
        ready: /不在这台手机上留查询码/,
      },
      {
        name: 'complaint-no-code',
        path: `${page}/detail/index?number=TS-20261124-7K3Q9F`,
        ready: /要查询码才能看/,
      },
      { name: 'complaints', path: `${page}/mine/index`, ready: new RegExp(late.number), personal },
      { name: 'complaint-lookup', path: `${page}/lookup/index`, ready: /存在这台手机上的/ },
      { name: 'complaints-published', path: `${page}/published/index`, ready: /重新排班/ },
    ],
    kept: {
      'complaint draft': { form: beingWritten, sending: null },
      'anonymous complaints': [
        { number: hidden.number, code: queryCode, title: hidden.title, filedAt: hidden.filedAt },
      ],
    },
  };
}

/** As the phone keeps it. */
const beingWritten = {
  category: 'more-materials',
  what: longWords,
  wanted: '照办事指南收材料。',
  place: {
    kind: 'hall',
    id: '',
    title: '昭通市政务服务中心',
    venueId: VENUE,
    venueName: '昭通市政务服务中心',
    windowId: WINDOW,
    windowName: '城乡居民基本养老保险待遇领取资格认证综合服务窗口',
  },
  item: { code: '530600ITEM1', name: longTitle },
  on: '2026-11-24',
  around: '上午十点左右',
  anonymous: false,
  publishConsent: true,
};

async function questionScreens(app: TestApp, who: SignedIn): Promise<Screen[]> {
  const { code } = await questions.askedItem(app);
  await questions.published(app, asked, '可以。带旧身份证到当地任一公安窗口办异地换领，办好后邮寄给您。');
  const told = await questions.ask(app, who, `照片要不要自己带去窗口？${longWords}`.slice(0, 400));
  await questions.answer(app, told.id, '不用带，窗口当场免费拍照。\n自己带的，要是近半年的白底照片。');
  const open = await questions.ask(app, who, '办证大厅中午休息吗？');
  const page = '/packages/questions';
  return [
    { name: 'ask', path: `${page}/ask/index?item=${code}`, ready: /这件事常有人问/ },
    { name: 'faq', path: `${page}/faq/index?item=${code}`, ready: /就近换/ },
    {
      name: 'question',
      path: `${page}/detail/index?id=${told.id}`,
      ready: /窗口当场免费拍照/,
      personal: true,
    },
    { name: 'question-open', path: `${page}/detail/index?id=${open.id}`, ready: /前答复/, personal: true },
    { name: 'questions', path: `${page}/mine/index`, ready: /中午休息/, personal: true },
  ];
}

async function ratingScreens(app: TestApp, who: SignedIn): Promise<Screen[]> {
  await staff(app, 'window', { window: WINDOW });
  const reviewer = await staff(app, 'reviewer');
  const due = await endedVisit(app, who, { title: longTitle });
  await rate(who, await endedVisit(app, who, { title: '户口迁移' }), 5, { tags: ['一次办好'] });
  const { id } = await rate(who, await endedVisit(app, who, { title: longTitle }), 1, {
    tags: ['没有办成'],
    words: longWords,
  });
  for (const action of ['verify', 'rectify'] as const) {
    const path = `POST /staff/rectifications/{id}/${action}` as const;
    await reviewer.get(path, { params: { id }, body: rectificationBodies[action] as never });
  }
  const unrated = await person(app);
  await endedVisit(app, unrated);
  const page = '/packages/evaluation';
  return [
    {
      name: 'rate',
      path: `${page}/rate/index?kind=appointment&id=${due.serviceId}`,
      ready: /评不评都可以/,
      personal: true,
    },
    { name: 'evaluation', path: `${page}/detail/index?id=${id}`, ready: /已整改，等待回访/, personal: true },
    { name: 'evaluations', path: `${page}/mine/index`, ready: /户口迁移/, personal: true },
    { name: 'windows', path: `/packages/window/windows/index?id=${VENUE}`, ready: /点开看谁在那里/ },
    { name: 'window', path: `/packages/window/window/index?id=${WINDOW}`, ready: /没有评的/ },
  ];
}
