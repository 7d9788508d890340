import { type Connection, type Model, Schema } from 'mongoose';
import type { AppointmentState } from '../../../shared/contract/booking';
import {
  type AppointmentAction,
  type AppointmentRole,
  appointmentStates,
} from '../../../shared/domain/appointment';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';

/** One thing that happened. The words are made from the state table when it is shown. */
export interface AppointmentEvent {
  at: Date;
  /** The state it left; null for the first. */
  from: AppointmentState | null;
  action: AppointmentAction;
  by: AppointmentRole;
  why: string | null;
  /** The start it was for afterwards. */
  start: Date;
}

/** An appointment is its seat: whoever has the document has the place (docs/decisions). */
export interface AppointmentDoc extends OutboxFields {
  /** The operation that made it, so that a repeated request finds its own work. */
  _id: string;
  /** `queueId:date`. First in every unique index, so that it can be the shard key. */
  queueDay: string;
  queueId: string;
  venueId: string;
  /** Calendar day in Beijing. */
  date: string;
  /** Start in Beijing, `HH:mm`. */
  slot: string;
  /** 1 to the seats of the slot. */
  seat: number;
  start: Date;
  end: Date;
  state: AppointmentState;
  /** Present while the seat is taken. */
  occupies?: true;
  /** Present while it is the person's one booking for this queue and day. */
  active?: true;
  /** When something happens to it by itself: the hold runs out, nobody came, the freed seat returns. */
  dueAt?: Date;
  /** When the citizen is next reminded; present while a reminder is still to come. */
  remindAt?: Date;
  personId: string;
  accountId: string;
  itemCode: string;
  /** As it was called then: history stays readable when the catalogue changes. */
  itemName: string;
  reference?: string;
  createdAt: Date;
  timeline: AppointmentEvent[];
  /** Counts the changes; every change names the one it starts from. */
  version: number;
  /** The last operations that changed it: one of them repeated is answered, not done again. */
  operations: string[];
}

/** A reference that was given out. Its `_id` being unique is what makes references unique, sharded or not. */
export interface ReferenceDoc {
  _id: string;
  appointmentId: string;
}

export type AppointmentModel = Model<AppointmentDoc>;
export type ReferenceModel = Model<ReferenceDoc>;

const states = Object.keys(appointmentStates);

/** Registers the models on a connection. */
export function createModels(mongo: Connection) {
  const event = new Schema<AppointmentEvent>(
    {
      at: { type: Date, required: true },
      from: { type: String, default: null },
      action: { type: String, required: true },
      by: { type: String, required: true },
      why: { type: String, default: null },
      start: { type: Date, required: true },
    },
    { _id: false, strict: 'throw' },
  );
  const schema = new Schema<AppointmentDoc>(
    {
      _id: String,
      queueDay: { type: String, required: true },
      queueId: { type: String, required: true },
      venueId: { type: String, required: true },
      date: { type: String, required: true },
      slot: { type: String, required: true },
      seat: { type: Number, required: true, min: 1 },
      start: { type: Date, required: true },
      end: { type: Date, required: true },
      state: { type: String, required: true, enum: states },
      occupies: Boolean,
      active: Boolean,
      dueAt: Date,
      remindAt: Date,
      personId: { type: String, required: true },
      accountId: { type: String, required: true },
      itemCode: { type: String, required: true },
      itemName: { type: String, required: true },
      reference: String,
      createdAt: { type: Date, required: true },
      timeline: { type: [event], required: true },
      version: { type: Number, required: true },
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { collection: 'appointments', versionKey: false, strict: 'throw' },
  );
  // Nobody can be given a seat that someone has, whatever else fails.
  schema.index(
    { queueDay: 1, slot: 1, seat: 1 },
    { unique: true, partialFilterExpression: { occupies: true }, name: 'one_person_a_seat' },
  );
  // One active booking per person, queue and day.
  schema.index(
    { queueDay: 1, personId: 1 },
    { unique: true, partialFilterExpression: { active: true }, name: 'one_booking_a_person' },
  );
  // My appointments, ahead and history, and the no-shows that suspend.
  schema.index({ personId: 1, start: -1 }, { name: 'of_a_person' });
  // The sweeper finds what is due without reading anything else.
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  // Reminders that are to be sent, the same way.
  schema.index(
    { remindAt: 1 },
    { partialFilterExpression: { remindAt: { $exists: true } }, name: 'to_remind' },
  );
  indexOutbox(schema);

  const reference = new Schema<ReferenceDoc>(
    { _id: String, appointmentId: { type: String, required: true } },
    { collection: 'appointment_references', versionKey: false, strict: 'throw' },
  );
  return {
    appointments: mongo.model<AppointmentDoc>('Appointment', schema) as AppointmentModel,
    references: mongo.model<ReferenceDoc>('AppointmentReference', reference) as ReferenceModel,
  };
}

/** What the state table wants to know of an appointment. */
export function factsOf({ state, start, end, dueAt }: AppointmentDoc) {
  return { state, start, end, heldUntil: state === 'held' ? (dueAt ?? null) : null };
}

/** Which rule of the database refused a write: the seat is taken, the person has one, or the id exists. */
export type Conflict = 'seat' | 'person' | 'id';

/** @returns null when the error is something else than a duplicate of ours */
export function conflictOf(error: unknown): Conflict | null {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> };
  if (code !== 11000 || !keyPattern) return null;
  if ('seat' in keyPattern) return 'seat';
  if ('personId' in keyPattern) return 'person';
  return '_id' in keyPattern ? 'id' : null;
}
