import { addWorkingDays, type CountedDay, countWorkingDays, type WorkingDayCalendar } from './calendar';
import type { CaseClockEffect } from './case';
import { addDays, at, type CalendarDate, dateOf, daysBetween } from './time';
import type { DurationUnit } from './words';

/**
 * The clocks of a case (行政许可法 §32, §42–45, §82). Days are Beijing days; a limit in days ends with its last day. The day on
 * which something begins is not counted: limits count from the day after acceptance, a pause takes out the working days
 * after the one it began on, up to and with the one it ended on. One that began on the last day, which was not over then, and
 * outlasted it gives at least that day back (§45: the time is not counted): the day on which it ended, or the next one that
 * is worked. Nothing is too late at the moment at which its clock runs on.
 */

/** Working days within which it must be said whether papers are accepted (§32). */
export const ACCEPTANCE_DAYS = 5;
/** Working days of the one extension (§42). */
export const EXTENSION_DAYS = 10;
/** Working days within which a decided result goes out (§44). */
export const DELIVERY_DAYS = 10;

/** A limit as the catalogue has it. */
export interface ClockLimit {
  value: number;
  unit: DurationUnit;
}

export interface CasePause {
  why: 'citizen' | 'special-step';
  reason: string;
  from: Date;
  /** null while it lasts. */
  until: Date | null;
}

/** What happened to the clocks of a case. Everything else about its deadlines follows from this and the calendar. */
export interface CaseClocks {
  /** From when the five days count: the papers were handed in. null while nobody has to answer. */
  acceptanceFrom: Date | null;
  /** From when the limits count; of a deemed acceptance the day of receipt. */
  acceptedAt: Date | null;
  /** Oldest first. A pause before acceptance moves no limit. */
  pauses: readonly CasePause[];
  /** When the longer limit was approved. */
  extendedAt: Date | null;
  decidedAt: Date | null;
  /** When the result was ready for the citizen. */
  readyAt: Date | null;
}

export interface Deadline {
  /** The first moment that is too late: the end of the last day in Beijing, or the minute for limits in hours. */
  by: Date;
  /** It reaches into a year without a holiday notice. */
  provisional: boolean;
}

export interface CaseDeadlines {
  acceptance: Deadline | null;
  promised: Deadline | null;
  legal: Deadline | null;
  delivery: Deadline | null;
}

export const stoppedClocks: CaseClocks = {
  acceptanceFrom: null,
  acceptedAt: null,
  pauses: [],
  extendedAt: null,
  decidedAt: null,
  readyAt: null,
};

/** What an effect needs to know besides when it happened. */
export interface EffectFacts {
  /** Accepted because nobody answered: it counts from the day of receipt (§32). */
  deemed?: boolean;
  /** Of a pause. */
  why?: CasePause['why'];
  reason?: string;
  /** A special step whose time counts in the limit: the clock runs on. */
  counted?: boolean;
}

/** The clocks after something happened. @param at when it did, never before what stands */
export function afterEffect(
  clocks: CaseClocks,
  effect: CaseClockEffect,
  at: Date,
  facts: EffectFacts = {},
): CaseClocks {
  const resumed = clocks.pauses.map((pause) => (pause.until === null ? { ...pause, until: at } : pause));
  switch (effect) {
    case 'none':
    case 'recompute':
      return clocks;
    case 'start-acceptance':
      return { ...clocks, pauses: resumed, acceptanceFrom: at };
    case 'start':
      return { ...clocks, acceptedAt: facts.deemed ? (clocks.acceptanceFrom ?? at) : at };
    case 'pause': {
      if (facts.counted) return clocks;
      const pause = {
        why: facts.why ?? 'special-step',
        reason: facts.reason ?? '',
        from: at,
        until: null,
      };
      const waits = pause.why === 'citizen' && { acceptanceFrom: null };
      return { ...clocks, ...waits, pauses: [...clocks.pauses, pause] };
    }
    case 'resume':
      return { ...clocks, pauses: resumed };
    case 'extend':
      return { ...clocks, extendedAt: at };
    case 'stop':
      return { ...clocks, pauses: resumed, acceptanceFrom: null };
    case 'decide':
      return { ...clocks, pauses: resumed, decidedAt: at };
    case 'ready':
      return { ...clocks, readyAt: at };
  }
}

/** Every deadline that follows from what happened. While the clock stands they are where they would be if it ran on at once. */
export function deadlinesOf(
  clocks: CaseClocks,
  limits: { promised: ClockLimit; legal: ClockLimit },
  calendar: WorkingDayCalendar,
): CaseDeadlines {
  const days = (from: Date | null, count: number): Deadline | null =>
    from && endOf(addWorkingDays(calendar, dateOf(from), count));
  const decided = clocks.decidedAt !== null;
  return {
    acceptance: clocks.acceptedAt === null ? days(clocks.acceptanceFrom, ACCEPTANCE_DAYS) : null,
    promised: limitEnd(clocks, limits.promised, calendar),
    legal: limitEnd(clocks, limits.legal, calendar),
    delivery: decided ? days(clocks.decidedAt, DELIVERY_DAYS) : null,
  };
}

/**
 * The extension and the pauses that ended, in that order of time: what is approved while the clock stands is there when it
 * runs on. A pause that began when the limit was over saves nothing.
 */
function limitEnd(clocks: CaseClocks, limit: ClockLimit, calendar: WorkingDayCalendar): Deadline | null {
  const { acceptedAt, pauses, extendedAt } = clocks;
  if (acceptedAt === null) return null;
  const moves = [
    ...pauses
      .filter(({ from, until }) => from >= acceptedAt && until !== null)
      .map(({ from, until }) => ({ from, until })),
    ...(extendedAt ? [{ from: extendedAt, until: null }] : []),
  ].sort((a, b) => (a.until ?? a.from).getTime() - (b.until ?? b.from).getTime());
  let end = firstEnd(acceptedAt, limit, calendar);
  for (const move of moves) {
    if (move.until === null) end = later(end, EXTENSION_DAYS, calendar);
    else if (move.from < end.by) end = afterPause(end, move.from, move.until, limit, calendar);
  }
  return end;
}

function firstEnd(from: Date, { value, unit }: ClockLimit, calendar: WorkingDayCalendar): Deadline {
  if (unit === 'hour') return { by: new Date(from.getTime() + value * HOUR), provisional: false };
  if (unit === 'calendar-day') return endOf({ date: addDays(dateOf(from), value), provisional: false });
  return endOf(addWorkingDays(calendar, dateOf(from), unit === 'instant' ? 0 : value));
}

function afterPause(
  end: Deadline,
  from: Date,
  until: Date,
  { unit }: ClockLimit,
  calendar: WorkingDayCalendar,
): Deadline {
  if (unit === 'hour') {
    return { ...end, by: new Date(end.by.getTime() + until.getTime() - from.getTime()) };
  }
  if (unit === 'calendar-day') {
    const days = daysBetween(dateOf(from), dateOf(until));
    return { ...end, by: at(addDays(lastDay(end.by), days), '24:00') };
  }
  const stood = countWorkingDays(calendar, dateOf(from), dateOf(until));
  const outlasted = lastDay(end.by) === dateOf(from) && until >= end.by;
  const next = outlasted && !calendar.isWorkingDay(dateOf(until)) ? 1 : 0;
  const moved = later(end, stood.count + next, calendar);
  return { ...moved, provisional: moved.provisional || stood.provisional };
}

/**
 * That many working days later, at the same time of day; from a day that is not worked, at the end of the last of them, so
 * that what ended later still does.
 */
function later(end: Deadline, count: number, calendar: WorkingDayCalendar): Deadline {
  const date = lastDay(end.by);
  const moved = addWorkingDays(calendar, date, count);
  return {
    by: calendar.isWorkingDay(date)
      ? new Date(end.by.getTime() + daysBetween(date, moved.date) * DAY)
      : at(moved.date, '24:00'),
    provisional: end.provisional || moved.provisional,
  };
}

/** The day whose end a deadline is; of one within a day that day. */
export function lastDay(by: Date): CalendarDate {
  return dateOf(new Date(by.getTime() - 1));
}

function endOf({ date, provisional }: CountedDay): Deadline {
  return { by: at(date, '24:00'), provisional };
}

/** Working days from the day after `now` up to the last one; 0 on the last day and afterwards. */
export function workingDaysLeft(by: Date, now: Date, calendar: WorkingDayCalendar): number {
  return countWorkingDays(calendar, dateOf(now), lastDay(by)).count;
}

/** Working days since the last one, up to and with today; 0 before and on the last day. */
export function workingDaysOver(by: Date, now: Date, calendar: WorkingDayCalendar): number {
  return countWorkingDays(calendar, lastDay(by), dateOf(now)).count;
}

/** The pause that lasts; null while the clock runs. */
export function pauseOf(pauses: readonly CasePause[]): CasePause | null {
  return pauses.find(({ until }) => until === null) ?? null;
}

export type WarningKind = 'half' | 'near' | 'over';
export interface Warning {
  kind: WarningKind;
  at: Date;
}

/** When staff begin to read what the night brought. */
const MORNING = '09:00';

/**
 * When those who have a case are warned of a deadline: at half its time, a (working) day before, and when it is over. Those
 * that would fall before it began are left out.
 * @param from when the time began to count
 */
export function warningsOf(
  from: Date,
  by: Date,
  unit: DurationUnit,
  calendar: WorkingDayCalendar,
): Warning[] {
  const warnings: Warning[] = [];
  if (unit === 'hour') {
    warnings.push({ kind: 'half', at: new Date((from.getTime() + by.getTime()) / 2) });
  } else {
    const last = lastDay(by);
    const total = countWorkingDays(calendar, dateOf(from), last).count;
    const half = at(workingDaysBefore(calendar, last, Math.floor(total / 2)), MORNING);
    const near = at(workingDaysBefore(calendar, last, 1), MORNING);
    if (half < near) warnings.push({ kind: 'half', at: half });
    warnings.push({ kind: 'near', at: near });
  }
  return [...warnings.filter((warning) => warning.at > from), { kind: 'over', at: by }];
}

/** The working day that many before; `count` 0 gives the day itself. */
function workingDaysBefore(calendar: WorkingDayCalendar, from: CalendarDate, count: number): CalendarDate {
  let date = from;
  for (let left = count; left > 0; ) {
    date = addDays(date, -1);
    if (calendar.isWorkingDay(date)) left -= 1;
  }
  return date;
}

const HOUR = 3_600_000;
const DAY = 86_400_000;
