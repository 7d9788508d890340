import { type Connection, type Model, Schema } from 'mongoose';
import type { AppointmentState } from '../../../shared/contract/booking';
import type { PriorityKind } from '../../../shared/contract/desk';
import {
  type AppointmentAction,
  type AppointmentFacts,
  type AppointmentRole,
  appointmentStates,
} from '../../../shared/domain/appointment';
import { at } from '../../../shared/domain/time';
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
  /** Who of the staff, as published: citizens see who did what. */
  staff?: ActingStaff;
  /** Done for the citizen by somebody, as what: `子女`. */
  agentOf?: string;
}

/** A member of staff in a record: their published number and name, and where they sat. */
export interface ActingStaff {
  id: string;
  number: string;
  name: string;
  window: string | null;
}

/** Who acts for a person, under a mandate that is asked after every time. */
export interface ActingAgent {
  mandateId: string;
  /** As what, in words: `子女`. */
  relation: string;
  /** Is told as well; null once the mandate has ended. */
  accountId: string | null;
}

/** What somebody has who stands in line, from check-in on. */
export interface Turn {
  /** `A012`, unique in its queue and day. */
  ticket: string;
  /** In line since; kept when sent elsewhere or set aside. */
  since: Date;
  /** Came without a booking: nobody of ours to send messages to. */
  walkIn: boolean;
  priority: { kind: PriorityKind; note: string | null } | null;
  /** Back in line since then, after a missed call. */
  requeuedAt: Date | null;
  /** Was called before the turn came. */
  early: boolean;
  /** Was told that the number is near. */
  near: boolean;
  /** Calls in this round. */
  calls: number;
  /** First call of this round. */
  calledAt: Date | null;
  lastCallAt: Date | null;
  /** Where it was called to, and by whom. */
  window: string | null;
  by: ActingStaff | null;
  /** Only this window calls it. */
  forWindow: string | null;
  servingSince: Date | null;
  servedAt: Date | null;
}

/** How the last act of the desk is taken back. */
export interface UndoStep {
  until: Date;
  /** Only who did it. */
  staffId: string;
  /** The state it goes back to. */
  state: AppointmentState;
  /** null: it had no turn. */
  turn: Turn | null;
  /** The queue it was in. */
  queueDay: string;
  queueId: string;
  /** Keys of what the act owed. */
  notices: string[];
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
  /** 1 to the seats of the slot; 0 for who has none: walked in, or was sent to another queue. */
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
  /** The hall cancelled it: until then the citizen may choose another time before others. */
  rebookUntil?: Date;
  /** Present from check-in on. */
  turn?: Turn;
  /** When it was served. */
  endedAt?: Date;
  /** Present for a few seconds after an act of the desk. */
  undo?: UndoStep;
  /** Present while waiting to be told that the number is near. */
  awaitsNear?: true;
  /** When the citizen is next reminded; present while a reminder is still to come. */
  remindAt?: Date;
  personId: string;
  accountId: string;
  /** Present when somebody acts for the person. */
  agent?: ActingAgent;
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

/** The numbers given out in a queue on a day. A number drawn and not used is lost. */
export interface QueueDayDoc {
  /** `queueId:date` */
  _id: string;
  tickets: number;
}

/** A screen in a hall that may show the rotating check-in code. */
export interface DisplayDoc {
  _id: string;
  venueId: string;
  name: string;
  /** SHA-256 of the key; the key itself is nowhere. */
  keyHash: string;
  createdAt: Date;
  /** 工号 and name of who gave the key. */
  by: string;
}

/** A reference that was given out. Its `_id` being unique is what makes references unique, sharded or not. */
export interface ReferenceDoc {
  _id: string;
  appointmentId: string;
}

export type AppointmentModel = Model<AppointmentDoc>;
export type ReferenceModel = Model<ReferenceDoc>;
export type QueueDayModel = Model<QueueDayDoc>;
export type DisplayModel = Model<DisplayDoc>;

const states = Object.keys(appointmentStates);

const inside = { _id: false, strict: 'throw' as const };
const staff = new Schema<ActingStaff>(
  {
    id: { type: String, required: true },
    number: { type: String, required: true },
    name: { type: String, required: true },
    window: { type: String, default: null },
  },
  inside,
);
const turn = new Schema<Turn>(
  {
    ticket: { type: String, required: true },
    since: { type: Date, required: true },
    walkIn: { type: Boolean, required: true },
    priority: { type: Schema.Types.Mixed, default: null },
    requeuedAt: { type: Date, default: null },
    early: { type: Boolean, required: true },
    near: { type: Boolean, required: true },
    calls: { type: Number, required: true },
    calledAt: { type: Date, default: null },
    lastCallAt: { type: Date, default: null },
    window: { type: String, default: null },
    by: { type: staff, default: null },
    forWindow: { type: String, default: null },
    servingSince: { type: Date, default: null },
    servedAt: { type: Date, default: null },
  },
  inside,
);

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
      staff: { type: staff, default: undefined },
      agentOf: String,
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
      seat: { type: Number, required: true, min: 0 },
      start: { type: Date, required: true },
      end: { type: Date, required: true },
      state: { type: String, required: true, enum: states },
      occupies: Boolean,
      active: Boolean,
      dueAt: Date,
      rebookUntil: Date,
      turn: { type: turn, default: undefined },
      endedAt: Date,
      undo: Schema.Types.Mixed,
      awaitsNear: Boolean,
      remindAt: Date,
      personId: { type: String, required: true },
      accountId: { type: String, required: true },
      agent: { type: Schema.Types.Mixed, default: undefined },
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
  // No number is given twice.
  schema.index(
    { queueDay: 1, 'turn.ticket': 1 },
    { unique: true, partialFilterExpression: { 'turn.ticket': { $exists: true } }, name: 'one_ticket' },
  );
  // Who is in line, called, served; and who is still expected today.
  schema.index({ queueDay: 1, state: 1 }, { name: 'of_a_queue' });
  // The last calls: the order of calling and the estimate follow from them.
  schema.index(
    { queueDay: 1, 'turn.calledAt': -1 },
    { partialFilterExpression: { 'turn.calledAt': { $exists: true } }, name: 'last_calls' },
  );
  // Who is to be told that the number is near.
  schema.index({ awaitsNear: 1 }, { partialFilterExpression: { awaitsNear: true }, name: 'to_tell_near' });
  // What somebody does for others.
  schema.index(
    { 'agent.mandateId': 1, start: -1 },
    { partialFilterExpression: { 'agent.mandateId': { $exists: true } }, name: 'under_a_mandate' },
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
  // What was served, in order: services that can be rated are gathered so.
  schema.index(
    { endedAt: 1, _id: 1 },
    { partialFilterExpression: { endedAt: { $exists: true } }, name: 'served' },
  );
  indexOutbox(schema);

  const reference = new Schema<ReferenceDoc>(
    { _id: String, appointmentId: { type: String, required: true } },
    { collection: 'appointment_references', versionKey: false, strict: 'throw' },
  );
  const queueDay = new Schema<QueueDayDoc>(
    { _id: String, tickets: { type: Number, required: true } },
    { collection: 'queue_days', versionKey: false, strict: 'throw' },
  );
  const text = { type: String, required: true };
  const display = new Schema<DisplayDoc>(
    {
      _id: String,
      venueId: text,
      name: text,
      keyHash: text,
      createdAt: { type: Date, required: true },
      by: text,
    },
    { collection: 'displays', versionKey: false, strict: 'throw' },
  );
  // The displays of a hall, and whether one of them has this key.
  display.index({ venueId: 1, keyHash: 1 });
  return {
    appointments: mongo.model<AppointmentDoc>('Appointment', schema) as AppointmentModel,
    references: mongo.model<ReferenceDoc>('AppointmentReference', reference) as ReferenceModel,
    queueDays: mongo.model<QueueDayDoc>('QueueDay', queueDay) as QueueDayModel,
    displays: mongo.model<DisplayDoc>('Display', display) as DisplayModel,
  };
}

/** What the state table wants to know of an appointment. */
export function factsOf({
  state,
  start,
  end,
  date,
  dueAt,
  rebookUntil,
  turn,
}: AppointmentDoc): AppointmentFacts {
  return {
    state,
    start,
    end,
    heldUntil: state === 'held' ? (dueAt ?? null) : null,
    rebookUntil: rebookUntil ?? null,
    calls: turn?.calls ?? 0,
    lastCallAt: turn?.lastCallAt ?? null,
    requeued: Boolean(turn?.requeuedAt),
    dayEnd: at(date, '24:00'),
  };
}

/** Which rule of the database refused a write: the seat is taken, the person has one, the number or the id exists. */
export type Conflict = 'seat' | 'person' | 'ticket' | 'id';

/** @returns null when the error is something else than a duplicate of ours */
export function conflictOf(error: unknown): Conflict | null {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> };
  if (code !== 11000 || !keyPattern) return null;
  if ('seat' in keyPattern) return 'seat';
  if ('personId' in keyPattern) return 'person';
  if ('turn.ticket' in keyPattern) return 'ticket';
  return '_id' in keyPattern ? 'id' : null;
}
