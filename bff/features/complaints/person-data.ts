import { randomUUID } from 'node:crypto';
import {
  complaintCategories,
  complaintStates,
  complaintTransitionOf,
} from '../../../shared/domain/complaint';
import { dateOf, toIso } from '../../../shared/domain/time';
import type { DataHolder } from '../session';
import { changeComplaint } from './change-complaint';
import { placeWordsOf } from './facts';
import { type ComplaintDoc, ERASED } from './model';
import type { ComplaintParts } from './parts';
import { textOf } from './texts';
import { timelineOf } from './timeline';

/** Years for which the file of a complaint is kept after the one in which it is asked for. */
const FILE_YEARS = 10;

/**
 * What complaints hold about a person, for export and erasure (PIPL §45, §47). Those that are open are taken back. The file of a
 * complaint stays as a record of the office (档案法 §14), without whose it was. One without a name is nobody's here.
 */
export function complaintData(parts: ComplaintParts): DataHolder {
  return {
    name: 'complaints',
    exportFor: async (personId) => {
      if (personId === null) return [];
      const mine = await parts.complaints.find({ personId }).sort({ filedAt: -1 }).lean<ComplaintDoc[]>();
      return mine.map((doc) => ({
        number: doc.number,
        category: complaintCategories[doc.category].words,
        ...textOf(parts, doc, 'words'),
        on: doc.on,
        place: placeWordsOf(parts.venues, doc),
        item: doc.itemName,
        case: doc.caseNumber,
        photos: doc.photos.length,
        supplements: textOf(parts, doc, 'supplementWords') ?? [],
        state: complaintStates[doc.state].words,
        replies: textOf(parts, doc, 'replies') ?? [],
        publishConsent: doc.publication.consented,
        filedAt: toIso(doc.filedAt),
        timeline: timelineOf(parts, doc, 'self'),
      }));
    },
    erase: (personId, accountIds) => erase(parts, personId, accountIds),
  };
}

async function erase(parts: ComplaintParts, personId: string | null, accountIds: string[]) {
  await parts.complaints.updateMany({ accountId: { $in: accountIds } }, { $set: { accountId: null } });
  if (personId === null) return { erased: [], kept: [] };
  const withdrawn = await withdrawAll(parts, personId);
  await takeOffPublished(parts, personId);
  const kept = await parts.complaints.updateMany(
    { personId },
    {
      $set: { personId: `${ERASED}${randomUUID()}`, accountId: null, called: null, operations: [] },
      // Nobody is left to be told.
      $pull: { outbox: { 'to.personId': personId } },
      $inc: { writes: 1 },
    },
  );
  return {
    erased: [
      ...(withdrawn > 0 ? [`撤回了 ${withdrawn} 件还在办的投诉`] : []),
      ...(kept.modifiedCount > 0 ? [`${kept.modifiedCount} 件投诉是您提交的这一记录`] : []),
    ],
    kept:
      kept.modifiedCount === 0
        ? []
        : [
            {
              what: `${kept.modifiedCount} 件投诉的内容和答复（加密保存，不再记着是谁提交的）`,
              why: '《档案法》要求保存投诉办理的档案',
              until: `${Number(dateOf(parts.clock.now()).slice(0, 4)) + FILE_YEARS}年年底`,
            },
          ],
  };
}

/** The consent to publish was theirs, and is gone with them. */
async function takeOffPublished(parts: ComplaintParts, personId: string): Promise<void> {
  await parts.complaints.updateMany(
    { personId, 'publication.state': { $in: ['drafted', 'published'] } },
    { $set: { 'publication.state': 'refused', 'publication.publishedAt': null }, $inc: { writes: 1 } },
  );
  await parts.complaints.updateMany(
    { personId, 'publication.consented': true },
    { $set: { 'publication.consented': false, draft: null }, $inc: { writes: 1 } },
  );
}

/** Whoever leaves altogether cannot be answered any more. @returns how many were open */
async function withdrawAll(parts: ComplaintParts, personId: string): Promise<number> {
  let count = 0;
  for (;;) {
    const open = await parts.complaints.find({ personId, open: true }).lean<ComplaintDoc[]>();
    const able = open.filter((doc) => complaintTransitionOf(doc.state, 'withdraw') !== null);
    if (able.length === 0) return count;
    for (const doc of able) {
      const now = parts.clock.now();
      const step = { action: 'withdraw', by: { role: 'citizen' }, at: now, why: '本人删除了账号' } as const;
      if (await changeComplaint(parts, doc, { steps: [step], now })) count += 1;
    }
  }
}
