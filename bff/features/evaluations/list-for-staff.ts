import type { QueryFilter } from 'mongoose';
import { grades, gradesFromBest } from '../../../shared/domain/evaluation';
import { dateOf } from '../../../shared/domain/time';
import type { SortKey } from '../../http/cursor';
import type { StaffCaller } from '../../http/route';
import type { EvaluationDoc, RectificationDoc } from './model';
import type { EvaluationParts } from './parts';
import { mayHandle, seesOthers, within } from './scope';

/** Far more than one officer reads; beyond it the oldest are not listed. */
const MOST = 2_000;
const DAY_MS = 86_400_000;
/** Larger than any time in milliseconds, so that a group never runs into the next. */
const GROUP = 1e15;

const bad = gradesFromBest.filter((grade) => !grades[grade].good);

/**
 * Ratings that an officer may read, from the newest day; within a day in the order of their ids, which say nothing of the time.
 * Who neither handles nor supervises reads their own, whatever they ask for; what is conspicuous is for supervisors. One's own of
 * today are read tomorrow: what stands there at once is of whoever just left.
 */
export async function listEvaluations(
  parts: EvaluationParts,
  staff: StaffCaller,
  { scope, month }: { scope: 'mine' | 'bad' | 'flagged' | 'all'; month?: string },
  now: Date,
): Promise<EvaluationDoc[]> {
  if (scope === 'flagged' && !staff.roles.includes('supervisor')) return [];
  const own = scope === 'mine' || !seesOthers(staff);
  const where: QueryFilter<EvaluationDoc> = {
    ...(own ? { staffId: staff.staffId } : within(staff)),
    ...(scope === 'bad' && { grade: { $in: bad } }),
    ...(scope === 'flagged' && { flagState: { $ne: 'none' } }),
    ...(month && { on: { $gte: `${month}-01`, $lte: `${month}-31` } }),
  };
  const found = await parts.evaluations.find(where).sort({ on: -1 }).limit(MOST).lean<EvaluationDoc[]>();
  const today = dateOf(now);
  const seen = found.filter(
    ({ staffId, on }) => staffId !== staff.staffId || (scope !== 'flagged' && on < today),
  );
  return seen.sort((a, b) => (a.on === b.on ? (a._id < b._id ? -1 : 1) : a.on < b.on ? 1 : -1));
}

export function evaluationOrder({ on, _id }: EvaluationDoc): SortKey {
  return [-Date.parse(on) / DAY_MS, _id];
}

/** The rectifications that an officer may have to do with: open ones by their clock, then what is over from the newest day. */
export async function listRectifications(
  parts: EvaluationParts,
  staff: StaffCaller,
  scope: 'open' | 'closed' | 'all',
): Promise<RectificationDoc[]> {
  const of = { open: { open: true as const }, closed: { open: { $exists: false } }, all: {} }[scope];
  const found = await parts.rectifications
    .find({ ...within(staff), ...of })
    .sort({ openedAt: -1 })
    .limit(MOST)
    .lean<RectificationDoc[]>();
  return found
    .filter((doc) => mayHandle(staff, doc))
    .sort((a, b) => {
      const [one, other] = [rectificationOrder(a), rectificationOrder(b)];
      return one[0] - other[0] || (one[1] < other[1] ? -1 : 1);
    });
}

export function rectificationOrder({ open, by, _id }: RectificationDoc): SortKey {
  return [open ? by.getTime() : GROUP - by.getTime() + GROUP, _id];
}
