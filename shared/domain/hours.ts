import type { WorkingDayCalendar } from './calendar';
import { addDays, at, type CalendarDate, dateOf, minutesOf, type TimeOfDay, timeOf, weekday } from './time';
import { clockWords, shortDayWords, weekdayNames, weekdayWords } from './words';

/** From and to on one day, `from` < `to`. */
export interface Period {
  from: TimeOfDay;
  to: TimeOfDay;
}

/** Days on which other hours hold, announced by the venue. */
export interface OpeningException {
  from: CalendarDate;
  /** Inclusive. */
  to: CalendarDate;
  /** Empty when it is closed. */
  periods: readonly Period[];
  reason: string;
}

/** When a venue is open by rule, and what was announced. */
export interface OpeningRules {
  /** Seven lists, Monday first. */
  week: readonly (readonly Period[])[];
  /** The last one that covers a day holds. */
  exceptions: readonly OpeningException[];
}

export interface DayHours {
  periods: Period[];
  /** Why it is closed, or why the hours differ; null on an ordinary open day. */
  reason: string | null;
}

export interface Opening {
  open: boolean;
  words: string;
  /** When it closes or opens next; null when that is more than a season away. */
  nextChange: Date | null;
}

/** A closure longer than this is said as 暂停开放 rather than with a date that may move. */
const LOOK_AHEAD_DAYS = 92;

/**
 * The hours of one day as they will really be: an announcement holds over everything, a holiday is closed, a
 * make-up working day at the weekend follows a weekday, and any other day its own rule.
 */
export function hoursOn(rules: OpeningRules, date: CalendarDate, calendar: WorkingDayCalendar): DayHours {
  const exception = rules.exceptions.filter(({ from, to }) => from <= date && date <= to).pop();
  if (exception) return { periods: joined(exception.periods), reason: exception.reason };
  const holiday = calendar.holiday(date);
  if (holiday) return { periods: [], reason: `${holiday}放假` };
  if (calendar.isMakeUpDay(date)) {
    const periods = joined(rules.week.slice(0, 5).find((day) => day.length > 0) ?? []);
    return { periods, reason: periods.length > 0 ? '调休上班' : `${weekdayWords(date)}不开放` };
  }
  const periods = joined(rules.week[weekday(date) - 1] ?? []);
  if (periods.length > 0) return { periods, reason: null };
  return { periods, reason: weekday(date) > 5 ? '周末休息' : `${weekdayWords(date)}不开放` };
}

/** Open now? In data and in words a citizen can act on. */
export function openingAt(rules: OpeningRules, now: Date, calendar: WorkingDayCalendar): Opening {
  const today = dateOf(now);
  const minute = minutesOf(timeOf(now));
  const { periods } = hoursOn(rules, today, calendar);
  const current = periods.find(({ from, to }) => minutesOf(from) <= minute && minute < minutesOf(to));
  const later = periods.find(({ from }) => minutesOf(from) > minute);
  if (current) {
    const words = `营业中 · ${clockWords(current.to)} ${later ? '午休' : '关门'}`;
    return { open: true, words, nextChange: at(today, current.to) };
  }
  if (later) {
    const state = later === periods[0] ? '还没开门' : '午休';
    return {
      open: false,
      words: `${state} · ${clockWords(later.from)} 开门`,
      nextChange: at(today, later.from),
    };
  }
  const next = nextOpenDay(rules, today, calendar);
  const state = periods.length > 0 ? '已关门' : '今天休息';
  if (!next) return { open: false, words: `${state} · 暂停开放`, nextChange: null };
  const words = `${state} · ${shortDayWords(next.date, today)} ${clockWords(next.from)} 开门`;
  return { open: false, words, nextChange: at(next.date, next.from) };
}

/** The rule of a week in a sentence: `周一至周五 8:30–12:00、14:00–17:30，法定节假日休息`. */
export function weekWords(week: OpeningRules['week']): string {
  const said: { from: number; to: number; hours: string }[] = [];
  week.forEach((periods, day) => {
    const hours = joined(periods)
      .map(({ from, to }) => `${clockWords(from)}–${clockWords(to)}`)
      .join('、');
    const last = said[said.length - 1];
    if (last && last.hours === hours) last.to = day;
    else said.push({ from: day, to: day, hours });
  });
  const open = said.filter(({ hours }) => hours !== '');
  if (open.length === 0) return '暂停开放';
  const days = ({ from, to }: { from: number; to: number }) =>
    from === to
      ? weekdayNames[from]
      : `${weekdayNames[from]}${to - from > 1 ? '至' : '、'}${weekdayNames[to]}`;
  return `${open.map((group) => `${days(group)} ${group.hours}`).join('；')}，法定节假日休息`;
}

function nextOpenDay(
  rules: OpeningRules,
  today: CalendarDate,
  calendar: WorkingDayCalendar,
): { date: CalendarDate; from: TimeOfDay } | null {
  for (let i = 1, date = today; i <= LOOK_AHEAD_DAYS; i += 1) {
    date = addDays(date, 1);
    const first = hoursOn(rules, date, calendar).periods[0];
    if (first) return { date, from: first.from };
  }
  return null;
}

/** In order, with what touches or overlaps made one: 8:30–12:00 and 12:00–17:30 is no lunch break. */
function joined(periods: readonly Period[]): Period[] {
  const result: Period[] = [];
  for (const { from, to } of [...periods].sort((a, b) => minutesOf(a.from) - minutesOf(b.from))) {
    const last = result[result.length - 1];
    if (last && minutesOf(from) <= minutesOf(last.to)) {
      if (minutesOf(to) > minutesOf(last.to)) last.to = to;
    } else {
      result.push({ from, to });
    }
  }
  return result;
}
