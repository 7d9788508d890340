import { addWorkingDays, type WorkingDayCalendar } from '../../../shared/domain/calendar';
import { lastDay } from '../../../shared/domain/case-clock';
import { complaintStates } from '../../../shared/domain/complaint';
import { at, dateOf } from '../../../shared/domain/time';
import type { ComplaintDoc } from './model';

/** What the clocks of a complaint follow from. */
export type ClockFacts = Pick<
  ComplaintDoc,
  | 'state'
  | 'filedAt'
  | 'replyFrom'
  | 'repliedAt'
  | 'extension'
  | 'limits'
  | 'escalated'
  | 'planBy'
  | 'planTold'
>;

/** What the clock brings to a complaint by itself. */
export type ComplaintMoment = { what: 'escalate'; level: 1 | 2; at: Date } | { what: 'plan'; at: Date };

/**
 * Every deadline, as the first moment that is too late. Working days from the day after; an approved extension lengthens the
 * time for the answer. One that has not begun is null; one that was met stays as it was.
 */
export function deadlinesOf(
  doc: ClockFacts,
  calendar: WorkingDayCalendar,
): Pick<ComplaintDoc, 'acceptBy' | 'replyBy' | 'callBackBy' | 'provisional'> {
  let provisional = false;
  const after = (from: Date | null, days: number): Date | null => {
    if (from === null) return null;
    const counted = addWorkingDays(calendar, dateOf(from), days);
    provisional ||= counted.provisional;
    return at(counted.date, '24:00');
  };
  const { limits, extension } = doc;
  const longer = extension.state === 'approved' ? (extension.days ?? 0) : 0;
  return {
    acceptBy: after(doc.filedAt, limits.accept),
    replyBy: after(doc.replyFrom, limits.reply + longer),
    callBackBy: after(doc.repliedAt, limits.callBack),
    provisional,
  };
}

/** The deadline that runs now; null when none does. */
export function deadlineNow(
  doc: Pick<ComplaintDoc, 'state' | 'acceptBy' | 'replyBy' | 'callBackBy'>,
): Date | null {
  switch (complaintStates[doc.state].clock) {
    case 'accept':
      return doc.acceptBy;
    case 'reply':
      return doc.replyBy;
    case 'call-back':
      return doc.callBackBy;
    case null:
      return null;
  }
}

/**
 * What the clock brings next; null when nothing. Overdue goes to the hall's supervisor when the deadline is over and `cityDays`
 * working days later to the city's; a dated plan is looked at when its day is over.
 */
export function nextMoment(
  doc: Pick<
    ComplaintDoc,
    'state' | 'acceptBy' | 'replyBy' | 'callBackBy' | 'escalated' | 'planBy' | 'planTold'
  >,
  calendar: WorkingDayCalendar,
  cityDays: number,
): ComplaintMoment | null {
  const moments: ComplaintMoment[] = [];
  const by = deadlineNow(doc);
  if (by && doc.escalated === 0) moments.push({ what: 'escalate', level: 1, at: by });
  if (by && doc.escalated === 1) {
    const { date } = addWorkingDays(calendar, lastDay(by), cityDays);
    moments.push({ what: 'escalate', level: 2, at: at(date, '24:00') });
  }
  // A plan outlives the complaint: it is archived, and what was promised is not done yet.
  if (doc.planBy !== null && !doc.planTold && doc.state !== 'withdrawn')
    moments.push({ what: 'plan', at: at(doc.planBy, '24:00') });
  return moments.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}

/** Whether an assignment is young enough to be returned: within `returnDays` working days. */
export function latelyAssigned(
  assignedAt: Date | null,
  now: Date,
  calendar: WorkingDayCalendar,
  returnDays: number,
): boolean {
  if (assignedAt === null) return false;
  return now < at(addWorkingDays(calendar, dateOf(assignedAt), returnDays).date, '24:00');
}
