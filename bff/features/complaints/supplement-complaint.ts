import { Problem } from '../../problem';
import { changeComplaint } from './change-complaint';
import { type Asking, refuseCitizen, withLatest } from './find-complaint';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';
import { sealText, textOf } from './texts';

export interface SupplementComplaint extends Asking {
  words: string;
  photos: readonly string[];
}

/**
 * Adds what became known, or photos that were not through yet.
 * @throws Problem NOT_SIGNED_IN, NOT_FOUND, COMPLAINT_STATE, COMPLAINT_FULL, UPLOAD_STATE, VALIDATION_FAILED when nothing is added
 */
export async function supplementComplaint(
  parts: ComplaintParts,
  command: SupplementComplaint,
): Promise<ComplaintDoc> {
  const { words, caller, operationId, now } = command;
  const ids = [...new Set(command.photos)];
  if (words === '' && ids.length === 0)
    throw new Problem('VALIDATION_FAILED', { fields: { 'body.words': '写一点情况，或者加一张照片。' } });
  return withLatest(parts, command, async (doc) => {
    refuseCitizen(parts, doc, 'supplement', now);
    const { length } = doc.supplements;
    if (length >= parts.settings.complaints.supplements) throw new Problem('COMPLAINT_FULL');
    const personId = caller?.personId ?? null;
    if (ids.length > 0) {
      if (personId === null) throw new Problem('NOT_SIGNED_IN', { next: '登录后才能传照片。' });
      const { _id: complaintId, anonymous } = doc;
      await parts.uploads.claimForComplaint({ ids, complaintId, personId, anonymous, filed: false, now });
    }
    const photos = (await parts.uploads.filesOf(ids)).map(({ id, type }) => ({ id, type }));
    const said = textOf(parts, doc, 'supplementWords') ?? [];
    const set: Partial<ComplaintDoc> = {
      supplements: [...doc.supplements, { at: now, photos }],
      supplementWords: sealText(parts, 'supplementWords', [...said, words]),
      safetyOwed: [...doc.safetyOwed, `supplement ${length}`],
      ...(doc.safety === 'pass' && { safety: 'waiting' as const }),
      ...(photos.length > 0 && { photosOwed: true }),
    };
    const step = { action: 'supplement', by: { role: 'citizen' }, at: now, set } as const;
    return changeComplaint(parts, doc, { steps: [step], now, operationId });
  });
}
