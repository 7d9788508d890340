import type { QueryFilter } from 'mongoose';
import { compareKeys, type SortKey } from '../../../http/cursor';
import type { StaffCaller } from '../../../http/route';
import type { ComplaintDoc } from '../model';
import { readNumber } from '../number';
import type { DeskParts } from './parts';
import { withinReach } from './reach';

export type ComplaintScope = 'dispatch' | 'mine' | 'call-back' | 'overdue' | 'publish' | 'closed' | 'all';

/** Far more than a city has at once; beyond it the oldest are not listed. */
const MOST = 2_000;
/** Larger than any time in milliseconds, so that a group never runs into the next. */
const GROUP = 1e15;

/**
 * The complaints within an officer's reach: open ones by the deadline that runs, what is over from the newest. What is searched by
 * its number is found by it alone, wherever it stands.
 */
export async function listComplaints(
  parts: DeskParts,
  staff: StaffCaller,
  { scope, q }: { scope: ComplaintScope; q?: string },
  now: Date,
): Promise<ComplaintDoc[]> {
  const reach = await withinReach(parts, staff);
  const found = await parts.complaints
    .find({ $and: [reach, q ? byNumber(q) : whereOf(scope, staff, now)] })
    .sort({ filedAt: -1 })
    .limit(MOST)
    .lean<ComplaintDoc[]>();
  return found.sort((a, b) => compareKeys(complaintOrderOf(a), complaintOrderOf(b)));
}

/** The whole number, or its end as people read it out. */
function byNumber(q: string): QueryFilter<ComplaintDoc> {
  const number = readNumber(q);
  if (number !== null) return { number };
  const end = q.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return { number: new RegExp(`${end === '' ? '^$' : end}$`) };
}

function whereOf(scope: ComplaintScope, { staffId }: StaffCaller, now: Date): QueryFilter<ComplaintDoc> {
  switch (scope) {
    case 'dispatch':
      return {
        open: true,
        $or: [{ state: { $in: ['submitted', 'accepted'] } }, { 'extension.state': 'asked' }],
      };
    case 'mine':
      return { open: true, state: { $in: ['assigned', 'investigating'] }, 'handler.staffId': staffId };
    case 'call-back':
      return { open: true, state: { $in: ['replied', 'called-back'] } };
    case 'overdue':
      return { open: true, by: { $lte: now } };
    case 'publish':
      return {
        state: 'closed',
        'publication.consented': true,
        'publication.state': { $in: ['none', 'drafted'] },
      };
    case 'closed':
      return { open: { $exists: false } };
    case 'all':
      return {};
  }
}

/** Open ones by deadline, those without one after them, then what is over from the newest. */
export function complaintOrderOf(doc: ComplaintDoc): SortKey {
  if (!doc.open) return [3 * GROUP - (doc.closedAt ?? doc.changedAt).getTime(), doc._id];
  return doc.by ? [doc.by.getTime(), doc._id] : [GROUP + doc.changedAt.getTime(), doc._id];
}
