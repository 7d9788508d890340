import { suspendedUntil } from '../../../shared/domain/appointment';
import { dateOf } from '../../../shared/domain/time';
import { dateWords } from '../../../shared/domain/words';
import { Problem } from '../../problem';
import type { BookingParts } from './parts';

/** Far more than a suspension needs; the oldest no longer matter. */
const MOST = 20;

/**
 * Online booking pauses after repeated no-shows; walk-in never does.
 * @throws Problem BOOKING_SUSPENDED, saying until when
 */
export async function refuseSuspended(parts: BookingParts, personId: string, now: Date): Promise<void> {
  const { noShowDays, suspensionDays } = parts.settings.booking;
  const since = new Date(now.getTime() - (2 * noShowDays + suspensionDays) * 86_400_000);
  const missed = await parts.appointments
    .find({ personId, state: 'no-show', start: { $gte: since } }, { start: 1 })
    .sort({ start: -1 })
    .limit(MOST)
    .lean<{ start: Date }[]>();
  const until = suspendedUntil(
    missed.map(({ start }) => start),
    parts.settings.booking,
    now,
  );
  if (!until) return;
  const words = dateWords(dateOf(until), dateOf(now));
  throw new Problem('BOOKING_SUSPENDED', {
    next: `${words}起可以再在线预约；这之前可以直接到大厅现场取号，不受影响。有异议可以拨打 12345。`,
  });
}
