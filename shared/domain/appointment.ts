import type { AppointmentState } from '../contract/booking';

/**
 * The life of an appointment as data. Commands, the ticket's buttons, docs/appointment-states.md and the
 * exhaustive tests read these tables; nobody compares states by hand.
 */

export type AppointmentAction =
  | 'hold'
  | 'confirm'
  | 'renew'
  | 'move'
  | 'cancel'
  | 'expire'
  | 'replace'
  | 'cancel-by-venue'
  | 'check-in'
  | 'walk-in'
  | 'no-show'
  | 'call'
  | 'recall'
  | 'serve'
  | 'finish'
  | 'miss'
  | 'requeue'
  | 'transfer'
  | 'park'
  | 'unpark'
  | 'prioritise'
  | 'undo'
  | 'day-end';

/** `citizen` the person it is for, `desk` staff at a window, `venue` who manages the hall, `system` the clock. */
export type AppointmentRole = 'citizen' | 'desk' | 'venue' | 'system';

/**
 * When an action is allowed: `hold` until the hold runs out, `cut-off` until so long before the start, `check-in` while
 * check-in is open, `hold-over` and `check-in-over` after those ended, `day-over` once the day is, `rebook` while the
 * right to another time lasts after the hall cancelled; `calls-left` before the last call and not at once after one,
 * `called-out` after the last;
 * `first-requeue` once a ticket.
 */
export type AppointmentWindow =
  | 'always'
  | 'hold'
  | 'cut-off'
  | 'check-in'
  | 'hold-over'
  | 'check-in-over'
  | 'day-over'
  | 'rebook'
  | 'calls-left'
  | 'called-out'
  | 'first-requeue';

export interface StateFacts {
  /** The state in a citizen's words. */
  words: string;
  /** What it asks of the citizen: to act, to wait, nothing any more, or it was lost. */
  tone: 'action' | 'waiting' | 'done' | 'lost';
  /** The seat is taken: the database lets nobody else have it. */
  occupies: boolean;
  /** Counts as the person's one booking for this queue on this day. */
  active: boolean;
}

export const appointmentStates: Record<AppointmentState, StateFacts> = {
  held: { words: '待确认', tone: 'action', occupies: true, active: true },
  booked: { words: '已预约', tone: 'waiting', occupies: true, active: true },
  'checked-in': { words: '已签到', tone: 'waiting', occupies: true, active: true },
  called: { words: '正在叫号', tone: 'action', occupies: true, active: true },
  serving: { words: '办理中', tone: 'waiting', occupies: true, active: true },
  served: { words: '已办理', tone: 'done', occupies: true, active: false },
  expired: { words: '未确认，已放开', tone: 'lost', occupies: false, active: false },
  cancelled: { words: '已取消', tone: 'done', occupies: false, active: false },
  'cancelled-by-venue': { words: '大厅取消', tone: 'lost', occupies: false, active: false },
  missed: { words: '过号', tone: 'action', occupies: true, active: true },
  'no-show': { words: '未到', tone: 'lost', occupies: false, active: false },
  parked: { words: '暂离', tone: 'action', occupies: true, active: true },
  unserved: { words: '当天未办', tone: 'lost', occupies: false, active: false },
};

export interface AppointmentTransition {
  /** null: it begins here. */
  from: AppointmentState | null;
  action: AppointmentAction;
  to: AppointmentState;
  who: readonly AppointmentRole[];
  window: AppointmentWindow;
  /** A seat given back `later` waits, so that it cannot be handed to someone one knows. */
  seat: 'kept' | 'given-back' | 'given-back-later';
  /** The line in the timeline; `{when}` is the time it is for after the action. */
  words: string;
  /** Whoever did it can take it back for some seconds. */
  undo: boolean;
}

export const appointmentTransitions: readonly AppointmentTransition[] = [
  t(null, 'hold', 'held', ['citizen'], 'always', 'kept', '为您保留了{when}'),
  t('held', 'confirm', 'booked', ['citizen'], 'hold', 'kept', '预约成功：{when}'),
  t('held', 'renew', 'held', ['citizen'], 'hold', 'kept', '继续为您保留{when}'),
  t('held', 'move', 'held', ['citizen'], 'hold', 'given-back', '改为保留{when}'),
  t('held', 'cancel', 'cancelled', ['citizen'], 'always', 'given-back', '放弃了保留的时间'),
  t('held', 'expire', 'expired', ['system'], 'hold-over', 'given-back', '保留的时间已过，名额放开'),
  t('held', 'replace', 'expired', ['system'], 'always', 'given-back', '您又选了别的时间，这个名额放开'),
  t('held', 'cancel-by-venue', 'cancelled-by-venue', ['venue'], 'always', 'given-back', '大厅取消了这个时间'),
  t('booked', 'move', 'booked', ['citizen'], 'cut-off', 'given-back', '改期到{when}'),
  t('booked', 'cancel', 'cancelled', ['citizen'], 'cut-off', 'given-back-later', '取消了预约'),
  t('booked', 'cancel-by-venue', 'cancelled-by-venue', ['venue'], 'always', 'given-back', '大厅取消了预约'),
  t('booked', 'no-show', 'no-show', ['system'], 'check-in-over', 'given-back', '预约时间已过，没有签到'),
  t('cancelled-by-venue', 'move', 'booked', ['citizen'], 'rebook', 'kept', '另约到{when}'),
  desk('booked', 'check-in', 'checked-in', '已签到，等待叫号', {
    who: ['citizen', 'desk'],
    window: 'check-in',
  }),
  desk(null, 'walk-in', 'checked-in', '现场取号，等待叫号'),
  desk('checked-in', 'call', 'called', '窗口叫号'),
  desk('checked-in', 'prioritise', 'checked-in', '优先办理'),
  desk('checked-in', 'transfer', 'checked-in', '转到别的窗口，等待叫号', { seat: 'given-back' }),
  desk('checked-in', 'park', 'parked', '暂时离开，号为您留着'),
  t(
    'checked-in',
    'cancel-by-venue',
    'cancelled-by-venue',
    ['venue'],
    'always',
    'given-back',
    '大厅取消了预约',
  ),
  t('checked-in', 'day-end', 'unserved', ['system'], 'day-over', 'given-back', '当天没有办到'),
  desk('called', 'recall', 'called', '窗口再次叫号', { window: 'calls-left' }),
  desk('called', 'serve', 'serving', '开始办理'),
  desk('called', 'miss', 'missed', '叫号三次没有应答', { who: ['desk', 'system'], window: 'called-out' }),
  desk('called', 'transfer', 'checked-in', '转到别的窗口，等待叫号', { seat: 'given-back' }),
  desk('called', 'park', 'parked', '暂时离开，号为您留着'),
  t('called', 'day-end', 'unserved', ['system'], 'day-over', 'given-back', '当天没有办到'),
  desk('missed', 'requeue', 'checked-in', '重新排队，排在三位之后', { window: 'first-requeue' }),
  t('missed', 'day-end', 'unserved', ['system'], 'day-over', 'given-back', '当天没有办到'),
  desk('parked', 'unpark', 'checked-in', '回来了，排在原来的位置'),
  desk('parked', 'transfer', 'checked-in', '转到别的窗口，等待叫号', { seat: 'given-back' }),
  t('parked', 'cancel-by-venue', 'cancelled-by-venue', ['venue'], 'always', 'given-back', '大厅取消了预约'),
  t('parked', 'day-end', 'unserved', ['system'], 'day-over', 'given-back', '当天没有办到'),
  desk('serving', 'finish', 'served', '办理结束'),
  desk('serving', 'transfer', 'checked-in', '转到别的窗口，等待叫号', { seat: 'given-back' }),
  desk('serving', 'park', 'parked', '暂时离开，号为您留着'),
  t('serving', 'day-end', 'served', ['system'], 'day-over', 'kept', '办理结束'),
];

function t(
  from: AppointmentState | null,
  action: AppointmentAction,
  to: AppointmentState,
  who: readonly AppointmentRole[],
  window: AppointmentWindow,
  seat: AppointmentTransition['seat'],
  words: string,
): AppointmentTransition {
  return { from, action, to, who, window, seat, words, undo: false };
}

/** An act of the desk: a misclick can be taken back. */
function desk(
  from: AppointmentState | null,
  action: AppointmentAction,
  to: AppointmentState,
  words: string,
  more: Partial<Pick<AppointmentTransition, 'who' | 'window' | 'seat'>> = {},
): AppointmentTransition {
  return { from, action, to, who: ['desk'], window: 'always', seat: 'kept', words, undo: true, ...more };
}

/** The line in the timeline when an act of the desk was taken back. */
export const undoWords = '窗口更正，撤销了上一步';

const bySource = new Map(appointmentTransitions.map((row) => [`${row.from} ${row.action}`, row]));

/** The row for an action in a state, whoever asks; null when the state does not know the action. */
export function transitionOf(
  from: AppointmentState | null,
  action: AppointmentAction,
): AppointmentTransition | null {
  return bySource.get(`${from} ${action}`) ?? null;
}

/** The limits a venue sets, as settings.booking has them. */
export interface AppointmentLimits {
  changeHours: number;
  checkInBeforeMinutes: number;
  checkInAfterMinutes: number;
  /** So many calls without an answer are a missed call. */
  callsBeforeMissed: number;
  /** Seconds between two calls of one number: time to hear it and walk over. */
  recallSeconds: number;
}

export interface AppointmentTimes {
  start: Date;
  end: Date;
}

/** Until then it can be moved or cancelled online. */
export function changeUntil({ start }: AppointmentTimes, { changeHours }: AppointmentLimits): Date {
  return new Date(start.getTime() - changeHours * 3_600_000);
}

export function checkInFrom({ start }: AppointmentTimes, { checkInBeforeMinutes }: AppointmentLimits): Date {
  return new Date(start.getTime() - checkInBeforeMinutes * 60_000);
}

export function checkInUntil({ start }: AppointmentTimes, { checkInAfterMinutes }: AppointmentLimits): Date {
  return new Date(start.getTime() + checkInAfterMinutes * 60_000);
}

/** When who has not checked in did not come: the slot is over and so is check-in. */
export function noShowAt(times: AppointmentTimes, limits: AppointmentLimits): Date {
  return new Date(Math.max(times.end.getTime(), checkInUntil(times, limits).getTime()));
}

export type AppointmentRefusal =
  | 'APPOINTMENT_STATE'
  | 'HOLD_EXPIRED'
  | 'CUT_OFF_PASSED'
  | 'OUTSIDE_CHECK_IN'
  | 'CALLS_TOO_FEW'
  | 'CALLED_THRICE'
  | 'CALLED_JUST_NOW'
  | 'REQUEUED_BEFORE';

export interface AppointmentFacts extends AppointmentTimes {
  state: AppointmentState;
  /** Set while held. */
  heldUntil: Date | null;
  /** Set after the hall cancelled it: until then another time can be chosen. */
  rebookUntil?: Date | null;
  /** Calls in this round without an answer. */
  calls?: number;
  /** When it was last called. */
  lastCallAt?: Date | null;
  /** Came back after a missed call before. */
  requeued?: boolean;
  /** The end of the day it stands in line. */
  dayEnd?: Date;
}

/**
 * Why someone may not do something now; null when they may. The one place that says so: commands refuse by it
 * and the ticket shows its buttons by it.
 */
export function refusalOf(
  facts: AppointmentFacts,
  action: AppointmentAction,
  role: AppointmentRole,
  now: Date,
  limits: AppointmentLimits,
): AppointmentRefusal | null {
  const row = transitionOf(facts.state, action);
  if (!row?.who.includes(role)) {
    // Who confirms or moves what has just run out is told that, not that the state is another.
    const ranOut = facts.state === 'expired' && transitionOf('held', action)?.window === 'hold';
    return ranOut && role === 'citizen' ? 'HOLD_EXPIRED' : 'APPOINTMENT_STATE';
  }
  const held = facts.heldUntil !== null && now < facts.heldUntil;
  switch (row.window) {
    case 'always':
      return null;
    case 'hold':
      return held ? null : 'HOLD_EXPIRED';
    case 'hold-over':
      return held ? 'APPOINTMENT_STATE' : null;
    case 'cut-off':
      return now <= changeUntil(facts, limits) ? null : 'CUT_OFF_PASSED';
    case 'check-in':
      return checkInFrom(facts, limits) <= now && now <= checkInUntil(facts, limits)
        ? null
        : 'OUTSIDE_CHECK_IN';
    case 'check-in-over':
      return now >= noShowAt(facts, limits) ? null : 'APPOINTMENT_STATE';
    case 'day-over':
      return facts.dayEnd && now >= facts.dayEnd ? null : 'APPOINTMENT_STATE';
    case 'rebook':
      return facts.rebookUntil && now <= facts.rebookUntil ? null : 'APPOINTMENT_STATE';
    case 'calls-left':
      if ((facts.calls ?? 0) >= limits.callsBeforeMissed) return 'CALLED_THRICE';
      return justCalled(facts, limits, now) ? 'CALLED_JUST_NOW' : null;
    case 'called-out':
      return (facts.calls ?? 0) < limits.callsBeforeMissed ? 'CALLS_TOO_FEW' : null;
    case 'first-requeue':
      return facts.requeued ? 'REQUEUED_BEFORE' : null;
  }
}

/** Three clicks in a row are not three calls: nobody could have heard them and come. */
function justCalled(
  { lastCallAt }: AppointmentFacts,
  { recallSeconds }: AppointmentLimits,
  now: Date,
): boolean {
  return Boolean(lastCallAt) && now.getTime() - Number(lastCallAt) < recallSeconds * 1_000;
}

export interface SuspensionRules {
  /** So many no-shows … */
  noShows: number;
  /** … within so many days … */
  noShowDays: number;
  /** … stop online booking for so many days (walk-in is never stopped). */
  suspensionDays: number;
}

/**
 * Until when a person may not book online; null when they may. No-shows that already led to a suspension do
 * not count towards the next one.
 * @param noShows when they happened, in any order
 */
export function suspendedUntil(noShows: readonly Date[], rules: SuspensionRules, now: Date): Date | null {
  const day = 86_400_000;
  let counted: number[] = [];
  let until = 0;
  for (const at of noShows.map(Number).sort((a, b) => a - b)) {
    counted = [...counted.filter((earlier) => at - earlier < rules.noShowDays * day), at];
    if (counted.length < rules.noShows) continue;
    until = at + rules.suspensionDays * day;
    counted = [];
  }
  return until > now.getTime() ? new Date(until) : null;
}
