import type { ComplaintCategory, ComplaintState } from '../contract/complaints';
import type { NoticeKind } from './notices';

/**
 * The life of a complaint as data (domain.md §5 of the founding papers): from, action, to, who may, what must hold, words for
 * the citizen. Commands, buttons, notices, docs/complaint-states.md and the exhaustive tests read these tables; nobody
 * compares states by hand.
 */

export type ComplaintAction =
  | 'file'
  | 'supplement'
  | 'withdraw'
  | 'satisfied'
  | 'not-satisfied'
  | 'accept'
  | 'decline'
  | 'assign'
  | 'join'
  | 'part'
  | 'return'
  | 'take-up'
  | 'ask-extension'
  | 'approve-extension'
  | 'refuse-extension'
  | 'reply'
  | 'reply-of-lead'
  | 'call-back'
  | 'handle-again'
  | 'close'
  | 'escalate';

/** `handler` is whoever it is assigned to; `system` the clock and the complaint it was joined to. */
export type ComplaintRole = 'citizen' | 'dispatcher' | 'handler' | 'supervisor' | 'system';

/**
 * What must hold besides state and role: `not-returned` it was never returned for reassignment; `lately-assigned` within a
 * working day of the assignment; `not-extended` no extension was asked for; `extension-open` one waits for a decision;
 * `not-handler` the officer is not who answered; `first-round` it was not handled again yet; `ending-said` a matter not
 * done ends in done, impossible with its legal reason, or a dated plan; `unsatisfied` whoever complained said so when called
 * back; `unheard` they said nothing yet, not reached or without an opinion.
 */
export type ComplaintGuard =
  | 'not-returned'
  | 'lately-assigned'
  | 'not-extended'
  | 'extension-open'
  | 'not-handler'
  | 'first-round'
  | 'ending-said'
  | 'unsatisfied'
  | 'unheard';

export interface ComplaintStateFacts {
  words: string;
  tone: 'action' | 'waiting' | 'done' | 'lost';
  /** It can still become something else. */
  open: boolean;
  /** Who has it. */
  holder: 'dispatcher' | 'handler' | 'caller-back' | 'nobody';
  /** Which of its clocks runs. */
  clock: 'accept' | 'reply' | 'call-back' | null;
  /** Its place in the drawing that the citizen sees; null: it left the road. */
  step: 1 | 2 | 3 | 4 | 5 | null;
}

export const complaintStates: Record<ComplaintState, ComplaintStateFacts> = {
  submitted: s('已提交，等待受理', 'waiting', 'dispatcher', 'accept', 1),
  accepted: s('已受理，正在分派', 'waiting', 'dispatcher', 'reply', 2),
  assigned: s('已分派，等待承办人接手', 'waiting', 'handler', 'reply', 2),
  investigating: s('正在核查', 'waiting', 'handler', 'reply', 3),
  joined: s('和同一件事的投诉一起核查', 'waiting', 'handler', 'reply', 3),
  replied: s('已答复，等待回访', 'action', 'caller-back', 'call-back', 4),
  'called-back': s('已回访，等待归档', 'waiting', 'caller-back', null, 4),
  closed: { words: '已办结归档', tone: 'done', open: false, holder: 'nobody', clock: null, step: 5 },
  declined: { words: '不属于受理范围', tone: 'lost', open: false, holder: 'nobody', clock: null, step: null },
  withdrawn: { words: '已撤回', tone: 'done', open: false, holder: 'nobody', clock: null, step: null },
};

/** The steps of the drawing, in order. */
export const complaintSteps = ['提交', '受理分派', '核查处理', '答复回访', '办结归档'] as const;

export interface ComplaintTransition {
  /** null: it begins here. */
  from: ComplaintState | null;
  action: ComplaintAction;
  to: ComplaintState;
  who: readonly ComplaintRole[];
  guards: readonly ComplaintGuard[];
  /** The line in the timeline; `{…}` are facts of the event. */
  words: string;
  /** What the citizen is told about it. */
  notice: NoticeKind | null;
}

const dispatch = ['dispatcher', 'supervisor'] as const;
const underWay = ['submitted', 'accepted', 'assigned', 'investigating', 'joined'] as const;

export const complaintTransitions: readonly ComplaintTransition[] = [
  t(null, 'file', 'submitted', ['citizen'], '提交投诉', { notice: 'complaint-received' }),
  ...same([...underWay, 'replied'], 'supplement', ['citizen'], '补充了情况'),
  ...each([...underWay, 'replied', 'called-back'], 'withdraw', 'withdrawn', ['citizen'], '撤回投诉', {
    notice: 'complaint-withdrawn',
  }),
  t('submitted', 'accept', 'accepted', dispatch, '受理，{days}个工作日内答复', {
    notice: 'complaint-accepted',
  }),
  t('submitted', 'decline', 'declined', dispatch, '不受理：{why}', { notice: 'complaint-declined' }),
  ...each(['accepted', 'assigned', 'investigating'], 'assign', 'assigned', dispatch, '交给{handler}承办', {
    notice: 'complaint-assigned',
  }),
  ...each(
    ['submitted', 'accepted', 'assigned', 'investigating'],
    'join',
    'joined',
    dispatch,
    '和编号 {lead} 的投诉一起核查，分别答复',
    { notice: 'complaint-accepted' },
  ),
  t('joined', 'part', 'accepted', [...dispatch, 'system'], '单独核查'),
  ...each(['assigned', 'investigating'], 'return', 'accepted', ['handler', 'system'], '退回重新分派：{why}', {
    guards: ['not-returned', 'lately-assigned'],
  }),
  t('assigned', 'take-up', 'investigating', ['handler'], '{handler}开始核查'),
  ...same(['assigned', 'investigating'], 'ask-extension', ['handler'], '申请延长期限：{why}', {
    guards: ['not-extended'],
  }),
  ...same(
    ['assigned', 'investigating'],
    'approve-extension',
    ['supervisor'],
    '同意延长 {days} 个工作日：{why}',
    { guards: ['extension-open', 'not-handler'], notice: 'complaint-extended' },
  ),
  ...same(['assigned', 'investigating'], 'refuse-extension', ['supervisor'], '没有同意延长期限', {
    guards: ['extension-open', 'not-handler'],
  }),
  ...each(['assigned', 'investigating'], 'reply', 'replied', ['handler'], '{handler}作出答复', {
    guards: ['ending-said'],
    notice: 'complaint-replied',
  }),
  t('joined', 'reply-of-lead', 'replied', ['system'], '作出答复', { notice: 'complaint-replied' }),
  t('replied', 'call-back', 'called-back', dispatch, '回访：{outcome}', { guards: ['not-handler'] }),
  t('called-back', 'call-back', 'called-back', dispatch, '再次回访：{outcome}', {
    guards: ['not-handler', 'unheard'],
  }),
  ...each(['replied', 'called-back'], 'satisfied', 'closed', ['citizen'], '表示满意', {
    notice: 'complaint-closed',
  }),
  ...each(
    ['replied', 'called-back'],
    'not-satisfied',
    'accepted',
    ['citizen'],
    '不满意，换人重新核查：{why}',
    {
      guards: ['first-round'],
      notice: 'complaint-again',
    },
  ),
  t('called-back', 'handle-again', 'accepted', dispatch, '回访不满意，换人重新核查', {
    guards: ['first-round', 'unsatisfied'],
    notice: 'complaint-again',
  }),
  t('called-back', 'close', 'closed', dispatch, '办结归档', {
    guards: ['not-handler'],
    notice: 'complaint-closed',
  }),
  ...same([...underWay, 'replied'], 'escalate', ['system'], '超过期限，交主管督办', {
    notice: 'complaint-escalated',
  }),
];

const bySource = new Map(complaintTransitions.map((row) => [`${row.from} ${row.action}`, row]));

/** The row for an action in a state, whoever asks; null when the state does not know the action. */
export function complaintTransitionOf(
  from: ComplaintState | null,
  action: ComplaintAction,
): ComplaintTransition | null {
  return bySource.get(`${from} ${action}`) ?? null;
}

/** How hard it is says how long an answer may take: settings say the working days of each. */
export type ComplaintWeight = 'simple' | 'general' | 'complex';

export interface CategoryFacts {
  words: string;
  /** What it is about, for whoever chooses. */
  hint: string;
  weight: ComplaintWeight;
  /** Whose desk it goes to first: the centre's own, the department it is about, or the system's keepers. */
  desk: 'centre' | 'department';
}

/** In the order in which they are offered: 未办成事项 first. */
export const complaintCategories: Record<ComplaintCategory, CategoryFacts> = {
  'matter-not-done': c('事情没办成', '跑了没办成、说不能办、一直没有结果', 'general', 'centre'),
  late: c('超过时限', '说好的日子过了还没办好', 'general', 'department'),
  attitude: c('服务态度', '冷漠、推脱、说话难听', 'simple', 'centre'),
  'more-materials': c('多要材料', '要了办事指南里没有的材料', 'general', 'department'),
  fees: c('乱收费', '收了不该收的钱，或说不清为什么收', 'complex', 'centre'),
  'passed-around': c('来回推诿', '几个窗口或部门互相推', 'general', 'centre'),
  hours: c('开放时间', '该开的时候没有开，或没有人', 'simple', 'centre'),
  system: c('系统故障', '小程序、取号机、网站用不了', 'simple', 'centre'),
  other: c('其他', '以上都不是', 'general', 'centre'),
};

/** What is not a complaint here, and where it belongs: shown before sending, never as a wall. */
export interface OtherChannel {
  key: 'emergency' | 'petition' | 'litigation' | 'discipline' | 'hotline';
  title: string;
  words: string;
  /** To ring; null when it is not done by phone. */
  phone: string | null;
  /** Words by which it may be meant. */
  signs: readonly string[];
}

export const otherChannels: readonly OtherChannel[] = [
  {
    key: 'emergency',
    title: '有危险，先打急救和报警电话',
    words: '报警 110，火警 119，急救 120。',
    phone: '110',
    signs: ['报警', '打人', '着火', '火灾', '救命', '受伤', '自杀', '急救', '昏倒', '抢劫'],
  },
  {
    key: 'petition',
    title: '正在信访的事，由信访部门办理',
    words: '已经在信访的事项，向受理的信访部门查询。',
    phone: null,
    signs: ['信访', '上访', '国家信访局'],
  },
  {
    key: 'litigation',
    title: '已经起诉、仲裁、复议的事，由原机关处理',
    words: '向受理的法院、仲裁委或复议机关查询。',
    phone: null,
    signs: ['起诉', '诉讼', '法院', '仲裁', '判决', '行政复议', '开庭'],
  },
  {
    key: 'discipline',
    title: '反映违纪违法，找纪检监察机关',
    words: '拨打 12388 举报，纪检监察机关为您保密。',
    phone: '12388',
    signs: ['受贿', '索贿', '贪污', '红包', '送礼', '吃拿卡要', '违纪'],
  },
  {
    key: 'hotline',
    title: '政务服务以外的事，打 12345',
    words: '供水供电、道路、噪音、物业等，12345 热线会转给负责的单位。',
    phone: '12345',
    signs: ['停水', '停电', '路灯', '噪音', '物业', '垃圾', '井盖', '公交'],
  },
];

/** The channels that the words of a complaint may mean, in order; none stops anyone from sending it here. */
export function channelsFor(words: string): OtherChannel[] {
  return otherChannels.filter(({ signs }) => signs.some((sign) => words.includes(sign)));
}

function s(
  words: string,
  tone: ComplaintStateFacts['tone'],
  holder: ComplaintStateFacts['holder'],
  clock: ComplaintStateFacts['clock'],
  step: ComplaintStateFacts['step'],
): ComplaintStateFacts {
  return { words, tone, open: true, holder, clock, step };
}

function c(words: string, hint: string, weight: ComplaintWeight, desk: CategoryFacts['desk']): CategoryFacts {
  return { words, hint, weight, desk };
}

type More = Partial<Pick<ComplaintTransition, 'guards' | 'notice'>>;

function t(
  from: ComplaintState | null,
  action: ComplaintAction,
  to: ComplaintState,
  who: readonly ComplaintRole[],
  words: string,
  more: More = {},
): ComplaintTransition {
  return { from, action, to, who, words, guards: [], notice: null, ...more };
}

function each(
  states: readonly ComplaintState[],
  action: ComplaintAction,
  to: ComplaintState,
  who: readonly ComplaintRole[],
  words: string,
  more: More = {},
) {
  return states.map((state) => t(state, action, to, who, words, more));
}

/** What leaves the state as it is. */
function same(
  states: readonly ComplaintState[],
  action: ComplaintAction,
  who: readonly ComplaintRole[],
  words: string,
  more: More = {},
) {
  return states.map((state) => t(state, action, state, who, words, more));
}
