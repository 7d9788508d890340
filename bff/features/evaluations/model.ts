import { type Connection, type Model, Schema } from 'mongoose';
import type { Grade, RectificationState, ServiceKind } from '../../../shared/contract/evaluations';
import {
  type EvaluationFlag,
  type RectificationAction,
  type RectificationRole,
  rectificationStates,
} from '../../../shared/domain/evaluation';
import { sealed } from '../../crypto/sealed-fields';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';

/** What the sealed fields are sealed for. */
export const evaluationPurposes = { words: 'evaluation.words', callBack: 'rectification.call-back' } as const;

/** Where and by whom something was served; the same in a service, its rating and what a bad one brought about. */
export interface Served {
  kind: ServiceKind;
  /** What it was: the item's name. */
  title: string;
  itemCode: string | null;
  venueId: string;
  department: string | null;
  windowId: string | null;
  /** The officer who served. */
  staffId: string | null;
  endedAt: Date;
}

/** A service that ended: counted whether it is rated or not. */
export interface ServiceDoc extends Served {
  /** `KIND:ID`, so that it is counted once. */
  _id: string;
  serviceId: string;
  /** Whose it was; null: nobody can rate it. */
  personId: string | null;
}

/** How far the services of a kind were gathered. */
export interface GatheredDoc {
  /** The kind. */
  _id: string;
  at: Date;
  id: string;
}

export interface EvaluationDoc extends Served {
  /** The operation that made it: says nothing of the service to staff who see it. */
  _id: string;
  /** Of the service; unique. */
  service: string;
  serviceId: string;
  personId: string;
  /** From which it was given; null once the account is gone. */
  accountId: string | null;
  givenAt: Date;
  /** The day in Beijing: all that staff learn of the time. */
  on: string;
  grade: Grade;
  tags: string[];
  /** Sealed; null when nothing was said. */
  words: string | null;
  /** Counts how often it was given: 1, and one more with each change. */
  rounds: number;
  /** Content security called the words risky. */
  risky?: true;
  flags: EvaluationFlag[];
  flagState: 'none' | 'open' | 'kept' | 'set-aside';
  flagBy: { staffId: string; name: string; number: string; at: Date; why: string } | null;
  /** Since when something must follow from it: a rectification, looking at the words and at what is conspicuous. */
  owedSince?: Date;
  version: number;
  operations: string[];
}

export interface RectificationEvent {
  at: Date;
  from: RectificationState | null;
  action: RectificationAction;
  by: { role: RectificationRole; staffId?: string; name?: string; number?: string };
  /** What the words of the table are filled with. */
  facts: Record<string, string>;
}

/** What a bad grade opened. */
export interface RectificationDoc extends Served, OutboxFields {
  /** Of the rating: so there is one, however often it is opened. */
  _id: string;
  /** Who is told the result and called back; null once they left. */
  personId: string | null;
  /** The grade it knows of. */
  grade: Grade;
  state: RectificationState;
  /** Present while somebody still has to do something. */
  open?: true;
  openedAt: Date;
  /** The first moment that is too late. */
  by: Date;
  /** It reaches into a year whose holidays are not announced. */
  provisional: boolean;
  /** When it escalates by itself; present while it can. */
  dueAt?: Date;
  escalatedAt: Date | null;
  /** Who said that it is not founded: another one decides. */
  appealedBy: string | null;
  /** When it was first said whether it is founded. */
  answeredAt: Date | null;
  rectifiedAt: Date | null;
  /** What was heard at the call-back; null before, and when nobody was reached. */
  satisfied: boolean | null;
  /** Their words then; sealed. */
  callBack: string | null;
  changedAt: Date;
  timeline: RectificationEvent[];
  version: number;
  operations: string[];
}

export interface EvaluationModels {
  services: Model<ServiceDoc>;
  gathered: Model<GatheredDoc>;
  evaluations: Model<EvaluationDoc>;
  rectifications: Model<RectificationDoc>;
}

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const date = { type: Date, required: true };
const maybeDate = { type: Date, default: null };
const number = { type: Number, required: true };
const whole = { type: Schema.Types.Mixed, default: null };
const plain = { versionKey: false, strict: 'throw', minimize: false } as const;
const served = {
  kind: text,
  title: text,
  itemCode: maybeText,
  venueId: text,
  department: maybeText,
  windowId: maybeText,
  staffId: maybeText,
  endedAt: date,
};
const ofPerson = { partialFilterExpression: { personId: { $type: 'string' } } };
const ofOfficer = { partialFilterExpression: { staffId: { $type: 'string' } } };
const ofWindow = { partialFilterExpression: { windowId: { $type: 'string' } } };

/** Registers the models on a connection. */
export function createModels(mongo: Connection): EvaluationModels {
  const service = new Schema<ServiceDoc>(
    { _id: String, serviceId: text, personId: maybeText, ...served },
    { ...plain, collection: 'ended_services' },
  );
  service.index({ personId: 1, endedAt: -1 }, { ...ofPerson, name: 'of_a_person' });
  countedBy(service as never);

  const gathered = new Schema<GatheredDoc>(
    { _id: String, at: date, id: { type: String, default: '' } },
    { ...plain, collection: 'gathered_services' },
  );

  const evaluation = new Schema<EvaluationDoc>(
    {
      _id: String,
      service: text,
      serviceId: text,
      ...served,
      personId: text,
      accountId: maybeText,
      givenAt: date,
      on: text,
      grade: number,
      tags: { type: [String], required: true },
      words: sealed(evaluationPurposes.words, false),
      rounds: number,
      risky: Boolean,
      flags: { type: [String], required: true } as never,
      flagState: text,
      flagBy: whole,
      owedSince: Date,
      version: number,
      operations: { type: [String], required: true },
    },
    { ...plain, collection: 'evaluations' },
  );
  // A service is rated once, whoever sends twice.
  evaluation.index({ service: 1 }, { unique: true, name: 'one_a_service' });
  evaluation.index({ personId: 1, givenAt: -1 }, { name: 'of_a_person' });
  // What staff read: by day, of a hall and of the whole city.
  evaluation.index({ venueId: 1, on: -1 }, { name: 'of_a_venue' });
  evaluation.index({ on: -1 }, { name: 'by_day' });
  evaluation.index({ staffId: 1, on: -1 }, { ...ofOfficer, name: 'of_an_officer' });
  // What came in a short time at one window.
  evaluation.index({ windowId: 1, givenAt: -1 }, { ...ofWindow, name: 'of_a_window' });
  evaluation.index(
    { owedSince: 1 },
    { partialFilterExpression: { owedSince: { $exists: true } }, name: 'to_follow_up' },
  );
  countedBy(evaluation as never);

  const rectification = new Schema<RectificationDoc>(
    {
      _id: String,
      ...served,
      personId: maybeText,
      grade: number,
      state: { type: String, required: true, enum: Object.keys(rectificationStates) },
      open: Boolean,
      openedAt: date,
      by: date,
      provisional: { type: Boolean, required: true },
      dueAt: Date,
      escalatedAt: maybeDate,
      appealedBy: maybeText,
      answeredAt: maybeDate,
      rectifiedAt: maybeDate,
      satisfied: { type: Boolean, default: null },
      callBack: sealed(evaluationPurposes.callBack, false),
      changedAt: date,
      timeline: { type: [Schema.Types.Mixed], required: true } as never,
      version: number,
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { ...plain, collection: 'rectifications' },
  );
  rectification.index(
    { venueId: 1, by: 1 },
    { partialFilterExpression: { open: true }, name: 'open_of_a_venue' },
  );
  rectification.index({ by: 1 }, { partialFilterExpression: { open: true }, name: 'open_by_deadline' });
  rectification.index({ venueId: 1, openedAt: -1 }, { name: 'of_a_venue' });
  rectification.index({ personId: 1 }, { ...ofPerson, name: 'of_a_person' });
  rectification.index(
    { dueAt: 1 },
    { partialFilterExpression: { dueAt: { $exists: true } }, name: 'to_escalate' },
  );
  indexOutbox(rectification);

  return {
    services: mongo.model<ServiceDoc>('EndedService', service),
    gathered: mongo.model<GatheredDoc>('GatheredServices', gathered),
    evaluations: mongo.model<EvaluationDoc>('Evaluation', evaluation),
    rectifications: mongo.model<RectificationDoc>('Rectification', rectification),
  };
}

/** Rates are counted over the services that ended in a time: of all, a hall, a window, an officer. */
function countedBy(schema: Schema<Served>): void {
  schema.index({ endedAt: 1 }, { name: 'ended' });
  schema.index({ venueId: 1, endedAt: 1 }, { name: 'ended_at_a_venue' });
  schema.index({ windowId: 1, endedAt: 1 }, { ...ofWindow, name: 'ended_at_a_window' });
  schema.index({ staffId: 1, endedAt: 1 }, { ...ofOfficer, name: 'ended_with_an_officer' });
}

/** What is the same in the documents that follow from a service. */
export function servedOf(given: Served): Served {
  const { kind, title, itemCode, venueId, department, windowId, staffId, endedAt } = given;
  return { kind, title, itemCode, venueId, department, windowId, staffId, endedAt };
}

/** Whether a write was refused because the document is there already. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === 11000;
}
