import type { VenueRow } from '../../../shared/contract';
import type { venuesContract } from '../../../shared/contract/venues';
import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import { distanceMetres, type Position } from '../../../shared/domain/distance';
import type { DayHours, OpeningException, Period } from '../../../shared/domain/hours';
import type { CalendarDate } from '../../../shared/domain/time';
import type { Deps } from '../../deps';
import { PreparedCache } from '../../http/prepared-cache';
import type { Routes } from '../../http/route';
import { DataVersion } from '../../stores/data-version';
import type { AnyModel } from '../../stores/indexes';
import type { HolidayCalendar } from '../calendar';
import { announceClosure, type ClosureAnnouncement } from './announce-closure';
import { changesToApply, markApplied, type PendingChange, setWeek, withdrawClosure } from './change-hours';
import { type Closure, type Queue, type Venue, VenueDirectory } from './directory';
import { venueModels } from './model';
import { presentRow } from './presenter';
import { venueRoutes } from './routes';
import type { Availability, CatalogueForVenues } from './services';

export type { Closure, Queue, Venue } from './directory';
export type { Availability, CatalogueForVenues, QueueRef } from './services';

/** What other features may ask of venues. Queries answer from memory. */
export interface Venues {
  routes: Routes<typeof venuesContract>;
  models: AnyModel[];
  /** Which days are worked, and for which years that is known. */
  calendar: WorkingDayCalendar;
  venue(id: string): Venue | null;
  /** Every venue: city, counties, townships, villages, each by code. */
  all(): readonly Venue[];
  queue(id: string): Queue | null;
  /** The queues of one venue. */
  queuesOf(venueId: string): readonly Queue[];
  /** The hours that venue will really have on that day, with the reason when it is closed or they differ. */
  periodsOn(venueId: string, date: CalendarDate): DayHours;
  /** The nearest of those venues; null when none of them exists. */
  nearest(near: Position, venueIds: readonly string[]): { venue: Venue; distance: number } | null;
  /** A venue as lists show it. @param distance metres, or null */
  row(venue: Venue, now: Date, distance: number | null): VenueRow;
  /** The city (530600) and its counties. */
  counties(): readonly { code: string; name: string }[];
  regionName(code: string): string;
  /** Closures that are not over, soonest first. */
  closures(): readonly Closure[];
  /** The hours a day would have after a change that is not made yet. */
  periodsIf(
    venueId: string,
    change: { week: Period[][] } | { closure: OpeningException },
    date: CalendarDate,
  ): DayHours;
  /** Closures of one venue that are not over, soonest first. */
  closuresOf(venueId: string): readonly (Omit<Closure, 'applying'> & { applying: boolean })[];
  /** Writes a closure whose bookings are to be cancelled; from then on its hours hold. */
  close(closure: ClosureAnnouncement): Promise<void>;
  /** Takes one back. @returns false when the venue has none of that id */
  withdrawClosure(venueId: string, closureId: string): Promise<boolean>;
  /** Changes the weekly hours of a venue; bookings they hit are to be cancelled. */
  setWeek(venueId: string, week: Period[][], reason: string, at: Date): Promise<void>;
  /** Changes whose bookings are still to be cancelled, after reading the hours anew. */
  changesToApply(): Promise<PendingChange[]>;
  changeApplied(change: PendingChange): Promise<void>;
  /** Called whenever venues, queues, closures or the yearly holidays were read anew. */
  onChange(listener: () => void): void;
  /** Hands over the catalogue once it is made. */
  joinCatalogue(catalogue: CatalogueForVenues): void;
}

/** How long an answer that says "open" or "free" may be told again. */
const FRESH_MS = 3_000;
const REFRESH_EVERY_MS = 3_000;

/** Places: where they are, when they are open, which queues they have. Reads them into memory before it answers. */
export async function createVenues(
  deps: Deps & { availability: Availability; calendar: HolidayCalendar },
): Promise<Venues> {
  const models = venueModels(deps.mongo);
  const version = new DataVersion(deps.mongo, 'venues');
  const { calendar } = deps;
  const directory = new VenueDirectory(models, version, deps.clock, calendar);
  const cache = new PreparedCache(deps.clock, FRESH_MS);
  const onChange = (listener: () => void) => {
    directory.onChange(listener);
    calendar.onChange(listener);
  };
  onChange(() => cache.clear());
  await directory.refresh();
  deps.work.add({ name: 'venues-refresh', every: REFRESH_EVERY_MS, run: () => directory.refresh() });

  let catalogue: CatalogueForVenues = { queuesServing: () => null, itemCount: () => 0 };
  const joined: CatalogueForVenues = {
    queuesServing: (code) => catalogue.queuesServing(code),
    itemCount: (venueId) => catalogue.itemCount(venueId),
  };
  return {
    routes: venueRoutes({ directory, cache, catalogue: joined, availability: deps.availability }),
    models: [...Object.values(models), version.model],
    calendar,
    venue: (id) => directory.venue(id),
    all: () => directory.all(),
    queue: (id) => directory.queue(id),
    queuesOf: (venueId) => directory.queuesOf(venueId),
    periodsOn: (venueId, date) => directory.hoursOn(venueId, date),
    nearest: (near, venueIds) => nearest(directory, near, venueIds),
    row: (venue, now, distance) => presentRow(directory, venue, now, { distance }),
    counties: () => directory.counties(),
    regionName: (code) => directory.regionName(code),
    closures: () => directory.closures(),
    periodsIf: (venueId, change, date) => directory.hoursIf(venueId, change, date),
    closuresOf: (venueId) =>
      directory
        .closures()
        .filter((closure) => closure.venueId === venueId)
        .map((closure) => ({ ...closure, applying: closure.applying ?? false })),
    close: async (closure) => {
      await announceClosure(models, version, closure, { applying: true });
      await directory.refresh();
    },
    withdrawClosure: async (venueId, closureId) => {
      const gone = await withdrawClosure(models, version, venueId, closureId);
      await directory.refresh();
      return gone;
    },
    setWeek: async (venueId, week, reason, at) => {
      await setWeek(models, version, venueId, week, { reason, since: at });
      await directory.refresh();
    },
    changesToApply: async () => {
      const pending = await changesToApply(models);
      if (pending.length > 0) await directory.refresh();
      return pending;
    },
    changeApplied: (change) => markApplied(models, version, change),
    onChange,
    joinCatalogue: (made) => {
      catalogue = made;
    },
  };
}

function nearest(directory: VenueDirectory, near: Position, venueIds: readonly string[]) {
  let best: { venue: Venue; distance: number } | null = null;
  for (const id of venueIds) {
    const venue = directory.venue(id);
    if (!venue) continue;
    const distance = distanceMetres(near, venue.address);
    if (!best || distance < best.distance) best = { venue, distance };
  }
  return best;
}
