import { type Connection, type Model, Schema } from 'mongoose';
import { sealed } from '../../crypto/sealed-fields';

/** What each field is sealed for, and what is looked up by its keyed hash. */
export const purposes = {
  sessionOpenid: 'session.openid',
  accountOpenid: 'account.openid',
  accountPhone: 'account.phone',
  personName: 'person.name',
  personIdNumber: 'person.id-number',
} as const;

/** A device that is signed in. All there is of a citizen who has not accepted the privacy notice. */
export interface SessionDoc {
  /** SHA-256 of the token, base64url. The token itself is nowhere. */
  _id: string;
  /** Keyed hash of the openid, whether or not there is an account yet. */
  accountId: string;
  /** Sealed; an account is made from it at consent. */
  openid: string;
  /** In plain words. */
  device: string;
  createdAt: Date;
  lastSeenAt: Date;
  /** Slides forward with use. */
  expiresAt: Date;
  /** Never later than this. */
  endsAt: Date;
}

export interface Consent {
  kind: 'privacy';
  version: string;
  acceptedAt: Date;
  withdrawnAt: Date | null;
}

/** A WeChat account that accepted the privacy notice. */
export interface AccountDoc {
  /** Keyed hash of the openid. */
  _id: string;
  openid: string;
  phone: string | null;
  /** Keyed hash of the ID number that was verified here; set once, before the person is. */
  idIndex: string | null;
  personId: string | null;
  verifiedAt: Date | null;
  settings: { elderMode: boolean; textScale: number };
  /** Oldest first; nothing is ever taken out. */
  consents: Consent[];
  /** Counts changes of the consents: each says which state it saw. */
  revision: number;
  createdAt: Date;
  /** Since when it is being erased. */
  erasing: Date | null;
}

/** Somebody whose real name was verified. Several accounts may be theirs. */
export interface PersonDoc {
  /** Random: what is kept after erasure leads nowhere, even when the same person comes back. */
  _id: string;
  idIndex: string;
  name: string;
  idNumber: string;
  createdAt: Date;
  erasing: Date | null;
}

export interface ErasureResult {
  erased: string[];
  kept: { what: string; why: string; until: string }[];
}

/** An erasure under way: written first, removed last, so that one that was cut off is finished by a job. */
export interface ErasureDoc {
  _id: string;
  personId: string | null;
  accountIds: string[];
  at: Date;
  /** What each data holder has said, so that none is asked twice. */
  results: Record<string, ErasureResult>;
}

const common = { versionKey: false, strict: 'throw', minimize: false } as const;
const date = { type: Date, required: true };
const maybeDate = { type: Date, default: null };
const text = { type: String, required: true };

export interface SessionModels {
  sessions: Model<SessionDoc>;
  accounts: Model<AccountDoc>;
  persons: Model<PersonDoc>;
  erasures: Model<ErasureDoc>;
}

/** Registers the models of this feature on a connection. */
export function sessionModels(mongo: Connection): SessionModels {
  const sessions = new Schema<SessionDoc>(
    {
      _id: String,
      accountId: text,
      openid: sealed(purposes.sessionOpenid),
      device: text,
      createdAt: date,
      lastSeenAt: date,
      expiresAt: date,
      endsAt: date,
    },
    { ...common, collection: 'sessions' },
  );
  // The list of one's devices, newest first; and all of an account when something about it changes.
  sessions.index({ accountId: 1, createdAt: -1 });
  // A job forgets what has ended, by the injected clock; a TTL index would go by the server's.
  sessions.index({ expiresAt: 1 });

  const accounts = new Schema<AccountDoc>(
    {
      _id: String,
      openid: sealed(purposes.accountOpenid),
      phone: sealed(purposes.accountPhone, false),
      idIndex: { type: String, default: null },
      personId: { type: String, default: null },
      verifiedAt: maybeDate,
      settings: { elderMode: { type: Boolean, required: true }, textScale: { type: Number, required: true } },
      consents: [
        new Schema<Consent>(
          { kind: text, version: text, acceptedAt: date, withdrawnAt: maybeDate },
          { _id: false, strict: 'throw' },
        ),
      ],
      revision: { type: Number, required: true },
      createdAt: date,
      erasing: maybeDate,
    },
    { ...common, collection: 'accounts' },
  );
  // The accounts of one person: export, erasure.
  accounts.index({ personId: 1 });

  const persons = new Schema<PersonDoc>(
    {
      _id: String,
      idIndex: text,
      name: sealed(purposes.personName),
      idNumber: sealed(purposes.personIdNumber),
      createdAt: date,
      erasing: maybeDate,
    },
    { ...common, collection: 'persons' },
  );
  // One person an ID number, whoever verifies it and from however many accounts at once.
  persons.index({ idIndex: 1 }, { unique: true });

  const erasures = new Schema<ErasureDoc>(
    {
      _id: String,
      personId: { type: String, default: null },
      accountIds: [String],
      at: date,
      results: { type: Schema.Types.Mixed, default: {} },
    },
    { ...common, collection: 'erasures' },
  );
  // Whether an account that signs in is still being erased.
  erasures.index({ accountIds: 1 });

  return {
    sessions: mongo.model<SessionDoc>('Session', sessions),
    accounts: mongo.model<AccountDoc>('Account', accounts),
    persons: mongo.model<PersonDoc>('Person', persons),
    erasures: mongo.model<ErasureDoc>('Erasure', erasures),
  };
}
