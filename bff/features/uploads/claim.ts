import { Problem } from '../../problem';
import type { UploadParts } from './parts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A taken file as others may know it. */
export interface TakenFile {
  id: string;
  name: string | null;
  type: string;
  /** Bytes. */
  size: number;
}

export interface ClaimFiles {
  ids: readonly string[];
  caseId: string;
  /** Who sent them: nobody puts another's files into a case. */
  personId: string;
  /** The case was handed in: they are kept with it. Otherwise they go with a draft that nobody touches any more. */
  handedIn: boolean;
  now: Date;
}

/**
 * Makes files papers of a case. Each is claimed by one guarded update, so that one file never belongs to two cases and
 * the sweeper never deletes what a case took. Repeatable.
 * @throws Problem NOT_FOUND when one is not theirs, not taken, deleted or in another case; those before it stay claimed
 */
export async function claimFiles(
  parts: UploadParts,
  { ids, caseId, personId, handedIn, now }: ClaimFiles,
): Promise<void> {
  const dueAt = new Date(now.getTime() + parts.settings.uploads.draftDays * DAY_MS);
  for (const id of new Set(ids)) {
    const claimed = await parts.uploads.updateOne(
      {
        _id: id,
        state: 'ready',
        complaintId: { $exists: false },
        $or: [{ caseId }, { caseId: null, personId }],
      },
      handedIn
        ? { $set: { caseId }, $unset: { dueAt: 1 }, $inc: { version: 1 } }
        : { $set: { caseId, dueAt }, $inc: { version: 1 } },
    );
    if (claimed.matchedCount === 0)
      throw new Problem('NOT_FOUND', { next: '有一个文件已经不在了，重新选择后再传一次。' });
  }
}

/** Lets go of the files of a case that are not in it any more; they are deleted after a while unless put into one again. */
export async function releaseFiles(
  parts: UploadParts,
  { caseId, keep, now }: { caseId: string; keep: readonly string[]; now: Date },
): Promise<void> {
  const dueAt = new Date(now.getTime() + parts.settings.uploads.keepHours * HOUR_MS);
  await parts.uploads.updateMany(
    { caseId, _id: { $nin: [...keep] } },
    { $set: { caseId: null, dueAt }, $inc: { version: 1 } },
  );
}
