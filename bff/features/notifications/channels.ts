import { addDays, at, dateOf } from '../../../shared/domain/time';
import type { ChannelDoc, DeliveryDoc } from './model';
import type { NotificationParts } from './parts';

const DAY_MS = 86_400_000;

/** The channels that rest now, in every process. */
export async function pausedChannels(
  { channels }: Pick<NotificationParts, 'channels'>,
  now: Date,
): Promise<DeliveryDoc['channel'][]> {
  const paused = await channels.find({ pausedUntil: { $gt: now } }).lean<ChannelDoc[]>();
  // Set by a clock that was ahead: no pause is longer than a day.
  return paused
    .filter(({ pausedUntil }) => pausedUntil.getTime() - now.getTime() <= DAY_MS)
    .map(({ _id }) => _id);
}

/** The day's quota is used up: nothing more goes out this way until the next day in Beijing. */
export async function pauseUntilTomorrow(
  { channels, log }: Pick<NotificationParts, 'channels' | 'log'>,
  channel: DeliveryDoc['channel'],
  reason: string,
  now: Date,
): Promise<Date> {
  const pausedUntil = at(addDays(dateOf(now), 1), '00:00');
  await channels.updateOne({ _id: channel }, { $set: { pausedUntil, reason } }, { upsert: true });
  log.error({ channel, reason, until: pausedUntil }, 'a channel of messages rests until tomorrow');
  return pausedUntil;
}
