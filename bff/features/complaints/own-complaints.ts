import type { Matter } from '../../../shared/contract/matters';
import type { SortKey } from '../../http/cursor';
import type { MatterProvider } from '../matters';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';
import { presentRow } from './presenter';

export type ComplaintScope = 'open' | 'closed' | 'all';

/** Far more than one person has; beyond it the oldest are not listed. */
const MOST = 2_000;
/** Larger than any time in milliseconds, so that a group never runs into the next. */
const GROUP = 1e15;

const within = { open: { open: true as const }, closed: { open: { $exists: false } }, all: {} };

/** The complaints of a person, the newest first. */
export function complaintsOf(
  { complaints }: Pick<ComplaintParts, 'complaints'>,
  personId: string,
  scope: ComplaintScope,
): Promise<ComplaintDoc[]> {
  return complaints
    .find({ personId, ...within[scope] })
    .sort({ filedAt: -1, _id: 1 })
    .limit(MOST)
    .lean<ComplaintDoc[]>();
}

/** Complaints as matters of a citizen: an answer wants to hear whether it satisfies. */
export function complaintMatters(parts: ComplaintParts): MatterProvider {
  return {
    list: async ({ personId }, scope, now) => {
      if (personId === null) return [];
      const found = await complaintsOf(parts, personId, scope);
      return found.map((doc) => ({ order: orderOf(doc), matter: matterOf(parts, doc, now) }));
    },
  };
}

function orderOf(doc: ComplaintDoc): SortKey {
  if (!doc.open) return [2 * GROUP - doc.updatedAt.getTime(), doc._id];
  const by = doc.by ?? doc.updatedAt;
  return [(wantsFeedback(doc) ? -GROUP : 0) + by.getTime(), doc._id];
}

const wantsFeedback = ({ state }: ComplaintDoc) => state === 'replied';

function matterOf(parts: ComplaintParts, doc: ComplaintDoc, now: Date): Matter {
  const row = presentRow(parts, doc, now);
  return {
    kind: 'complaint',
    id: row.id,
    reference: row.number,
    title: `投诉：${row.title}`,
    stateWords: row.stateWords,
    tone: row.tone,
    holder: row.holder,
    nextStep: row.nextStep,
    byWords: row.byWords,
    by: row.by,
    action: wantsFeedback(doc) ? { label: '看答复，说满不满意', kind: 'feedback' } : null,
    forWhom: null,
    open: doc.open ?? false,
  };
}
