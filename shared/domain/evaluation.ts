import type { Grade, RectificationState } from '../contract/evaluations';
import type { NoticeKind } from './notices';

/**
 * 好差评: five grades, what can be said with each, and the life of the rectification that a bad one opens. Source: the national
 * rules for evaluating government services: voluntary, once a service, never chosen beforehand, unrated stays unrated.
 */

export interface GradeFacts {
  words: string;
  /** 基本满意 and better. */
  good: boolean;
  /** What is often meant, to be touched instead of typed. */
  tags: readonly string[];
}

/** From the best to the worst, in the order in which they are shown. */
export const grades: Record<Grade, GradeFacts> = {
  5: { words: '非常满意', good: true, tags: ['一次办好', '态度热情', '讲得清楚', '等得不久', '环境整洁'] },
  4: { words: '满意', good: true, tags: ['办得快', '态度好', '讲得清楚', '指引清楚'] },
  3: { words: '基本满意', good: true, tags: ['等得有点久', '说明不够清楚', '材料有点多'] },
  2: { words: '不满意', good: false, tags: ['等得太久', '跑了好几趟', '多要材料', '说不清楚', '态度冷淡'] },
  1: { words: '非常不满意', good: false, tags: ['没有办成', '态度恶劣', '推来推去', '乱收费', '超过时限'] },
};
export const gradesFromBest: readonly Grade[] = [5, 4, 3, 2, 1];

/** Why a person has to look at a rating. It counts nevertheless until somebody says otherwise. */
export const evaluationFlags = {
  'hall-network': '从大厅自己的网络评价',
  'staff-account': '可能是工作人员的账号',
  burst: '短时间内集中好评',
  'all-best-at-once': '办完立刻给最高评价，连续多次',
  'other-window': '扫的是别的窗口的码',
  'risky-words': '文字需要人工看一下',
} as const;
export type EvaluationFlag = keyof typeof evaluationFlags;

/** How long a rating can be changed by whoever gave it. */
export const EVALUATION_CHANGE_MS = 24 * 3_600_000;

export type RectificationAction =
  | 'open'
  | 'verify'
  | 'appeal'
  | 'accept-appeal'
  | 'refuse-appeal'
  | 'rectify'
  | 'call-back'
  | 'close'
  | 'escalate'
  | 'regrade';

/** `handler` answers for the place that was rated; never the officer who was. */
export type RectificationRole = 'handler' | 'supervisor' | 'system';

export interface RectificationStateFacts {
  words: string;
  open: boolean;
}

export const rectificationStates: Record<RectificationState, RectificationStateFacts> = {
  opened: { words: '等待核实', open: true },
  verified: { words: '已核实，正在整改', open: true },
  appealed: { words: '认为不属实，等主管认定', open: true },
  rectified: { words: '已整改，等待回访', open: true },
  'called-back': { words: '已回访', open: true },
  closed: { words: '已办结', open: false },
  dismissed: { words: '认定不属实', open: false },
};

export interface RectificationTransition {
  from: RectificationState | null;
  action: RectificationAction;
  to: RectificationState;
  who: readonly RectificationRole[];
  words: string;
  notice: NoticeKind | null;
}

export const rectificationTransitions: readonly RectificationTransition[] = [
  r(null, 'open', 'opened', ['system'], '收到差评，开始核实'),
  r('opened', 'verify', 'verified', ['handler', 'supervisor'], '核实属实：{found}'),
  r('opened', 'appeal', 'appealed', ['handler'], '认为不属实：{why}'),
  r('appealed', 'accept-appeal', 'dismissed', ['supervisor'], '认定不属实：{why}', 'rectification-result'),
  r('appealed', 'refuse-appeal', 'verified', ['supervisor'], '认定属实，要求整改：{why}'),
  r('verified', 'rectify', 'rectified', ['handler', 'supervisor'], '已整改：{done}', 'rectification-result'),
  r('rectified', 'call-back', 'called-back', ['supervisor'], '回访：{outcome}'),
  // Once more while whoever rated said nothing yet: not reached, or without an opinion.
  r('called-back', 'call-back', 'called-back', ['supervisor'], '再次回访：{outcome}'),
  r('called-back', 'close', 'closed', ['supervisor'], '办结'),
  ...(['opened', 'verified', 'appealed', 'rectified'] as const).map((from) =>
    r(from, 'escalate', from, ['system'], '超过期限，交上级主管督办'),
  ),
  // A better grade within the day ends nothing: what was wrong is looked into all the same.
  ...(['opened', 'verified', 'appealed', 'rectified', 'called-back'] as const).map((from) =>
    r(from, 'regrade', from, ['system'], '评价改为“{grade}”'),
  ),
];

const bySource = new Map(rectificationTransitions.map((row) => [`${row.from} ${row.action}`, row]));

/** The row for an action in a state, whoever asks; null when the state does not know the action. */
export function rectificationTransitionOf(
  from: RectificationState | null,
  action: RectificationAction,
): RectificationTransition | null {
  return bySource.get(`${from} ${action}`) ?? null;
}

function r(
  from: RectificationState | null,
  action: RectificationAction,
  to: RectificationState,
  who: readonly RectificationRole[],
  words: string,
  notice: NoticeKind | null = null,
): RectificationTransition {
  return { from, action, to, who, words, notice };
}
