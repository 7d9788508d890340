import type { QueryFilter } from 'mongoose';
import type { ComplaintCategory } from '../../../../shared/contract/complaints';
import type { PublishedComplaint } from '../../../../shared/contract/published';
import { complaintCategories } from '../../../../shared/domain/complaint';
import { dateOf } from '../../../../shared/domain/time';
import { decodeKey, encodeKey, type PageOf } from '../../../http/cursor';
import type { ComplaintDoc } from '../model';
import type { ComplaintParts } from '../parts';
import { textOf } from '../texts';

const PAGE = 20;

/** Published complaints, the newest first. Never kept: what is taken off is gone at once. */
export async function listPublished(
  parts: ComplaintParts,
  { category, page }: { category?: ComplaintCategory; page?: string },
): Promise<PageOf<PublishedComplaint>> {
  const which: QueryFilter<ComplaintDoc> = {
    'publication.state': 'published',
    ...(category && { category }),
  };
  const [found, total] = await Promise.all([
    parts.complaints
      .find({ ...which, ...(page !== undefined && after(page)) })
      .sort({ 'publication.publishedAt': -1, _id: 1 })
      .limit(PAGE + 1)
      .lean<ComplaintDoc[]>(),
    parts.complaints.countDocuments(which),
  ]);
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    items: shown.map((doc) => present(parts, doc)),
    next: found.length > PAGE && last ? encodeKey([publishedAt(last).getTime(), last._id]) : null,
    total,
  };
}

/** @throws Problem VALIDATION_FAILED */
function after(page: string): QueryFilter<ComplaintDoc> {
  const [time, id] = decodeKey(page);
  const at = new Date(Math.min(Math.max(time, 0), MOST_TIME));
  return {
    $or: [{ 'publication.publishedAt': { $lt: at } }, { 'publication.publishedAt': at, _id: { $gt: id } }],
  };
}

const MOST_TIME = 8.64e15;
const publishedAt = (doc: ComplaintDoc) => doc.publication.publishedAt ?? doc.changedAt;

function present(parts: ComplaintParts, doc: ComplaintDoc): PublishedComplaint {
  const draft = textOf(parts, doc, 'draft');
  return {
    // Its own id is what its owner and the officers know it by.
    id: parts.cipher.blindIndex(doc._id, 'complaint.published'),
    category: doc.category,
    categoryWords: complaintCategories[doc.category].words,
    venueName: doc.venueId === null ? null : (parts.venues.venue(doc.venueId)?.name ?? null),
    itemName: doc.itemName,
    month: dateOf(doc.filedAt).slice(0, 7),
    what: draft?.what ?? '',
    found: draft?.found ?? '',
    done: draft?.done ?? '',
    basis: draft?.basis ?? '',
    publishedOn: dateOf(publishedAt(doc)),
  };
}
