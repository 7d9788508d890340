import { Problem } from '../../problem';
import type { UploadDoc } from './model';
import type { UploadParts } from './parts';

const DAY_MS = 86_400_000;
/** Stands where the sender stood: nobody signs in with it. */
const NOBODY = 'nobody';

export interface ClaimPhotos {
  ids: readonly string[];
  complaintId: string;
  /** Who sent them; null: they must be of the complaint already. */
  personId: string | null;
  /** Nothing may tell who sent them any more. */
  anonymous: boolean;
  /** The complaint stands: they are kept with it. Otherwise they are deleted after a while. */
  filed: boolean;
  now: Date;
}

/**
 * Makes files photos of a complaint. Each is claimed by one guarded update, so that one file never belongs to two. Repeatable,
 * also when nothing tells any more who sent them.
 * @throws Problem NOT_FOUND when one is not theirs or elsewhere already; UPLOAD_STATE when one is not taken (yet)
 */
export async function claimPhotos(parts: UploadParts, given: ClaimPhotos): Promise<void> {
  const { complaintId, personId, filed, now } = given;
  const dueAt = new Date(now.getTime() + parts.settings.uploads.draftDays * DAY_MS);
  const $set = {
    complaintId,
    ...(given.anonymous && { personId: NOBODY, accountId: NOBODY, name: null }),
  };
  const free = { caseId: null, complaintId: { $exists: false }, personId };
  for (const id of new Set(given.ids)) {
    const ready = { _id: id, state: 'ready' as const };
    const theirs = { ...ready, complaintId };
    const mine = { ...ready, ...free };
    const claimed = filed
      ? await parts.uploads.updateOne(personId === null ? theirs : { $or: [theirs, mine] }, {
          $set,
          $unset: { dueAt: 1 },
          $inc: { version: 1 },
        })
      : await parts.uploads.updateOne(mine, { $set: { ...$set, dueAt }, $inc: { version: 1 } });
    if (claimed.matchedCount > 0) continue;
    // Claimed before by the same complaint, which may stand by now: then they are not to be deleted after all.
    if (!filed && (await parts.uploads.exists(theirs))) continue;
    const waiting = await parts.uploads
      .findOne({ _id: id, personId, caseId: null, state: { $nin: ['ready', 'removed'] } })
      .lean<UploadDoc>();
    if (waiting) throw new Problem('UPLOAD_STATE');
    throw new Problem('NOT_FOUND', { next: '有一张照片已经不在了，重新选择后再传一次。' });
  }
}
