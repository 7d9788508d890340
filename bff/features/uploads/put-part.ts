import { UPLOAD_PART_BYTES } from '../../../shared/contract/uploads';
import { Problem } from '../../problem';
import { partKey, store } from './contents';
import { findUpload } from './find-upload';
import type { UploadDoc } from './model';
import type { Sending, UploadParts } from './parts';

/**
 * Stores a part: in any order, each as often as it is sent. It counts as received once it is stored.
 * @param content whose length must be that of the part
 * @throws Problem NOT_FOUND, UPLOAD_PART, UPLOAD_STATE
 */
export async function putPart(
  parts: UploadParts,
  command: Sending & { n: number; content: Buffer },
): Promise<UploadDoc> {
  const { n, content } = command;
  const doc = await findUpload(parts, command.id, command.personId);
  if (doc.state !== 'receiving') throw new Problem('UPLOAD_STATE');
  if (n >= doc.parts || content.length !== lengthOf(doc, n)) throw new Problem('UPLOAD_PART');
  await store(parts, doc, partKey(doc._id, n), content);
  const after = await parts.uploads
    .findOneAndUpdate(
      { _id: doc._id, state: 'receiving' },
      { $addToSet: { received: n }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<UploadDoc>();
  if (after) return after;
  const now = await parts.uploads.findById(doc._id).lean<UploadDoc>();
  // Whoever checks it now deletes the parts afterwards; otherwise nobody would.
  if (now?.state !== 'checking') await parts.storage.remove(partKey(doc._id, n));
  throw new Problem(now && now.state !== 'removed' ? 'UPLOAD_STATE' : 'NOT_FOUND');
}

/** While receiving, `size` is what was announced. */
function lengthOf({ size, parts }: UploadDoc, n: number): number {
  return n < parts - 1 ? UPLOAD_PART_BYTES : size - UPLOAD_PART_BYTES * (parts - 1);
}
