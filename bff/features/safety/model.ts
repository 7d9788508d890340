import { type Connection, type Model, Schema } from 'mongoose';
import { sealed } from '../../crypto/sealed-fields';
import type { SafetyVerdict, ToCheck } from '.';

/** What the words are sealed for. */
export const WORDS = 'safety.words';

export interface PictureCheck {
  /** The file of uploads. */
  id: string;
  /** null: nothing was said yet. */
  verdict: SafetyVerdict | null;
  /** When it was last asked for; null before that. */
  askedAt: Date | null;
  /** What it was asked under, each time: a late answer names the one it is of. */
  traces: string[];
}

/** One thing that content security is asked about. Nothing of it is lost until all of it was said, or given up. */
export interface CheckDoc {
  /** The key that it was asked with. */
  _id: string;
  kind: ToCheck['kind'];
  id: string;
  /** Sealed while they are to be looked at; null from then on. */
  words: string | null;
  wordsVerdict: SafetyVerdict | null;
  pictures: PictureCheck[];
  /** All traces of its pictures. */
  traces: string[];
  /** Whose it is; null from when nothing more is asked. */
  accountId: string | null;
  /** When something is next to be asked; absent when nothing is. */
  dueAt?: Date;
  attempts: number;
  /** Raised by every claim: whoever lost it does not say when it is due. What WeChat said is true whoever heard it. */
  fence: number;
  giveUpAt: Date;
  /** Present while its owner is to be told what was said. */
  tellAt?: Date;
  /** Counts the changes; every change names the one it starts from. */
  version: number;
}

/** What was pushed about a picture: it may be known before the trace id is. */
export interface PictureResultDoc {
  /** The trace id. */
  _id: string;
  /** null: WeChat could not look at it. */
  verdict: 'pass' | 'review' | 'risky' | null;
  at: Date;
  /** When it is next looked for whose it is; absent once that is known or given up. */
  dueAt?: Date;
}

export interface SafetyModels {
  checks: Model<CheckDoc>;
  results: Model<PictureResultDoc>;
}

/** Registers the models of this feature on a connection. */
export function safetyModels(mongo: Connection): SafetyModels {
  const common = { versionKey: false, strict: 'throw', minimize: false } as const;
  const text = { type: String, required: true };
  const maybeText = { type: String, default: null };
  const date = { type: Date, required: true };
  const number = { type: Number, required: true };
  const picture = new Schema<PictureCheck>(
    {
      id: text,
      verdict: maybeText,
      askedAt: { type: Date, default: null },
      traces: { type: [String], required: true },
    },
    { _id: false },
  );
  const checks = new Schema<CheckDoc>(
    {
      _id: String,
      kind: text,
      id: text,
      words: sealed(WORDS, false),
      wordsVerdict: maybeText,
      pictures: { type: [picture], required: true },
      traces: { type: [String], required: true },
      accountId: maybeText,
      dueAt: Date,
      attempts: number,
      fence: number,
      giveUpAt: date,
      tellAt: Date,
      version: number,
    },
    { ...common, id: false, collection: 'safety_checks' },
  );
  // All that was said of one thing.
  checks.index({ kind: 1, id: 1 }, { name: 'of_a_thing' });
  checks.index({ traces: 1 }, { name: 'by_trace' });
  checks.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  checks.index({ tellAt: 1 }, { partialFilterExpression: { tellAt: { $exists: true } }, name: 'to_tell' });
  // Erasure.
  checks.index({ accountId: 1 }, { name: 'of_an_account' });
  const results = new Schema<PictureResultDoc>(
    { _id: String, verdict: maybeText, at: date, dueAt: Date },
    { ...common, collection: 'safety_results' },
  );
  results.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  results.index({ at: 1 }, { name: 'to_forget' });
  return {
    checks: mongo.model<CheckDoc>('SafetyCheck', checks) as Model<CheckDoc>,
    results: mongo.model<PictureResultDoc>('SafetyResult', results) as Model<PictureResultDoc>,
  };
}
