import type { CaseState } from '../contract/cases';
import type { NoticeKind } from './notices';

/**
 * The life of a case as data. Commands, buttons, notices, docs/case-states.md and the exhaustive tests read these
 * tables; nobody compares states by hand. Rules: 行政许可法 §32 (acceptance, one supplement request, deemed acceptance), §38
 * (reasons and remedies), §42–45 (limits, extension, special steps), §44 (delivery).
 */

export type CaseAction =
  | 'create-draft'
  | 'save-draft'
  | 'submit'
  | 'receive'
  | 'record-papers'
  | 'accept'
  | 'deem-accept'
  | 'decline'
  | 'request-supplement'
  | 'supplement'
  | 'add-later'
  | 'close'
  | 'withdraw'
  | 'assign'
  | 'start-review'
  | 'review'
  | 'begin-special-step'
  | 'end-special-step'
  | 'request-extension'
  | 'approve-extension'
  | 'refuse-extension'
  | 'decide-approve'
  | 'decide-refuse'
  | 'issue'
  | 'make-ready'
  | 'hand-over'
  | 'issue-electronic'
  | 'send'
  | 'change-how'
  | 'deliver'
  | 'recompute';

/** `agent` acts for a citizen who agreed; `department` is a registered outside system; `system` is the clock. */
export type CaseRole =
  | 'citizen'
  | 'agent'
  | 'window'
  | 'reviewer'
  | 'approver'
  | 'dispatcher'
  | 'department'
  | 'system';

/**
 * What must hold besides state and role: `complete` everything required was handed in; `papers` everything required was
 * seen at the window (asked of the window and the reviewer, not of a department that has the papers itself);
 * `first-supplement` none was asked before; `supplement-open` the time to bring it is not over; `supplement-over` it is;
 * `acceptance-over` the five days are; `owes-opinion` that department reviews and has not said its opinion; `all-reviewed`
 * every department has; `not-reviewer` the officer reviewed nothing of it; `first-extension` none was asked before;
 * `within-limit` the legal limit is not over; `extension-asked` one waits for an answer; `not-asker` the officer did not
 * ask for it; `may-follow` something that may be brought later (容缺) is not there yet; `no-parcel` no courier brings it: then
 * only the parcel completes the case; `fee-settled` nothing is owed for it.
 */
export type CaseGuard =
  | 'complete'
  | 'papers'
  | 'first-supplement'
  | 'supplement-open'
  | 'supplement-over'
  | 'acceptance-over'
  | 'owes-opinion'
  | 'all-reviewed'
  | 'not-reviewer'
  | 'first-extension'
  | 'within-limit'
  | 'extension-asked'
  | 'not-asker'
  | 'may-follow'
  | 'no-parcel'
  | 'fee-settled';

/**
 * `start-acceptance`: the five days begin (or begin anew after a supplement); `start` the limits begin, counted from the
 * day after; `pause` until `resume`; `extend` once; `stop` nothing runs any more; `decide` only the delivery of the result
 * does, until it is `ready`; `recompute` counted anew with another calendar; `none` as it was.
 */
export type CaseClockEffect =
  | 'none'
  | 'start-acceptance'
  | 'start'
  | 'pause'
  | 'resume'
  | 'extend'
  | 'stop'
  | 'decide'
  | 'ready'
  | 'recompute';

export interface CaseStateFacts {
  /** The state in a citizen's words. */
  words: string;
  /** What it asks of the citizen: to act, to wait, nothing any more, or it was lost. */
  tone: 'action' | 'waiting' | 'done' | 'lost';
  /** Somebody still has to do something. */
  open: boolean;
  /** The deadline that runs in it. */
  runs: 'acceptance' | 'supplement' | 'limit' | 'delivery' | null;
}

export const caseStates: Record<CaseState, CaseStateFacts> = {
  draft: { words: '还没提交', tone: 'action', open: true, runs: null },
  submitted: { words: '已提交', tone: 'waiting', open: true, runs: 'acceptance' },
  received: { words: '已收件', tone: 'waiting', open: true, runs: 'acceptance' },
  'supplement-requested': { words: '要补材料', tone: 'action', open: true, runs: 'supplement' },
  accepted: { words: '已受理', tone: 'waiting', open: true, runs: 'limit' },
  declined: { words: '不予受理', tone: 'lost', open: false, runs: null },
  'in-review': { words: '审查中', tone: 'waiting', open: true, runs: 'limit' },
  'special-step': { words: '特别程序中', tone: 'waiting', open: true, runs: 'limit' },
  decided: { words: '已决定', tone: 'waiting', open: true, runs: 'delivery' },
  issuing: { words: '正在制作结果', tone: 'waiting', open: true, runs: 'delivery' },
  delivering: { words: '结果已做好', tone: 'action', open: true, runs: null },
  completed: { words: '已办结', tone: 'done', open: false, runs: null },
  withdrawn: { words: '已撤回', tone: 'done', open: false, runs: null },
  closed: { words: '没有补正，已关闭', tone: 'lost', open: false, runs: null },
};

export interface CaseTransition {
  /** null: it begins here. */
  from: CaseState | null;
  action: CaseAction;
  to: CaseState;
  who: readonly CaseRole[];
  guards: readonly CaseGuard[];
  clock: CaseClockEffect;
  /**
   * The line in the timeline; `{…}` are facts of the event. null: it leaves no line (a draft is saved many times).
   */
  words: string | null;
  /** Who reads the line. */
  shown: 'all' | 'staff';
  /** What the citizen is told about it. */
  notice: NoticeKind | null;
  /** Who also may, when the item is done in one visit (即办件). */
  instantWho: readonly CaseRole[];
}

const citizens = ['citizen', 'agent'] as const;
const acceptors = ['window', 'reviewer', 'department'] as const;
const examiners = ['reviewer', 'department'] as const;

/** Handed in and not decided. */
const undecided = [
  'submitted',
  'received',
  'supplement-requested',
  'accepted',
  'in-review',
  'special-step',
] as const;

export const caseTransitions: readonly CaseTransition[] = [
  t(null, 'create-draft', 'draft', citizens, { words: '开始填写申请' }),
  t('draft', 'save-draft', 'draft', citizens, { words: null }),
  t('draft', 'submit', 'submitted', citizens, {
    guards: ['complete'],
    clock: 'start-acceptance',
    words: '提交了申请',
    notice: 'case-submitted',
  }),
  t(null, 'receive', 'received', ['window'], {
    clock: 'start-acceptance',
    words: '窗口收件，收件编号 {receipt}',
    notice: 'case-received',
  }),
  t('submitted', 'receive', 'received', ['window', 'department'], {
    words: '收件，收件编号 {receipt}',
    notice: 'case-received',
  }),
  ...forEach(['submitted', 'received', 'supplement-requested'], 'record-papers', ['window'], {
    words: '核对材料，收到 {count} 份',
  }),
  t('received', 'accept', 'accepted', acceptors, {
    guards: ['papers'],
    clock: 'start',
    words: '受理，{by}前办好',
    notice: 'case-accepted',
  }),
  ...(['submitted', 'received'] as const).map((from) =>
    t(from, 'deem-accept', 'accepted', ['system'], {
      guards: ['acceptance-over'],
      clock: 'start',
      words: '5 个工作日内没有答复，从收到材料那天起视为受理，{by}前办好',
      notice: 'case-accepted',
    }),
  ),
  t('received', 'decline', 'declined', acceptors, {
    clock: 'stop',
    words: '不予受理',
    notice: 'case-declined',
  }),
  t('received', 'request-supplement', 'supplement-requested', acceptors, {
    guards: ['first-supplement'],
    clock: 'pause',
    words: '一次性告知要补的材料，{by}前补齐',
    notice: 'case-supplement-wanted',
  }),
  t('supplement-requested', 'supplement', 'received', ['citizen', 'agent', 'window'], {
    guards: ['supplement-open', 'complete'],
    clock: 'start-acceptance',
    words: '补交了材料',
    notice: 'case-received',
  }),
  t('supplement-requested', 'close', 'closed', ['system'], {
    guards: ['supplement-over'],
    clock: 'stop',
    words: '到期没有补材料，办件关闭',
    notice: 'case-closed',
  }),
  // What may follow (容缺) holds nothing up: it is sent at any time before the decision and moves no clock.
  ...forEach(undecided, 'add-later', citizens, {
    guards: ['may-follow'],
    words: '补交了可后补的材料：{names}',
  }),
  ...undecided.map((from) =>
    // Whoever has no app asks for it at the counter; the line then says so.
    t(from, 'withdraw', 'withdrawn', [...citizens, 'window'], {
      clock: 'stop',
      words: '{asked}撤回了申请',
      notice: 'case-withdrawn',
    }),
  ),
  ...forEach(
    [
      'submitted',
      'received',
      'supplement-requested',
      'accepted',
      'in-review',
      'special-step',
      'decided',
      'issuing',
    ],
    'assign',
    ['dispatcher'],
    { words: '转给 {handler} 办理' },
  ),
  t('accepted', 'start-review', 'in-review', examiners, { words: '开始审查', instantWho: ['window'] }),
  // Other departments go on while one of them waits for an inspection.
  ...forEach(['in-review', 'special-step'], 'review', examiners, {
    guards: ['owes-opinion'],
    words: '{department}出具了意见',
    instantWho: ['window'],
  }),
  t('in-review', 'begin-special-step', 'special-step', examiners, {
    clock: 'pause',
    words: '进入“{step}”程序{clock}',
    notice: 'case-special-step',
  }),
  t('special-step', 'end-special-step', 'in-review', examiners, {
    clock: 'resume',
    words: '“{step}”结束，继续办理，{by}前办好',
    notice: 'case-resumed',
  }),
  ...forEach(['accepted', 'in-review'], 'request-extension', ['reviewer'], {
    guards: ['first-extension', 'within-limit'],
    words: '申请延长期限',
    shown: 'staff',
  }),
  ...forEach(['accepted', 'in-review', 'special-step'], 'approve-extension', ['approver'], {
    guards: ['extension-asked', 'not-asker', 'within-limit'],
    clock: 'extend',
    words: '批准延长 {days} 个工作日，{by}前办好',
    notice: 'case-extended',
  }),
  ...forEach(['accepted', 'in-review', 'special-step'], 'refuse-extension', ['approver'], {
    guards: ['extension-asked', 'not-asker'],
    words: '没有批准延长，期限不变',
    shown: 'staff',
  }),
  ...(['decide-approve', 'decide-refuse'] as const).map((action) =>
    t('in-review', action, 'decided', ['approver', 'department'], {
      guards: ['all-reviewed', 'not-reviewer'],
      clock: 'decide',
      words: action === 'decide-approve' ? '作出决定：同意办理' : '作出决定：不予办理',
      notice: 'case-decided',
      instantWho: action === 'decide-approve' ? ['window'] : [],
    }),
  ),
  t('decided', 'issue', 'issuing', acceptors, { words: '开始制作结果' }),
  t('issuing', 'make-ready', 'delivering', acceptors, {
    clock: 'ready',
    words: '结果做好了，{how}',
    notice: 'case-ready',
  }),
  t('delivering', 'hand-over', 'completed', ['window', 'department'], {
    guards: ['no-parcel', 'fee-settled'],
    words: '结果已送到您手上，办结',
    notice: 'case-completed',
  }),
  // The parcel tells the citizen of itself.
  t('delivering', 'send', 'delivering', ['system'], { words: '开始安排快递寄送' }),
  t('delivering', 'change-how', 'delivering', [...citizens, 'system'], { words: '结果改为{how}' }),
  t('delivering', 'deliver', 'completed', ['system'], { words: '{how}，办结' }),
  t('delivering', 'issue-electronic', 'completed', ['system'], {
    words: '电子结果已签发，在手机上查看，办结',
    notice: 'result-issued',
  }),
  ...forEach(
    ['submitted', 'received', 'accepted', 'in-review', 'special-step', 'decided', 'issuing'],
    'recompute',
    ['system'],
    {
      clock: 'recompute',
      words: '放假安排公布，期限重新计算：{by}前',
    },
  ),
];

/** The steps of an item that is done in one visit, in order; a visit passes those that are left. */
export const instantCourse: readonly CaseAction[] = [
  'receive',
  'accept',
  'start-review',
  'review',
  'decide-approve',
  'issue',
  'make-ready',
  'hand-over',
];

/** The steps that are left of the course for a case in that state; null when it is not on that road. */
export function instantStepsFrom(state: CaseState | null): readonly CaseAction[] | null {
  const next = instantCourse.findIndex((action) => {
    const row = transitionOf(state, action);
    return row !== null && (row.from !== row.to || action === 'review');
  });
  return next < 0 ? null : instantCourse.slice(next);
}

type More = Partial<Omit<CaseTransition, 'from' | 'action' | 'to' | 'who'>>;

function t(
  from: CaseState | null,
  action: CaseAction,
  to: CaseState,
  who: readonly CaseRole[],
  more: More,
): CaseTransition {
  const calm = {
    guards: [],
    clock: 'none',
    words: null,
    shown: 'all',
    notice: null,
    instantWho: [],
  } as const;
  return { from, action, to, who, ...calm, ...more };
}

/** The same action in several states, none of which it leaves. */
function forEach(states: readonly CaseState[], action: CaseAction, who: readonly CaseRole[], more: More) {
  return states.map((state) => t(state, action, state, who, more));
}

const bySource = new Map(caseTransitions.map((row) => [`${row.from} ${row.action}`, row]));

/** The row for an action in a state, whoever asks; null when the state does not know the action. */
export function transitionOf(from: CaseState | null, action: CaseAction): CaseTransition | null {
  return bySource.get(`${from} ${action}`) ?? null;
}
