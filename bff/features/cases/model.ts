import { type Connection, type Model, Schema } from 'mongoose';
import type { Material } from '../../../shared/contract';
import type { CaseState, CaseUpload } from '../../../shared/contract/cases';
import { type CaseAction, type CaseRole, caseStates } from '../../../shared/domain/case';
import type { CaseClocks, ClockLimit } from '../../../shared/domain/case-clock';
import { sealed } from '../../crypto/sealed-fields';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';

/** What the sealed fields of a case are sealed for. */
export const casePurposes = {
  phone: 'case.phone',
  note: 'case.note',
  applicantName: 'case.applicant-name',
} as const;

/** Who did something. Names of officers are published; citizens are only said to be themselves or their agent. */
export interface CaseEventBy {
  role: CaseRole;
  staffId?: string;
  name?: string;
  number?: string;
  systemId?: string;
  /** As what someone acted for the citizen: `子女`. */
  agentOf?: string;
}

/** One thing that happened. The words are made from the state table when it is shown. */
export interface CaseEvent {
  /** When it happened; an outside system may tell of it later. */
  at: Date;
  /** The state it left; null for the first. */
  from: CaseState | null;
  action: CaseAction;
  by: CaseEventBy;
  why: string | null;
  /** What the words are filled with; times as ISO. */
  facts: Record<string, string>;
  /** `system event` of an outside system: it exists once for ever. */
  event?: string;
}

/** A material as the guide had it when the case began, and what came of it. */
export interface CaseMaterialDoc extends Material {
  /** An e-licence stands for it: it is not asked for. */
  waived: boolean;
  uploads: CaseUpload[];
  /** Ticked at the window. */
  received: boolean;
}

export interface HandlerDoc {
  /** null for an officer whom only their department's system knows. */
  staffId: string | null;
  name: string;
  number: string;
  window: string | null;
}

export interface ReviewDoc {
  department: string;
  opinion: 'agree' | 'object' | null;
  note: string | null;
  /** null for an outside system. */
  staffId: string | null;
  by: string | null;
  at: Date | null;
}

export interface SpecialStepDoc {
  name: string;
  basis: string;
  counted: boolean;
  reason: string;
  from: Date;
  until: Date | null;
  outcome: string | null;
}

export interface SupplementDoc {
  asked: { materialId: string | null; name: string; why: string }[];
  reason: string;
  askedAt: Date;
  dueAt: Date;
  answeredAt: Date | null;
}

export interface ExtensionDoc {
  state: 'asked' | 'approved' | 'refused';
  reason: string;
  /** null for an outside system. */
  askedBy: string | null;
  askedName: string;
  askedAt: Date;
  answeredName: string | null;
  answeredAt: Date | null;
}

export interface RefusalDoc {
  at: Date;
  reason: string;
  basis: string;
  /** 复议 and 诉讼, and where else to go. */
  remedies: string[];
}

export interface DecisionDoc {
  outcome: 'approved' | 'refused';
  at: Date;
  by: string;
  note: string | null;
  refusal: RefusalDoc | null;
}

/** `not-yet`: owed once the case is accepted. `dropped`: not owed any more; what was paid goes back. */
export interface FeeDoc {
  fen: number;
  lines: { name: string; fen: number; basis: string | null }[];
  exemptions: string[];
  state: 'not-yet' | 'owed' | 'settled' | 'dropped';
}

export interface CaseDoc extends OutboxFields {
  /** The operation that made it, so that a repeated request finds its own work. */
  _id: string;
  /** `ZTC-20261124-7K3Q9F`; absent while it is a draft. */
  number?: string;
  receiptNumber: string | null;
  /** Whose case it is. */
  personId: string;
  /** Who acts in the app; null when it was handed in at a window. */
  accountId: string | null;
  /** Set when someone acts for the person. */
  mandateId: string | null;
  /** As what: `子女`. */
  agentOf: string | null;
  channel: 'online' | 'window';
  appointmentId: string | null;
  venueId: string;
  itemCode: string;
  /** From here on as the catalogue had it then. */
  itemName: string;
  caseKind: 'instant' | 'promised';
  department: string;
  jointDepartments: string[];
  limits: { promised: ClockLimit; legal: ClockLimit };
  materials: CaseMaterialDoc[];
  specialStepChoices: { name: string; basis: string; timeWords: string; counted: boolean }[];
  basis: string[];
  remedies: string[];
  phones: { enquiry: string; supervision: string };
  applicant: { name: string };
  form: { phone: string | null; note: string | null };

  state: CaseState;
  /** Present while somebody still has to do something. */
  open?: true;
  clocks: CaseClocks;
  acceptBy: Date | null;
  promisedBy: Date | null;
  legalBy: Date | null;
  deliverBy: Date | null;
  /** Which of them reach into a year whose holidays are not announced. */
  provisional: string[];
  /** The deadline that runs now; lists are in its order. */
  dueBy: Date | null;
  handler: HandlerDoc | null;
  reviews: ReviewDoc[];
  specialSteps: SpecialStepDoc[];
  supplement: SupplementDoc | null;
  extension: ExtensionDoc | null;
  declined: RefusalDoc | null;
  decision: DecisionDoc | null;
  result: {
    how: 'window' | 'courier' | 'electronic';
    readyAt: Date;
    /** The parcel that brings it. */
    deliveryId: string | null;
  } | null;

  /** What the item costs; null when nothing. */
  fee: FeeDoc | null;
  /** What payments have to be told; present until they know. */
  feeStep?: 'owe' | 'drop';

  /** Present while a ready result waits to be issued on the phone or packed as a parcel; nothing else is read to find it. */
  awaits?: 'courier' | 'electronic';

  createdAt: Date;
  handedInAt: Date | null;
  /** When the state last changed, by the time of the event: what changes it next may not be earlier. */
  changedAt: Date;
  updatedAt: Date;
  /** When the clock next brings something: a warning, deemed acceptance, the end of a supplement's time. */
  dueAt?: Date;
  /** What the clock has brought already, by key: each once. */
  told: string[];
  timeline: CaseEvent[];
  /** Counts the changes; every change names the one it starts from. */
  version: number;
  /** The last operations that changed it: one of them repeated is answered, not done again. */
  operations: string[];
}

/** A number that was given out. Its `_id` being unique is what makes numbers unique, sharded or not. */
export interface CaseNumberDoc {
  _id: string;
  caseId: string;
}

export type CaseModel = Model<CaseDoc>;
export type CaseNumberModel = Model<CaseNumberDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const maybeDate = { type: Date, default: null };
const plain = { _id: false, strict: 'throw' } as const;
/** Written and read whole; the types here hold its shape. */
const whole = { type: Schema.Types.Mixed, default: null };

/** Registers the models on a connection. */
export function createModels(mongo: Connection) {
  const event = new Schema<CaseEvent>(
    {
      at: { type: Date, required: true },
      from: maybeText,
      action: text,
      by: { type: Schema.Types.Mixed, required: true },
      why: maybeText,
      facts: { type: Schema.Types.Mixed, required: true },
      event: String,
    },
    { ...plain, minimize: false },
  );
  const schema = new Schema<CaseDoc>(
    {
      _id: String,
      number: String,
      receiptNumber: maybeText,
      personId: text,
      accountId: maybeText,
      mandateId: maybeText,
      agentOf: maybeText,
      channel: text,
      appointmentId: maybeText,
      venueId: text,
      itemCode: text,
      itemName: text,
      caseKind: text,
      department: text,
      jointDepartments: [String],
      limits: { type: Schema.Types.Mixed, required: true },
      materials: { type: [Schema.Types.Mixed], required: true } as never,
      specialStepChoices: { type: [Schema.Types.Mixed], required: true } as never,
      basis: [String],
      remedies: [String],
      phones: { type: Schema.Types.Mixed, required: true },
      applicant: { name: sealed(casePurposes.applicantName) },
      form: { phone: sealed(casePurposes.phone, false), note: sealed(casePurposes.note, false) },
      state: { type: String, required: true, enum: Object.keys(caseStates) },
      open: Boolean,
      clocks: { type: Schema.Types.Mixed, required: true },
      acceptBy: maybeDate,
      promisedBy: maybeDate,
      legalBy: maybeDate,
      deliverBy: maybeDate,
      provisional: { type: [String], required: true },
      dueBy: maybeDate,
      handler: whole,
      reviews: { type: [Schema.Types.Mixed], required: true } as never,
      specialSteps: { type: [Schema.Types.Mixed], required: true } as never,
      supplement: whole,
      extension: whole,
      declined: whole,
      decision: whole,
      result: whole,
      fee: whole,
      feeStep: String,
      awaits: String,
      createdAt: { type: Date, required: true },
      handedInAt: maybeDate,
      changedAt: { type: Date, required: true },
      updatedAt: { type: Date, required: true },
      dueAt: Date,
      told: { type: [String], required: true },
      timeline: { type: [event], required: true },
      version: { type: Number, required: true },
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { collection: 'cases', versionKey: false, strict: 'throw', minimize: false },
  );
  const open = { partialFilterExpression: { open: true } };
  // A citizen's own cases, the newest first.
  schema.index({ personId: 1, updatedAt: -1 }, { name: 'of_a_person' });
  // What an agent does for others.
  schema.index(
    { mandateId: 1, updatedAt: -1 },
    { partialFilterExpression: { mandateId: { $type: 'string' } }, name: 'under_a_mandate' },
  );
  // Open cases by deadline: of a hall, of the whole city.
  schema.index({ venueId: 1, dueBy: 1 }, { ...open, name: 'open_of_a_venue' });
  schema.index({ dueBy: 1 }, { ...open, name: 'open_by_deadline' });
  // The history of a hall for its staff.
  schema.index({ venueId: 1, updatedAt: -1 }, { name: 'of_a_venue' });
  // What ended, by when that was written: services that can be rated are gathered so.
  schema.index({ state: 1, updatedAt: 1, _id: 1 }, { name: 'in_a_state' });
  // The sweeper finds what is due without reading anything else.
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  schema.index(
    { feeStep: 1 },
    { partialFilterExpression: { feeStep: { $exists: true } }, name: 'fees_to_tell' },
  );
  schema.index(
    { awaits: 1, changedAt: 1 },
    { partialFilterExpression: { awaits: { $exists: true } }, name: 'results_to_bring' },
  );
  // One case for an appointment, however often and by whom it is taken in.
  schema.index(
    { appointmentId: 1 },
    {
      unique: true,
      partialFilterExpression: { appointmentId: { $type: 'string' } },
      name: 'one_case_an_appointment',
    },
  );
  // One draft of an item for a person, by themselves or under a mandate: two phones or two taps go on with the same one.
  schema.index(
    { personId: 1, itemCode: 1, mandateId: 1 },
    { unique: true, partialFilterExpression: { state: 'draft' }, name: 'one_draft_an_item' },
  );
  indexOutbox(schema);

  const number = new Schema<CaseNumberDoc>(
    { _id: String, caseId: text },
    { collection: 'case-numbers', versionKey: false, strict: 'throw' },
  );
  return {
    cases: mongo.model<CaseDoc>('Case', schema),
    numbers: mongo.model<CaseNumberDoc>('CaseNumber', number),
  };
}
