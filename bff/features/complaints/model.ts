import { type Connection, type Model, Schema } from 'mongoose';
import type { ComplaintCategory, ComplaintEnding, ComplaintState } from '../../../shared/contract/complaints';
import {
  type ComplaintAction,
  type ComplaintRole,
  type ComplaintWeight,
  complaintStates,
} from '../../../shared/domain/complaint';
import type { CalendarDate } from '../../../shared/domain/time';
import { sealed } from '../../crypto/sealed-fields';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';
import type { SafetyVerdict } from '../safety';

/** What the sealed fields are sealed for; see texts.ts for what is in them. */
export const complaintPurposes = {
  words: 'complaint.words',
  supplementWords: 'complaint.supplement-words',
  replies: 'complaint.replies',
  whys: 'complaint.whys',
  called: 'complaint.called',
  draft: 'complaint.draft',
} as const;

/** Whose complaint it was begins so once they left altogether. */
export const ERASED = 'erased-';

/** A file of uploads. */
export interface PhotoDoc {
  id: string;
  type: string;
}

export interface ComplaintHandlerDoc {
  staffId: string;
  name: string;
  number: string;
  department: string | null;
}

export interface ComplaintExtensionDoc {
  state: 'none' | 'asked' | 'approved' | 'refused';
  /** Working days; null while none were asked for. */
  days: number | null;
  askedBy: string | null;
  /** In `whys` too; here for whoever decides. */
  askedAt: Date | null;
}

export interface ComplaintEvent {
  at: Date;
  from: ComplaintState | null;
  action: ComplaintAction;
  by: { role: ComplaintRole; staffId?: string; name?: string; number?: string };
  /** Of the words in the table: `handler`, `days`, `lead`, `outcome`. Nothing that tells who somebody is; `why` is in `whys`. */
  facts: Record<string, string>;
}

/** One complaint from filing to the archive. */
export interface ComplaintDoc extends OutboxFields {
  /** The operation that made it, so that a repeated request finds its own work; without a name a one-way hash of it. */
  _id: string;
  /** `TS-20261124-7K3Q9F`. */
  number: string;
  category: ComplaintCategory;
  weight: ComplaintWeight;
  /** Sealed JSON of PlainWords: what happened, what is wanted, about when. */
  words: string;
  /** The day it happened. */
  on: CalendarDate | null;
  venueId: string | null;
  /** The hall whose desk has it: of a township or village its county's, without a place the city's. */
  deskVenueId: string;
  windowId: string | null;
  itemCode: string | null;
  itemName: string | null;
  department: string | null;
  caseId: string | null;
  caseNumber: string | null;
  appointmentId: string | null;

  /** Filed without a name: then there is neither person nor account, and `queryCodeHash` instead. */
  anonymous: boolean;
  personId: string | null;
  accountId: string | null;
  /** Keyed hash of number and query code. */
  queryCodeHash?: string;

  photos: PhotoDoc[];
  /** What was added later, the oldest first; the words are in `supplementWords` in the same order. */
  supplements: { at: Date; photos: PhotoDoc[] }[];
  /** Sealed JSON of string[]. */
  supplementWords: string | null;
  /** Sealed JSON of PlainReply[]. */
  replies: string | null;
  /** Who answered and when, in the order of `replies`. */
  answers: { at: Date; staffId: string; round: 1 | 2 }[];
  /** Sealed JSON of Record<index in the timeline, why>. */
  whys: string | null;
  /** Sealed JSON of PlainCall: how the call back went. */
  called: string | null;

  state: ComplaintState;
  /** Present while it can still become something else. */
  open?: true;
  round: 1 | 2;
  handler: ComplaintHandlerDoc | null;
  /** Everybody who had it, this round or before. */
  handledBy: string[];
  returned: boolean;
  assignedAt: Date | null;
  extension: ComplaintExtensionDoc;
  /** How a matter that was not done ends; null before, and for other categories. */
  ending: ComplaintEnding | null;
  /** Of a plan: until when it will be done. */
  planBy: CalendarDate | null;
  /** Whoever has to see to the plan was told that its day is over. */
  planTold: boolean;
  /** What whoever complained said last; null when nothing. */
  satisfied: boolean | null;
  declined: { reason: string; channel: string } | null;

  /** Working days as they were when the clock began: a setting that changes moves no deadline. */
  limits: { accept: number; reply: number; callBack: number };
  filedAt: Date;
  /** From when the time for the answer counts. */
  replyFrom: Date | null;
  /** Of the last answer. */
  repliedAt: Date | null;
  closedAt: Date | null;
  /** The first moments that are too late. */
  acceptBy: Date | null;
  replyBy: Date | null;
  callBackBy: Date | null;
  /** One of them reaches into a year whose holidays are not announced. */
  provisional: boolean;
  /** The deadline that runs now: lists are in its order. */
  by: Date | null;
  /** 0: no; 1: the hall's supervisor; 2: the city's. Of the deadline that runs. */
  escalated: 0 | 1 | 2;
  /** When the clock next brings something: see `nextMoment`. */
  dueAt?: Date;

  /** Staff it is about or may be: they never see it. Every query of staff leaves these out. */
  barred: string[];
  /** Whoever sits at that window now never sees it either. */
  barredWindowId: string | null;

  safety: 'waiting' | SafetyVerdict;
  /** Keys of what content security has to be given still: `words`, `supplement 0`. */
  safetyOwed: string[];
  /** Its photos have to be kept: they were claimed before it stood. */
  photosOwed: boolean;
  /** Present while something is owed to others after a change: the content check, repeats, tasks to staff. */
  followDue?: Date;
  /** Repeats were looked for. */
  recognised: boolean;
  /** The same person without new facts. */
  repeatOf: string | null;
  /** What it is joined to. */
  leadId: string | null;
  /** Those joined to this one have to hear what became of it; present while they have. */
  membersDue?: Date;
  /** Who is to be told of a task, see tasks.ts; the key that was told last. */
  taskTold: string | null;

  publication: {
    consented: boolean;
    state: 'none' | 'drafted' | 'published' | 'refused';
    draftedBy: string | null;
    approvedBy: string | null;
    publishedAt: Date | null;
  };
  /** Sealed JSON of the draft: words for publication. */
  draft: string | null;

  /** Never before what stands. */
  changedAt: Date;
  updatedAt: Date;
  timeline: ComplaintEvent[];
  /** Counts the steps: what a screen was drawn from. */
  version: number;
  /** Counts every write: what an update starts from. */
  writes: number;
  /** The last operations that changed it. */
  operations: string[];
}

export type ComplaintModel = Model<ComplaintDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const maybeDate = { type: Date, default: null };
const flag = { type: Boolean, required: true };
/** Written and read whole; the types here hold its shape. */
const whole = { type: Schema.Types.Mixed, default: null };
const some = { type: Schema.Types.Mixed, required: true };
const list = { type: [Schema.Types.Mixed], required: true } as never;

/** Registers the models on a connection. */
export function createModels(mongo: Connection) {
  const schema = new Schema<ComplaintDoc>(
    {
      _id: String,
      number: text,
      category: text,
      weight: text,
      words: sealed(complaintPurposes.words),
      on: maybeText,
      venueId: maybeText,
      deskVenueId: text,
      windowId: maybeText,
      itemCode: maybeText,
      itemName: maybeText,
      department: maybeText,
      caseId: maybeText,
      caseNumber: maybeText,
      appointmentId: maybeText,
      anonymous: flag,
      personId: maybeText,
      accountId: maybeText,
      queryCodeHash: String,
      photos: list,
      supplements: list,
      supplementWords: sealed(complaintPurposes.supplementWords, false),
      replies: sealed(complaintPurposes.replies, false),
      answers: list,
      whys: sealed(complaintPurposes.whys, false),
      called: sealed(complaintPurposes.called, false),
      state: { type: String, required: true, enum: Object.keys(complaintStates) },
      open: Boolean,
      round: { type: Number, required: true } as never,
      handler: whole,
      handledBy: { type: [String], required: true },
      returned: flag,
      assignedAt: maybeDate,
      extension: some,
      ending: maybeText as never,
      planBy: maybeText as never,
      planTold: flag,
      satisfied: { type: Boolean, default: null },
      declined: whole,
      limits: some,
      filedAt: { type: Date, required: true },
      replyFrom: maybeDate,
      repliedAt: maybeDate,
      closedAt: maybeDate,
      acceptBy: maybeDate,
      replyBy: maybeDate,
      callBackBy: maybeDate,
      provisional: flag,
      by: maybeDate,
      escalated: { type: Number, required: true } as never,
      dueAt: Date,
      barred: { type: [String], required: true },
      barredWindowId: maybeText,
      safety: text as never,
      safetyOwed: { type: [String], required: true },
      photosOwed: flag,
      followDue: Date,
      recognised: flag,
      repeatOf: maybeText,
      leadId: maybeText,
      membersDue: Date,
      taskTold: maybeText,
      publication: some,
      draft: sealed(complaintPurposes.draft, false),
      changedAt: { type: Date, required: true },
      updatedAt: { type: Date, required: true },
      timeline: list,
      version: { type: Number, required: true },
      writes: { type: Number, required: true },
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { collection: 'complaints', versionKey: false, strict: 'throw', minimize: false },
  );
  schema.index({ number: 1 }, { unique: true, name: 'by_number' });
  // A citizen's own, the newest first; those without a name belong to nobody.
  schema.index(
    { personId: 1, filedAt: -1 },
    { partialFilterExpression: { personId: { $type: 'string' } }, name: 'of_a_person' },
  );
  const open = { partialFilterExpression: { open: true } };
  // The desk: by state and deadline, of a hall and of the whole city; the closed ones by time.
  schema.index({ deskVenueId: 1, state: 1, by: 1 }, { ...open, name: 'open_of_a_desk' });
  schema.index({ state: 1, by: 1 }, { ...open, name: 'open_by_deadline' });
  schema.index({ 'handler.staffId': 1, state: 1 }, { ...open, name: 'open_of_a_handler' });
  schema.index({ deskVenueId: 1, filedAt: -1 }, { name: 'of_a_desk' });
  schema.index({ filedAt: -1 }, { name: 'by_time' });
  // Figures about a window, and what could be joined.
  schema.index(
    { windowId: 1, filedAt: 1 },
    { partialFilterExpression: { windowId: { $type: 'string' } }, name: 'of_a_window' },
  );
  schema.index(
    { leadId: 1 },
    { partialFilterExpression: { leadId: { $type: 'string' } }, name: 'members_of_a_lead' },
  );
  // What an officer answered before, so that a template is known.
  schema.index(
    { 'answers.staffId': 1, repliedAt: -1 },
    { partialFilterExpression: { repliedAt: { $type: 'date' } }, name: 'answered_by' },
  );
  // Answered ones, for rating.
  schema.index(
    { repliedAt: 1, _id: 1 },
    { partialFilterExpression: { repliedAt: { $type: 'date' } }, name: 'answered' },
  );
  schema.index({ 'publication.state': 1, 'publication.publishedAt': -1 }, { name: 'published' });
  for (const due of ['dueAt', 'followDue', 'membersDue'] as const)
    schema.index({ [due]: 1 }, { partialFilterExpression: { [due]: { $exists: true } }, name: `by_${due}` });
  indexOutbox(schema);

  return { complaints: mongo.model<ComplaintDoc>('Complaint', schema) };
}
