import type { DeliveryDoc } from '../model';

const SOONEST_MS = 30 * 60_000;
const LATEST_MS = 6 * 3_600_000;

/**
 * When a carrier is asked how a parcel stands: half as long after as nothing was heard of it, between half an hour and six
 * hours. Pushes put it off; where they stay away it is asked ever less often.
 */
export function nextAskedAt({ changedAt, track }: Pick<DeliveryDoc, 'changedAt' | 'track'>, now: Date): Date {
  const heard = Math.max(changedAt.getTime(), ...track.map(({ at }) => at.getTime()));
  const silent = (now.getTime() - heard) / 2;
  return new Date(now.getTime() + Math.min(Math.max(silent, SOONEST_MS), LATEST_MS));
}
