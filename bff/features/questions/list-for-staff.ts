import type { QueryFilter } from 'mongoose';
import { compareKeys, type SortKey } from '../../http/cursor';
import type { StaffCaller } from '../../http/route';
import type { QuestionDoc } from './model';
import type { QuestionParts } from './parts';
import { isWithin } from './scope';

export type QuestionScope = 'open' | 'answered' | 'all';

/** Far more than a hall has at once; beyond it the oldest are not listed. */
const MOST = 2_000;
/** Larger than any time in milliseconds, so that what is over comes after what waits. */
const GROUP = 1e15;

/** The questions within an officer's reach: those that wait by their clock, what is over from the newest. */
export async function listForStaff(
  { questions }: Pick<QuestionParts, 'questions'>,
  staff: StaffCaller,
  scope: QuestionScope,
): Promise<QuestionDoc[]> {
  const mine: QueryFilter<QuestionDoc> = staff.venueId === null ? {} : { venueId: staff.venueId };
  const find = (where: QueryFilter<QuestionDoc>, dueFirst: 1 | -1) =>
    questions
      .find({ ...mine, ...where })
      .sort({ dueBy: dueFirst })
      .limit(MOST)
      .lean<QuestionDoc[]>();
  const found = [
    ...(scope === 'answered' ? [] : await find({ state: 'asked' }, 1)),
    ...(scope === 'open' ? [] : await find({ state: 'answered' }, -1)),
    ...(scope === 'all' ? await find({ state: 'closed' }, -1) : []),
  ];
  return found
    .filter((doc) => isWithin(staff, doc))
    .sort((a, b) => compareKeys(staffOrderOf(a), staffOrderOf(b)));
}

export function staffOrderOf(doc: QuestionDoc): SortKey {
  if (doc.state === 'asked') return [doc.dueBy.getTime(), doc._id];
  return [2 * GROUP - (doc.answer?.at ?? doc.askedAt).getTime(), doc._id];
}
