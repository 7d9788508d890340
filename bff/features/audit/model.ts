import { type Connection, type Model, Schema } from 'mongoose';
import type { StaffRole } from '../../../shared/domain/staff';

/** One act. Its place in the chain is its id, so that two processes cannot both write the same place. */
export interface AuditEntryDoc {
  /** 1, 2, 3 … */
  _id: number;
  /** Tells a writer that was cut off whether this one stands. */
  entryId: string;
  at: Date;
  staffId: string | null;
  number: string | null;
  roles: StaffRole[];
  venueId: string | null;
  department: string | null;
  act: string;
  about: { what: string; id: string }[];
  outcome: string;
  requestId: string;
  address: string;
  /** The MAC of the entry before; empty for the first. */
  prev: string;
  /** Which key made the MAC. */
  key: string;
  mac: string;
}

/** A sealed place in the chain: `head`, where it ends, or `checkpoint`, where it begins since older entries were removed. */
export interface AuditMarkDoc {
  _id: 'head' | 'checkpoint';
  sequence: number;
  /** Of the entry at that place. */
  mac: string;
  at: Date;
  key: string;
  seal: string;
}

export interface AuditModels {
  entries: Model<AuditEntryDoc>;
  marks: Model<AuditMarkDoc>;
}

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const date = { type: Date, required: true };
const number = { type: Number, required: true };
const common = { versionKey: false, strict: 'throw', minimize: false } as const;

const entrySchema = new Schema<AuditEntryDoc>(
  {
    _id: { type: Number, required: true },
    entryId: text,
    at: date,
    staffId: maybeText,
    number: maybeText,
    roles: [String],
    venueId: maybeText,
    department: maybeText,
    act: text,
    about: [new Schema({ what: text, id: text }, { _id: false })],
    outcome: text,
    requestId: { type: String, default: '' },
    address: { type: String, default: '' },
    prev: { type: String, default: '' },
    key: text,
    mac: text,
  },
  { ...common, collection: 'audit_entries' },
);
// Whether an entry stands already.
entrySchema.index({ entryId: 1 }, { unique: true });
// What one person did, and what was done about one thing, newest first.
entrySchema.index({ number: 1, _id: -1 });
entrySchema.index({ 'about.id': 1, _id: -1 });
// Days; and what may be removed.
entrySchema.index({ at: 1, _id: 1 });

const markSchema = new Schema<AuditMarkDoc>(
  { _id: String, sequence: number, mac: text, at: date, key: text, seal: text },
  { ...common, collection: 'audit_marks' },
);

/** The models of this feature on a connection; the same ones when asked again. */
export function auditModels(mongo: Connection): AuditModels {
  const model = <T>(name: string, schema: Schema<T>) =>
    (mongo.models[name] as Model<T> | undefined) ?? mongo.model<T>(name, schema);
  return { entries: model('AuditEntry', entrySchema), marks: model('AuditMark', markSchema) };
}
