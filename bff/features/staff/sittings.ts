import { type CalendarDate, dateOf } from '../../../shared/domain/time';
import type { StaffParts } from './parts';

const DAY_MS = 86_400_000;
/** Longer than anybody waits with a complaint about a day. */
const KEPT_DAYS = 366;

/** Notes that somebody sits, or sat until now, at windows today. Repeatable; stands before it is answered. */
export async function noteSitting(
  { sittings, clock }: Pick<StaffParts, 'sittings' | 'clock'>,
  staffId: string,
  windowIds: readonly string[],
): Promise<void> {
  const now = clock.now();
  const on = dateOf(now);
  const until = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
  for (const windowId of windowIds)
    try {
      await sittings.create({ _id: `${windowId} ${on} ${staffId}`, windowId, on, staffId, until });
    } catch (error) {
      // They sat there before that day.
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
}

/** Whoever sat at a window on a day, also for a moment. */
export async function satAt(
  { sittings }: Pick<StaffParts, 'sittings'>,
  { windowId, on }: { windowId: string; on: CalendarDate },
): Promise<string[]> {
  const found = await sittings.find({ windowId, on }, { staffId: 1 }).lean<{ staffId: string }[]>();
  return found.map(({ staffId }) => staffId);
}
