import { type Connection, type Model, Schema } from 'mongoose';
import type { CaseState } from '../../../shared/contract/cases';
import type { CaseEventAction, EventCode } from '../../../shared/contract/integration';
import { sealed } from '../../crypto/sealed-fields';
import type { SignatureAlgorithm } from './signature';

/** What the sealed fields are sealed for. */
export const integrationPurposes = { secret: 'system.secret', event: 'system.event' } as const;

/** A department's system that may bring progress. */
export interface SystemDoc {
  /** e.g. `gongan-renkou` */
  _id: string;
  name: string;
  /** The departments it speaks for, as the catalogue calls them. */
  departments: string[];
  /** The halls whose cases it may touch; null for all. */
  venueIds: string[] | null;
  createdAt: Date;
}

/** A key of a system. While it is changed two are good at once. */
export interface SystemKeyDoc {
  /** What the system sends as X-System. */
  _id: string;
  systemId: string;
  /** Sealed. */
  secret: string;
  algorithms: SignatureAlgorithm[];
  createdAt: Date;
  /** Not good from then on; null while nobody said so. */
  until: Date | null;
  /** To the minute: when the old key is no longer used it can be ended. */
  lastUsedAt: Date | null;
}

export type EventStatus = 'pending' | 'kept' | 'applied' | 'refused';
export type WhyKept = 'unknown-case' | 'other-department' | 'early';

/** An event as it came in. Stored before it is answered. */
export interface EventDoc {
  /** `system:event id`: that it is unique is what makes an event come in once. */
  _id: string;
  systemId: string;
  eventId: string;
  caseNumber: string;
  action: CaseEventAction;
  occurredAt: Date;
  sequence?: number;
  /** Of its content: the same id with other content is refused. */
  hash: string;
  /** The event, sealed, as long as it may still take effect: it holds words about a person. */
  content: string | null;
  receivedAt: Date;
  /** `pending` stored and not tried yet; `kept` waits; the others are final. */
  status: EventStatus;
  code: EventCode | null;
  why: WhyKept | null;
  /** The state in which it left the case. */
  state: CaseState | null;
  tries: number;
  /** Present while it waits. */
  open?: true;
  /** When it is tried again; present while it waits. */
  nextTryAt?: Date;
  /** When it is given up. */
  until: Date;
  /** When it need not be remembered any more; present once it is settled. */
  forgetAt?: Date;
}

/** A nonce that was used. */
export interface NonceDoc {
  /** `key id:nonce` */
  _id: string;
  forgetAt: Date;
}

const text = { type: String, required: true };
const date = { type: Date, required: true };
const options = (collection: string) => ({
  collection,
  versionKey: false as const,
  strict: 'throw' as const,
});

/** Registers the models on a connection; the same ones when asked again. */
export function integrationModels(mongo: Connection) {
  const model = <T>(name: string, schema: Schema<T>) =>
    (mongo.models[name] as Model<T> | undefined) ?? mongo.model<T>(name, schema);
  return {
    systems: model('OutsideSystem', systemSchema()),
    keys: model('OutsideSystemKey', keySchema()),
    events: model('SystemEvent', eventSchema()),
    nonces: model('SystemNonce', nonceSchema()),
  };
}

function systemSchema() {
  return new Schema<SystemDoc>(
    {
      _id: text,
      name: text,
      departments: { type: [String], required: true },
      venueIds: { type: [String], default: null },
      createdAt: date,
    },
    options('outside_systems'),
  );
}

function keySchema() {
  const schema = new Schema<SystemKeyDoc>(
    {
      _id: text,
      systemId: text,
      secret: sealed(integrationPurposes.secret),
      algorithms: { type: [String], required: true },
      createdAt: date,
      until: { type: Date, default: null },
      lastUsedAt: { type: Date, default: null },
    },
    options('outside_system_keys'),
  );
  // The keys of a system, when they are changed.
  schema.index({ systemId: 1 }, { name: 'of_a_system' });
  return schema;
}

function eventSchema() {
  const schema = new Schema<EventDoc>(
    {
      _id: text,
      systemId: text,
      eventId: text,
      caseNumber: text,
      action: text,
      occurredAt: date,
      sequence: Number,
      hash: text,
      content: sealed(integrationPurposes.event, false),
      receivedAt: date,
      status: text,
      code: { type: String, default: null },
      why: { type: String, default: null },
      state: { type: String, default: null },
      tries: { type: Number, required: true },
      open: Boolean,
      nextTryAt: Date,
      until: date,
      forgetAt: Date,
    },
    options('system_events'),
  );
  const open = { partialFilterExpression: { open: true } };
  // What waits for a case.
  schema.index({ systemId: 1, caseNumber: 1 }, { ...open, name: 'waiting_for_a_case' });
  // What is to be tried again.
  schema.index(
    { nextTryAt: 1 },
    { partialFilterExpression: { nextTryAt: { $exists: true } }, name: 'to_try_again' },
  );
  // What came before an event with a running number.
  schema.index(
    { systemId: 1, caseNumber: 1, sequence: 1 },
    { partialFilterExpression: { sequence: { $exists: true } }, name: 'in_sequence' },
  );
  schema.index(
    { forgetAt: 1, _id: 1 },
    { partialFilterExpression: { forgetAt: { $exists: true } }, name: 'to_forget' },
  );
  return schema;
}

function nonceSchema() {
  const schema = new Schema<NonceDoc>({ _id: text, forgetAt: date }, options('system_nonces'));
  schema.index({ forgetAt: 1, _id: 1 }, { name: 'to_forget' });
  return schema;
}
