import { errors } from '../../../shared/contract/errors';
import { UPLOAD_PART_BYTES, type Upload } from '../../../shared/contract/uploads';
import { toIso } from '../../../shared/domain/time';
import { purposes, type UploadDoc } from './model';
import type { UploadParts } from './parts';

/** An upload as the one who sends it sees it. */
export function presentUpload(parts: UploadParts, doc: UploadDoc): Upload {
  return {
    id: doc._id,
    state: doc.state === 'removed' ? 'refused' : doc.state,
    refusal: doc.refusal && `${errors[doc.refusal].message}${errors[doc.refusal].next}`,
    name: nameOf(parts, doc),
    size: doc.size,
    type: doc.type,
    partSize: UPLOAD_PART_BYTES,
    parts: doc.parts,
    received: [...doc.received].sort((a, b) => a - b),
    pages: doc.pages,
    keptUntil: doc.dueAt ? toIso(doc.dueAt) : null,
  };
}

/** The name it had on the phone. */
export function nameOf({ cipher }: Pick<UploadParts, 'cipher'>, doc: UploadDoc): string | null {
  return doc.name === null ? null : cipher.open(doc.name, purposes.name);
}
