import { type Connection, type Model, Schema } from 'mongoose';
import { sealed } from '../../crypto/sealed-fields';

export const resultPurposes = { holder: 'result.holder' } as const;

/** An electronic result. What stands on it is kept as it was when it was issued. */
export interface ResultDoc {
  /** The code on the paper. */
  _id: string;
  caseId: string;
  /** `making` until the file lies in the storage. */
  state: 'making' | 'valid' | 'revoked';
  /** Present while it is the one of its case. */
  inForce?: true;
  /** null once its person had their data erased. */
  personId: string | null;
  /** Sealed; null after an erasure. */
  holder: string | null;
  number: string;
  itemName: string;
  department: string;
  venueName: string;
  outcome: string;
  decidedAt: Date;
  issuedAt: Date;
  sample: boolean;
  /** Of uploads: the file, sealed with a key of its own. */
  uploadId: string | null;
  /** Of the file, hex. */
  sha256: string | null;
}

export type ResultModel = Model<ResultDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };

/** Registers the model on a connection. */
export function resultModel(mongo: Connection): ResultModel {
  const schema = new Schema<ResultDoc>(
    {
      _id: String,
      caseId: text,
      state: text,
      inForce: Boolean,
      personId: maybeText,
      holder: sealed(resultPurposes.holder, false),
      number: text,
      itemName: text,
      department: text,
      venueName: text,
      outcome: text,
      decidedAt: { type: Date, required: true },
      issuedAt: { type: Date, required: true },
      sample: { type: Boolean, required: true },
      uploadId: maybeText,
      sha256: maybeText,
    },
    { collection: 'results', versionKey: false, strict: 'throw' },
  );
  // One in force for a case, however many workers issue it at once.
  schema.index(
    { caseId: 1 },
    { unique: true, partialFilterExpression: { inForce: true }, name: 'one_in_force_a_case' },
  );
  schema.index({ personId: 1 }, { name: 'of_a_person' });
  return mongo.model<ResultDoc>('Result', schema);
}
