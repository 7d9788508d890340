import type { WorkingDayCalendar } from '../../../shared/domain/calendar';
import {
  type DayHours,
  hoursOn,
  type Opening,
  type OpeningException,
  type OpeningRules,
  openingAt,
  type Period,
} from '../../../shared/domain/hours';
import { addDays, type CalendarDate, dateOf } from '../../../shared/domain/time';
import type { Clock } from '../../clock';
import type { DataVersion } from '../../stores/data-version';
import type { ClosureDoc, QueueDoc, RegionDoc, VenueDoc, VenueModels } from './model';

/** A venue as it stands in memory. */
export interface Venue extends Omit<VenueDoc, '_id'> {
  id: string;
  /** Where it stands in lists without a position: city, counties, townships, villages, each by code. */
  order: number;
}

/** A queue as it stands in memory. */
export interface Queue extends Omit<QueueDoc, '_id'> {
  id: string;
}

export interface Closure extends Omit<ClosureDoc, '_id'> {
  id: string;
}

interface Contents {
  version: number;
  venues: Map<string, Venue>;
  ordered: Venue[];
  queues: Map<string, Queue>;
  queuesByVenue: Map<string, Queue[]>;
  rules: Map<string, OpeningRules>;
  closures: Closure[];
  counties: { code: string; name: string }[];
  regionNames: Map<string, string>;
}

const levels = ['city', 'county', 'township', 'village'];

/** Everything about places that never needs the store again until its version is raised. */
export class VenueDirectory {
  private contents: Contents = emptyContents();
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly models: VenueModels,
    private readonly version: DataVersion,
    private readonly clock: Clock,
    readonly calendar: WorkingDayCalendar,
  ) {}

  /** Loads when another version is stored than the one in memory. */
  async refresh(): Promise<void> {
    const version = await this.version.read();
    if (version === this.contents.version) return;
    this.contents = await this.load(version);
    for (const listener of this.listeners) listener();
  }

  /** Called after every load: answers made from the old contents are stale. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  venue(id: string): Venue | null {
    return this.contents.venues.get(id) ?? null;
  }

  queue(id: string): Queue | null {
    return this.contents.queues.get(id) ?? null;
  }

  /** Every venue in list order. */
  all(): readonly Venue[] {
    return this.contents.ordered;
  }

  queuesOf(venueId: string): readonly Queue[] {
    return this.contents.queuesByVenue.get(venueId) ?? [];
  }

  /** The city and its counties by code. */
  counties(): readonly { code: string; name: string }[] {
    return this.contents.counties;
  }

  /** Name of a division; the code itself when it is unknown. */
  regionName(code: string): string {
    return this.contents.regionNames.get(code) ?? code;
  }

  /** Announced closures that are not over, soonest first. */
  closures(): readonly Closure[] {
    return this.contents.closures;
  }

  /** The hours of a day as they will really be; an unknown venue is closed. */
  hoursOn(venueId: string, date: CalendarDate): DayHours {
    const rules = this.contents.rules.get(venueId);
    return rules ? hoursOn(rules, date, this.calendar) : { periods: [], reason: '没有这个大厅' };
  }

  /** The hours a day would have after a change that is not made yet. */
  hoursIf(
    venueId: string,
    change: { week: Period[][] } | { closure: OpeningException },
    date: CalendarDate,
  ): DayHours {
    const rules = this.contents.rules.get(venueId);
    if (!rules) return { periods: [], reason: '没有这个大厅' };
    const changed =
      'week' in change
        ? { ...rules, week: change.week }
        : { ...rules, exceptions: [...rules.exceptions, change.closure] };
    return hoursOn(changed, date, this.calendar);
  }

  /** Open or not at an instant, in words. */
  openingAt(venueId: string, now: Date): Opening {
    const rules = this.contents.rules.get(venueId);
    return rules
      ? openingAt(rules, now, this.calendar)
      : { open: false, words: '暂停开放', nextChange: null };
  }

  private async load(version: number): Promise<Contents> {
    // A closure of yesterday may still explain an answer given at midnight.
    const since = addDays(dateOf(this.clock.now()), -1);
    const [regions, venueDocs, queueDocs, closureDocs] = await Promise.all([
      this.models.regions.find({ level: { $in: ['city', 'county', 'township'] } }).lean<RegionDoc[]>(),
      this.models.venues.find().lean<VenueDoc[]>(),
      this.models.queues.find().lean<QueueDoc[]>(),
      this.models.closures.find({ to: { $gte: since } }).lean<ClosureDoc[]>(),
    ]);
    const ordered = venueDocs
      .map(({ _id: id, ...venue }) => ({ id, ...venue, order: 0 }))
      .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || compare(a.region, b.region));
    ordered.forEach((venue, order) => {
      venue.order = order;
    });
    const queues = queueDocs
      .map(({ _id: id, ...queue }) => ({ id, ...queue }))
      .sort((a, b) => compare(a.windows[0] ?? a.id, b.windows[0] ?? b.id));
    const closures = closureDocs
      .map(({ _id: id, ...closure }) => ({ id, ...closure }))
      .sort((a, b) => a.announcedAt.getTime() - b.announcedAt.getTime());
    const exceptions = groupBy(closures, (closure) => closure.venueId);
    return {
      version,
      ordered,
      venues: new Map(ordered.map((venue) => [venue.id, venue])),
      queues: new Map(queues.map((queue) => [queue.id, queue])),
      queuesByVenue: groupBy(queues, (queue) => queue.venueId),
      rules: new Map(
        ordered.map(({ id, week }) => [id, { week, exceptions: exceptions.get(id) ?? [] }] as const),
      ),
      closures: [...closures].sort((a, b) => compare(a.from, b.from) || compare(a.id, b.id)),
      counties: regions
        .filter(({ level }) => level === 'city' || level === 'county')
        .map(({ _id: code, name }) => ({ code, name }))
        .sort((a, b) => compare(a.code, b.code)),
      regionNames: new Map(regions.map(({ _id: code, name }) => [code, name])),
    };
  }
}

function emptyContents(): Contents {
  return {
    version: 0,
    venues: new Map(),
    ordered: [],
    queues: new Map(),
    queuesByVenue: new Map(),
    rules: new Map(),
    closures: [],
    counties: [],
    regionNames: new Map(),
  };
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
