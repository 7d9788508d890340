import { type Connection, type Model, Schema } from 'mongoose';
import type { ErrorCode } from '../../../shared/contract/errors';
import type { UploadState, UploadType } from '../../../shared/contract/uploads';
import { sealed } from '../../crypto/sealed-fields';

/** What each field is sealed for. */
export const purposes = { key: 'upload.key', name: 'upload.name' } as const;

/**
 * A file on its way in, or taken. The content lies in the object storage under a key of its own that stands here, sealed:
 * without this document nobody can read it any more.
 */
export interface UploadDoc {
  /** The operation that began it, so that a repeated request finds its own work. */
  _id: string;
  /** Who sends it: for themselves or for somebody they act for. */
  personId: string;
  accountId: string;
  /** `removed`: its contents are being deleted, the document last. */
  state: UploadState | 'removed';
  /** Why it was refused. */
  refusal: ErrorCode | null;
  key: string;
  name: string | null;
  /** Bytes as announced, then as stored. */
  size: number;
  /** SHA-256 as announced, hex. */
  sha256: string | null;
  parts: number;
  /** Numbers of the parts that have arrived, in the order in which they did. */
  received: number[];
  type: UploadType | null;
  pages: number | null;
  /** Where the taken content lies. */
  object: string | null;
  /** While `checking`: who does it must be done by then, otherwise somebody else does it again. */
  leaseUntil: Date | null;
  /** The case it is a paper of. */
  caseId: string | null;
  /** The complaint it is a photo of; absent when of none. */
  complaintId?: string;
  createdAt: Date;
  /** When it is deleted unless it is handed in with a case; absent once it was. */
  dueAt?: Date;
  /** Present while objects may lie about that are not needed any more. */
  litter?: true;
  /** Counts the changes; every change names the one it starts from. */
  version: number;
}

export type UploadModel = Model<UploadDoc>;

const text = { type: String, required: true };
const maybeText = { type: String, default: null };

/** Registers the model on a connection. */
export function uploadModel(mongo: Connection): UploadModel {
  const schema = new Schema<UploadDoc>(
    {
      _id: String,
      personId: text,
      accountId: text,
      state: text,
      refusal: maybeText,
      key: sealed(purposes.key),
      name: sealed(purposes.name, false),
      size: { type: Number, required: true },
      sha256: maybeText,
      parts: { type: Number, required: true },
      received: { type: [Number], required: true },
      type: maybeText,
      pages: { type: Number, default: null },
      object: maybeText,
      leaseUntil: { type: Date, default: null },
      caseId: maybeText,
      complaintId: String,
      createdAt: { type: Date, required: true },
      dueAt: Date,
      litter: Boolean,
      version: { type: Number, required: true },
    },
    { collection: 'uploads', versionKey: false, strict: 'throw' },
  );
  // Everything of a person, for export and erasure.
  schema.index({ personId: 1, createdAt: -1 });
  // The papers of a case.
  schema.index({ caseId: 1 });
  // The sweeper finds what nobody took, and what lies about, without reading anything else.
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  schema.index({ litter: 1 }, { partialFilterExpression: { litter: true }, name: 'litter' });
  return mongo.model<UploadDoc>('Upload', schema);
}
