import { addDays, at, dateOf, minutesOf, timeOf } from '../../../shared/domain/time';

/** From then on what can wait is not sent. */
export const QUIET_FROM = '22:00';
/** Until then. */
export const QUIET_UNTIL = '07:30';

/** When what can wait may go out: at once by day, in the morning when it is night (Beijing time). */
export function afterQuiet(instant: Date): Date {
  const minutes = minutesOf(timeOf(instant));
  if (minutes >= minutesOf(QUIET_FROM)) return at(addDays(dateOf(instant), 1), QUIET_UNTIL);
  return minutes < minutesOf(QUIET_UNTIL) ? at(dateOf(instant), QUIET_UNTIL) : instant;
}

/** What is told of is so near the end of the night that waiting for it would be too late. */
const SOON_MS = 3 * 3_600_000;

/** Whether something that happens at `when` must be told in the night before. */
export function tooSoonToWait(now: Date, when: Date): boolean {
  return when.getTime() - afterQuiet(now).getTime() < SOON_MS;
}
