import type { CaseDeadline } from '../contract/cases';
import type { WorkingDayCalendar } from './calendar';
import { type CasePause, type Deadline, lastDay, workingDaysLeft, workingDaysOver } from './case-clock';
import { dateOf, toIso } from './time';
import { dateWords, whenWords } from './words';

/** How deadlines of a case are said to people. */

/** What a deadline is for: the verb that follows the date. */
const verbs = { acceptance: '答复', limit: '办好', delivery: '送出结果', supplement: '补齐' } as const;

export interface DeadlineView {
  kind: keyof typeof verbs;
  /** When what it asks for was done; null while it is not. */
  doneAt: Date | null;
  /** The pause that lasts. */
  pause: CasePause | null;
  /** In hours: the time of day is said as well. */
  exact?: boolean;
}

/**
 * A deadline as it stands at a moment: `12月3日前办好（还有 5 个工作日）`, what is left while the clock stands, and openly that it
 * was missed.
 */
export function presentDeadline(
  deadline: Deadline,
  view: DeadlineView,
  now: Date,
  calendar: WorkingDayCalendar,
): CaseDeadline {
  const { by, provisional } = deadline;
  const verb = verbs[view.kind];
  const day = view.exact ? whenWords(by, now) : dateWords(lastDay(by), dateOf(now));
  const base = { provisional, workingDaysLeft: null };
  const note = provisional ? `；${lastDay(by).slice(0, 4)} 年放假安排公布后可能有变` : '';
  if (view.doneAt !== null) {
    const kept = view.doneAt < by;
    return {
      ...base,
      by: toIso(by),
      state: kept ? 'met' : 'missed',
      words: kept ? `在 ${day}的期限内` : `超过了 ${day}的期限`,
    };
  }
  if (view.pause && view.pause.from < by) {
    const left = workingDaysLeft(by, view.pause.from, calendar);
    const words = `计时暂停，恢复后还有${left > 0 ? ` ${left} 个工作日` : '最后一天'}`;
    return { ...base, by: null, state: 'paused', workingDaysLeft: left, words };
  }
  if (now >= by) {
    const over = workingDaysOver(by, now, calendar);
    const how = over > 0 ? `，已经晚了 ${over} 个工作日` : '';
    return { ...base, by: toIso(by), state: 'overdue', words: `应在 ${day}前${verb}${how}，还没有${verb}` };
  }
  const left = workingDaysLeft(by, now, calendar);
  const words = `${day}前${verb}（${left > 0 ? `还有 ${left} 个工作日` : '今天是最后一天'}${note}）`;
  return { ...base, by: toIso(by), state: 'running', workingDaysLeft: left, words };
}
