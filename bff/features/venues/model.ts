import { type Connection, type Model, Schema } from 'mongoose';
import type { Period } from '../../../shared/domain/hours';
import type { CalendarDate } from '../../../shared/domain/time';

export type VenueLevel = 'city' | 'county' | 'township' | 'village';

/** An administrative division by its statistical code: 6 digits, township 9, village 12. */
export interface RegionDoc {
  _id: string;
  name: string;
  level: VenueLevel;
  /** The division it belongs to; null for the city. */
  parent: string | null;
}

export interface VenueWindow {
  id: string;
  name: string;
  department: string;
}

/** A hall or service point. */
export interface VenueDoc {
  _id: string;
  name: string;
  level: VenueLevel;
  /** Six digits; 530600 for the city's own. */
  county: string;
  /** The division it serves. */
  region: string;
  address: { text: string; latitude: number; longitude: number };
  phone: string;
  /** How to get there, in a sentence. */
  route: string;
  facilities: string[];
  /** Seven lists of periods, Monday first. */
  week: Period[][];
  windows: VenueWindow[];
  sample: boolean;
  /** The weekly hours were changed and bookings they hit are still to be cancelled. */
  applying?: { since: Date; reason: string };
}

/** A group of windows of one department that is booked together. */
export interface QueueDoc {
  _id: string;
  venueId: string;
  name: string;
  department: string;
  /** Letter of its numbers, another for each queue of a venue: `A` gives A001. */
  prefix: string;
  slotMinutes: number;
  /** How many people one slot takes over all its windows. */
  seatsPerSlot: number;
  /** Windows that serve it, by id. */
  windows: string[];
}

/** Days on which a venue is closed or open at other hours. */
export interface ClosureDoc {
  _id: string;
  venueId: string;
  from: CalendarDate;
  /** Inclusive. */
  to: CalendarDate;
  /** The hours that hold instead; none when it is closed. */
  periods: Period[];
  reason: string;
  announcedAt: Date;
  /** Present until every booking it hits is cancelled. */
  applying?: true;
}

export interface VenueModels {
  regions: Model<RegionDoc>;
  venues: Model<VenueDoc>;
  queues: Model<QueueDoc>;
  closures: Model<ClosureDoc>;
}

/** The models of this feature on a connection; the same ones when asked again. */
export function venueModels(mongo: Connection): VenueModels {
  const model = <T>(name: string, schema: Schema<T>) =>
    (mongo.models[name] as Model<T> | undefined) ?? mongo.model<T>(name, schema);
  return {
    regions: model('Region', regionSchema),
    venues: model('Venue', venueSchema),
    queues: model('Queue', queueSchema),
    closures: model('Closure', closureSchema),
  };
}

const options = (collection: string) => ({
  collection,
  versionKey: false as const,
  strict: 'throw' as const,
});
const text = { type: String, required: true };
const number = { type: Number, required: true };
const period = new Schema<Period>({ from: text, to: text }, { _id: false });
const window = new Schema<VenueWindow>({ id: text, name: text, department: text }, { _id: false });
const address = new Schema({ text, latitude: number, longitude: number }, { _id: false });

// The directory is read whole into memory (a few thousand documents); beyond `_id` only what is still to be done is
// ever looked up.
const regionSchema = new Schema<RegionDoc>(
  { _id: text, name: text, level: text, parent: { type: String, default: null } },
  options('regions'),
);

const venueSchema = new Schema<VenueDoc>(
  {
    _id: text,
    name: text,
    level: text,
    county: text,
    region: text,
    address: { type: address, required: true },
    phone: text,
    route: text,
    facilities: [String],
    week: [[period]],
    windows: [window],
    sample: { type: Boolean, required: true },
    applying: {
      type: new Schema({ since: { type: Date, required: true }, reason: text }, { _id: false }),
      default: undefined,
    },
  },
  options('venues'),
);

const queueSchema = new Schema<QueueDoc>(
  {
    _id: text,
    venueId: text,
    name: text,
    department: text,
    prefix: text,
    slotMinutes: number,
    seatsPerSlot: number,
    windows: [String],
  },
  options('queues'),
);

const closureSchema = new Schema<ClosureDoc>(
  {
    _id: text,
    venueId: text,
    from: text,
    to: text,
    periods: [period],
    reason: text,
    announcedAt: { type: Date, required: true },
    applying: Boolean,
  },
  options('closures'),
);
// Past closures pile up; every reload asks only for those that are not over.
closureSchema.index({ to: 1 });
// What is still to be applied, among thousands of venues and years of closures.
closureSchema.index({ applying: 1 }, { partialFilterExpression: { applying: true }, name: 'to_apply' });
venueSchema.index(
  { 'applying.since': 1 },
  { partialFilterExpression: { 'applying.since': { $exists: true } }, name: 'to_apply' },
);
