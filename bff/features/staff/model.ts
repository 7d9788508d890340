import { type Connection, type Model, Schema } from 'mongoose';
import type { StaffRole } from '../../../shared/domain/staff';
import type { CalendarDate } from '../../../shared/domain/time';
import { sealed } from '../../crypto/sealed-fields';
import type { PasswordHash } from './passwords';

/** What each field is sealed for. */
export const purposes = { accountSecret: 'staff.second-factor', pendingSecret: 'staff.enrolment' } as const;

/** Somebody who works in a hall, for a department or on the system itself. */
export interface StaffAccountDoc {
  _id: string;
  /** The real-name number, upper case. */
  number: string;
  /** Published at the window, so not sealed. */
  name: string;
  roles: StaffRole[];
  /** null for the whole city. */
  venueId: string | null;
  /** null for every department of the venue. */
  department: string | null;
  password: PasswordHash;
  /** Until when the initial password is good; null once its owner chose one. */
  initialUntil: Date | null;
  /** Of the authenticator app, sealed; null until the first sign-in. */
  secret: string | null;
  /** The last time step whose code was used: no code is good twice. */
  codeStep: number;
  /** Counts changes of password, roles, scope and state: sessions of an older one are over. */
  revision: number;
  createdAt: Date;
  lastSignInAt: Date | null;
  closedAt: Date | null;
  sample: boolean;
}

/** A sign-in between password and code. */
export interface StaffPendingDoc {
  /** SHA-256 of the token. */
  _id: string;
  staffId: string;
  revision: number;
  /** At the first sign-in: the secret that is being set up, sealed. */
  secret: string | null;
  expiresAt: Date;
}

/** A browser that is signed in. */
export interface StaffSessionDoc {
  /** SHA-256 of the token. */
  _id: string;
  staffId: string;
  revision: number;
  venueId: string | null;
  /** Where its owner sits. */
  windowId: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  /** Moves forward with use. */
  expiresAt: Date;
  /** Never later than this. */
  endsAt: Date;
}

/** Somebody sat at a window on a day: who is complained about afterwards is known by it. */
export interface StaffSittingDoc {
  /** Window, day and officer: once, however often they sat down. */
  _id: string;
  windowId: string;
  on: CalendarDate;
  staffId: string;
  /** When it is forgotten. */
  until: Date;
}

/** Wrong tries under a number, whether or not an account has it: nobody learns from a lock which numbers there are. */
export interface StaffTriesDoc {
  /** Keyed hash of the number as it was typed. */
  _id: string;
  tries: number;
  /** They count until then; with all of them used it is the end of the lock. */
  until: Date;
}

/** The administrators of the whole city who have signed in: one document, so that the last one can be told atomically. */
export interface StaffRosterDoc {
  _id: string;
  ids: string[];
  /** When a command last began to make the first administrator. */
  firstClaimedAt: Date | null;
}

const common = { versionKey: false, strict: 'throw', minimize: false } as const;
const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const date = { type: Date, required: true };
const maybeDate = { type: Date, default: null };
const number = { type: Number, required: true };

const passwordHash = new Schema<PasswordHash>(
  { salt: text, hash: text, logN: number, r: number, p: number },
  { _id: false },
);

const accountSchema = new Schema<StaffAccountDoc>(
  {
    _id: String,
    number: text,
    name: text,
    roles: [String],
    venueId: maybeText,
    department: maybeText,
    password: { type: passwordHash, required: true },
    initialUntil: maybeDate,
    secret: sealed(purposes.accountSecret, false),
    codeStep: number,
    revision: number,
    createdAt: date,
    lastSignInAt: maybeDate,
    closedAt: maybeDate,
    sample: { type: Boolean, required: true },
  },
  { ...common, collection: 'staff_accounts' },
);
// One account a number; signing in; the list by number.
accountSchema.index({ number: 1 }, { unique: true });
// The accounts of a venue, by number; who is to be warned there.
accountSchema.index({ venueId: 1, number: 1 });

const pendingSchema = new Schema<StaffPendingDoc>(
  {
    _id: String,
    staffId: text,
    revision: number,
    secret: sealed(purposes.pendingSecret, false),
    expiresAt: date,
  },
  { ...common, collection: 'staff_pending' },
);
// A job forgets them, by the injected clock.
pendingSchema.index({ expiresAt: 1 });

const sessionSchema = new Schema<StaffSessionDoc>(
  {
    _id: String,
    staffId: text,
    revision: number,
    venueId: maybeText,
    windowId: maybeText,
    createdAt: date,
    lastSeenAt: date,
    expiresAt: date,
    endsAt: date,
  },
  { ...common, collection: 'staff_sessions' },
);
sessionSchema.index({ expiresAt: 1 });
// All of an account when something about it changes.
sessionSchema.index({ staffId: 1 });
// Who sits at a window.
sessionSchema.index({ venueId: 1, windowId: 1 });

const sittingSchema = new Schema<StaffSittingDoc>(
  { _id: String, windowId: text, on: text, staffId: text, until: date },
  { ...common, collection: 'staff_sittings' },
);
// Who sat at a window on a day.
sittingSchema.index({ windowId: 1, on: 1 });
// A job forgets them, by the injected clock.
sittingSchema.index({ until: 1 });

const triesSchema = new Schema<StaffTriesDoc>(
  { _id: String, tries: number, until: date },
  { ...common, collection: 'staff_tries' },
);
triesSchema.index({ until: 1 });

const rosterSchema = new Schema<StaffRosterDoc>(
  { _id: String, ids: [String], firstClaimedAt: maybeDate },
  { ...common, collection: 'staff_rosters' },
);

export interface StaffModels {
  accounts: Model<StaffAccountDoc>;
  pendings: Model<StaffPendingDoc>;
  sessions: Model<StaffSessionDoc>;
  sittings: Model<StaffSittingDoc>;
  tries: Model<StaffTriesDoc>;
  rosters: Model<StaffRosterDoc>;
}

/** The models of this feature on a connection; the same ones when asked again. */
export function staffModels(mongo: Connection): StaffModels {
  const model = <T>(name: string, schema: Schema<T>) =>
    (mongo.models[name] as Model<T> | undefined) ?? mongo.model<T>(name, schema);
  return {
    accounts: model('StaffAccount', accountSchema),
    pendings: model('StaffPending', pendingSchema),
    sessions: model('StaffSession', sessionSchema),
    sittings: model('StaffSitting', sittingSchema),
    tries: model('StaffTries', triesSchema),
    rosters: model('StaffRoster', rosterSchema),
  };
}
