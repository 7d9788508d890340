import { partKey, removeParts } from './contents';
import type { UploadDoc } from './model';
import type { UploadParts } from './parts';

const BATCH = 100;
/** A check that holds its lease deletes its own parts; only what was left by a process that died is old. */
const LITTER_AFTER_MS = 120_000;

/** Deletes what nobody put into a case, and parts that were left lying about. Safe to be done by two processes at once. */
export async function sweepUploads(parts: UploadParts): Promise<void> {
  const now = parts.clock.now();
  const due = await parts.uploads
    .find({ dueAt: { $lte: now } })
    .sort({ dueAt: 1 })
    .limit(BATCH)
    .lean<UploadDoc[]>();
  for (const doc of due) await removeUpload(parts, doc);
  const littering = await parts.uploads
    .find({ litter: true, createdAt: { $lte: new Date(now.getTime() - LITTER_AFTER_MS) } })
    .limit(BATCH)
    .lean<UploadDoc[]>();
  for (const doc of littering) await removeParts(parts, doc);
}

/**
 * Deletes an upload: first nobody can use it any more, then its contents go, then the document with the key to whatever a
 * process that died may have left. One that was cut off is found again, because it stays due.
 */
export async function removeUpload({ uploads, storage, clock }: UploadParts, doc: UploadDoc): Promise<void> {
  const gone = await uploads
    .findOneAndUpdate(
      { _id: doc._id, version: doc.version },
      { $set: { state: 'removed', caseId: null, dueAt: doc.dueAt ?? clock.now() }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean<UploadDoc>();
  if (!gone) return;
  for (let n = 0; n < gone.parts; n += 1) await storage.remove(partKey(gone._id, n));
  if (gone.object !== null) await storage.remove(gone.object);
  await uploads.deleteOne({ _id: gone._id, state: 'removed' });
}
