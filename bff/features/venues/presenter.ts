import type { FreeTime, VenueDetail, VenueRow } from '../../../shared/contract';
import { addDays, dateOf, toIso } from '../../../shared/domain/time';
import { dayWords } from '../../../shared/domain/words';
import type { Venue, VenueDirectory } from './directory';

export interface RowExtras {
  /** Metres; null when no position was said. */
  distance: number | null;
  queueId?: string | null;
  firstFree?: FreeTime | null;
}

/** A venue as lists show it. */
export function presentRow(
  directory: VenueDirectory,
  venue: Venue,
  now: Date,
  { distance, queueId = null, firstFree = null }: RowExtras,
): VenueRow {
  const { open, words, nextChange } = directory.openingAt(venue.id, now);
  return {
    id: venue.id,
    name: venue.name,
    level: venue.level,
    county: venue.county,
    address: venue.address,
    distance,
    opening: { open, words, nextChange: nextChange && toIso(nextChange) },
    phone: venue.phone,
    facilities: venue.facilities,
    queueId,
    firstFree,
    sample: venue.sample,
  };
}

/** A venue with its hours as they will be, windows and queues. */
export function presentDetail(
  directory: VenueDirectory,
  venue: Venue,
  now: Date,
  extras: { distance: number | null; free: Map<string, FreeTime | null>; itemCount: number },
): VenueDetail {
  const { queueId, firstFree, ...row } = presentRow(directory, venue, now, { distance: extras.distance });
  const today = dateOf(now);
  return {
    ...row,
    hours: venue.week.map((periods, index) => ({ weekday: index + 1, periods })),
    week: Array.from({ length: 7 }, (_, offset) => {
      const date = addDays(today, offset);
      const { periods, reason } = directory.hoursOn(venue.id, date);
      return { date, words: dayWords(date, today), open: periods.length > 0, reason };
    }),
    route: venue.route,
    windows: venue.windows,
    queues: directory.queuesOf(venue.id).map(({ id, name, department }) => ({
      id,
      name,
      department,
      firstFree: extras.free.get(id) ?? null,
    })),
    itemCount: extras.itemCount,
  };
}
