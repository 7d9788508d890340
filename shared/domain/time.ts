/**
 * Beijing time without dependencies. China has one zone and no summer time since 1991, so the offset is a
 * constant and a calendar day is arithmetic. Small enough for the mini-program.
 */

/** A calendar day in Beijing, `2026-11-26`. */
export type CalendarDate = string;
/** A time of day in Beijing to the minute, `08:30`. */
export type TimeOfDay = string;

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** An instant as ISO 8601 with +08:00; milliseconds only when there are any. */
export function toIso(instant: Date): string {
  const local = new Date(instant.getTime() + OFFSET_MS).toISOString();
  return `${local.endsWith('.000Z') ? local.slice(0, 19) : local.slice(0, 23)}+08:00`;
}

/** The day in Beijing on which an instant falls. */
export function dateOf(instant: Date): CalendarDate {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** The time of day in Beijing, to the minute begun. */
export function timeOf(instant: Date): TimeOfDay {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(11, 16);
}

/** The instant at which a day in Beijing reaches a time. @param time `24:00` is the end of the day */
export function at(date: CalendarDate, time: TimeOfDay): Date {
  return new Date(startOf(date) + minutesOf(time) * MINUTE_MS);
}

/** The day that many days later. @param days whole; negative goes back */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days from one to the other; negative when the other is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(date: CalendarDate): number {
  return new Date(Date.parse(date)).getUTCDay() || 7;
}

/** Minutes since midnight. */
export function minutesOf(time: TimeOfDay): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** A time of day from minutes since midnight. @param minutes 0 to 1440 */
export function timeOfMinutes(minutes: number): TimeOfDay {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function startOf(date: CalendarDate): number {
  return Date.parse(date) - OFFSET_MS;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
