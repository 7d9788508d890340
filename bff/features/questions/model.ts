import { type Connection, type Model, Schema } from 'mongoose';
import type { QuestionState } from '../../../shared/contract/questions';
import type { CalendarDate } from '../../../shared/domain/time';
import { sealed } from '../../crypto/sealed-fields';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';
import type { SafetyVerdict } from '../safety';

/** What the sealed fields are sealed for: people write into a question, and get into an answer, what concerns them alone. */
export const questionPurposes = {
  words: 'question.words',
  answer: 'question.answer',
  closing: 'question.closing',
} as const;

/** The data-version of what is published. */
export const ANSWERS_VERSION = 'published-answers';
/** Whose a question is when it was made up as a sample. */
export const SAMPLE_PERSON = 'sample';
/** Whose a question was begins so once they left. */
export const ERASED = 'erased-';

/** A question and its answer. */
export interface QuestionDoc extends OutboxFields {
  /** The operation that asked it. */
  _id: string;
  personId: string;
  /** From which it was asked; null once it is gone. */
  accountId: string | null;
  /** With `slot`: a day has so many slots for one person, and a question takes one. */
  askedOn: CalendarDate;
  slot: number;
  /** Sealed; null for a sample, and once its asker left. */
  words: string | null;
  itemCode: string | null;
  itemName: string | null;
  venueId: string;
  /** null: in general, for the dispatchers of the hall. */
  department: string | null;
  state: QuestionState;
  askedAt: Date;
  /** The first moment that is too late. */
  dueBy: Date;
  /** It reaches into a year without a holiday notice. */
  provisional: boolean;
  /** When it went to another department; once. */
  forwardedAt: Date | null;
  /** Who answered last, as citizens read it, and when. */
  answer: { staffId: string; by: string; at: Date } | null;
  /** Sealed. */
  answerWords: string | null;
  /** When it was answered for the first time. */
  answeredAt?: Date;
  inTime: boolean | null;
  /** When its asker read the answer that stands. */
  readAt: Date | null;
  /** Why nothing was answered; sealed. */
  closing: string | null;
  /** What everybody reads. No personal data: see marks.ts. */
  published: { question: string; answer: string } | null;
  /** Present while it is published. */
  publishedAt?: Date;
  /** Present until every process is told to read the published answers anew. */
  indexDue?: Date;
  safety: 'waiting' | SafetyVerdict;
  /** Present until content security has its words. */
  safetyDue?: Date;
  /** When its supervisor is told that it is late; present until then. */
  overdueDue?: Date;
  version: number;
  /** The last operations that changed it. */
  operations: string[];
  sample: boolean;
}

export type QuestionModel = Model<QuestionDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const date = { type: Date, required: true };
const maybeDate = { type: Date, default: null };
const truth = { type: Boolean, required: true };
/** Written and read whole; the types here hold its shape. */
const whole = { type: Schema.Types.Mixed, default: null };

const schema = new Schema<QuestionDoc>(
  {
    _id: String,
    personId: text,
    accountId: maybeText,
    askedOn: text,
    slot: { type: Number, required: true },
    words: sealed(questionPurposes.words, false),
    itemCode: maybeText,
    itemName: maybeText,
    venueId: text,
    department: maybeText,
    state: { type: String, required: true, enum: ['asked', 'answered', 'closed'] },
    askedAt: date,
    dueBy: date,
    provisional: truth,
    forwardedAt: maybeDate,
    answer: whole,
    answerWords: sealed(questionPurposes.answer, false),
    answeredAt: Date,
    inTime: { type: Boolean, default: null },
    readAt: maybeDate,
    closing: sealed(questionPurposes.closing, false),
    published: whole,
    publishedAt: Date,
    indexDue: Date,
    safety: text,
    safetyDue: Date,
    overdueDue: Date,
    version: { type: Number, required: true },
    operations: { type: [String], required: true },
    sample: truth,
    ...outboxFields,
  },
  { collection: 'questions', versionKey: false, strict: 'throw', minimize: false },
);
// So many a day, however many phones ask at once; also what somebody asked.
schema.index({ personId: 1, askedOn: 1, slot: 1 }, { unique: true, name: 'one_in_a_slot' });
// What a hall has to answer, by its clock.
schema.index({ venueId: 1, state: 1, dueBy: 1 }, { name: 'of_a_venue' });
// The same for the whole city; and whose clock is counted anew.
schema.index({ state: 1, dueBy: 1 }, { name: 'in_a_state' });
// Figures of a month.
schema.index({ askedAt: 1 }, { name: 'by_day' });
// What can be rated, in order.
schema.index(
  { answeredAt: 1, _id: 1 },
  { partialFilterExpression: { answeredAt: { $exists: true } }, name: 'answered' },
);
for (const due of ['publishedAt', 'indexDue', 'safetyDue', 'overdueDue'] as const)
  schema.index({ [due]: 1 }, { partialFilterExpression: { [due]: { $exists: true } }, name: `by_${due}` });
indexOutbox(schema);

/** The model of this feature on a connection; the same one when asked again. */
export function questionModel(mongo: Connection): QuestionModel {
  return (mongo.models.Question as QuestionModel | undefined) ?? mongo.model<QuestionDoc>('Question', schema);
}
