import { type Connection, type Model, Schema } from 'mongoose';
import type { MandateState, Relation } from '../../../shared/contract/mandates';
import { indexOutbox, type OutboxFields, outboxFields } from '../../work/outbox';

export interface MandateConsent {
  version: string;
  at: Date;
}

/** By whom or what it ended. */
export type MandateEnd = 'principal' | 'agent' | 'lapsed' | 'replaced' | 'grown-up' | 'erased';

/** That one person may act for another. The document is the only truth: who acts is asked here every time. */
export interface MandateDoc extends OutboxFields {
  _id: string;
  /** Whose matters they are. */
  principalId: string;
  /** Who acts; null while nobody has entered the code. */
  agentId: string | null;
  relation: Relation;
  state: MandateState;
  /** Keyed hash of the code, present while it can be entered. The code itself is nowhere. */
  codeIndex?: string;
  codeUntil: Date | null;
  /** Present while active: one for two people. */
  active?: true;
  /** null for a child, whose guardian declares instead. */
  principalConsent: MandateConsent | null;
  agentConsent: MandateConsent | null;
  createdAt: Date;
  acceptedAt: Date | null;
  endedAt: Date | null;
  endedBy: MandateEnd | null;
  /** First day on which a guardian may not act any more. */
  endsOn: string | null;
  /** Present from the end until everyone who must know of it does. */
  untold?: true;
  /** When it ends by itself. */
  dueAt?: Date;
  /** Counts the changes; every change names the one it starts from. */
  version: number;
  /** The operations that changed it: one of them repeated is answered, not done again. */
  operations: string[];
}

export type MandateModel = Model<MandateDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };
const maybeDate = { type: Date, default: null };

/** Registers the model on a connection. */
export function mandateModel(mongo: Connection): MandateModel {
  const consent = {
    type: new Schema<MandateConsent>({ version: text, at: { type: Date, required: true } }, { _id: false }),
    default: null,
  };
  const schema = new Schema<MandateDoc>(
    {
      _id: String,
      principalId: text,
      agentId: maybeText,
      relation: text,
      state: text,
      codeIndex: String,
      codeUntil: maybeDate,
      active: Boolean,
      principalConsent: consent,
      agentConsent: consent,
      createdAt: { type: Date, required: true },
      acceptedAt: maybeDate,
      endedAt: maybeDate,
      endedBy: maybeText,
      endsOn: maybeText,
      untold: Boolean,
      dueAt: Date,
      version: { type: Number, required: true },
      operations: { type: [String], required: true },
      ...outboxFields,
    },
    { collection: 'mandates', versionKey: false, strict: 'throw' },
  );
  // A code is entered by its hash, and two people never have the same one.
  schema.index(
    { codeIndex: 1 },
    { unique: true, partialFilterExpression: { codeIndex: { $exists: true } }, name: 'code' },
  );
  // One mandate between two people, whoever enters how many codes at once.
  schema.index(
    { agentId: 1, principalId: 1 },
    { unique: true, partialFilterExpression: { active: true }, name: 'one_between_two' },
  );
  // Who acts for me; and an earlier code when a new one is made.
  schema.index({ principalId: 1, createdAt: -1 }, { name: 'of_a_principal' });
  // For whom I act: asked with every list.
  schema.index({ agentId: 1, createdAt: -1 }, { name: 'of_an_agent' });
  // Codes that lapse and children that grow up.
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  // Ends of which a process that died has told nobody.
  schema.index({ untold: 1 }, { partialFilterExpression: { untold: true }, name: 'untold' });
  indexOutbox(schema);
  return mongo.model<MandateDoc>('Mandate', schema);
}
