import type { QueryFilter } from 'mongoose';
import type { CaseState } from '../../../shared/contract/cases';
import { caseStates } from '../../../shared/domain/case';
import { compareKeys, type SortKey } from '../../http/cursor';
import type { StaffCaller } from '../../http/route';
import { isWithin } from './act-on-case';
import { readNumber } from './case-number';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { actionOf, type Parcels, parcelsFor } from './presenter';
import { isOnDesk } from './staff-presenter';
import { isDue, settle } from './sweep';

export type CaseScope = 'open' | 'closed' | 'all';

const within: Record<CaseScope, QueryFilter<CaseDoc>> = {
  open: { open: true },
  closed: { open: { $exists: false } },
  all: {},
};
/** Far more than one person or officer has; beyond it the oldest are not listed. */
const MOST = 2_000;
/** Larger than any time in milliseconds, so that a group never runs into the next. */
const GROUP = 1e15;

/** The cases of a person and those they act in for others, in the order of `orderOf`, after what was due. */
export async function listCases(
  parts: CaseParts,
  personId: string,
  scope: CaseScope,
  now: Date,
): Promise<CaseDoc[]> {
  const principals = await parts.mandates.principalsOf(personId);
  const mandateIds = principals.map(({ mandateId }) => mandateId);
  const theirs: QueryFilter<CaseDoc>[] = [{ personId }];
  if (mandateIds.length > 0) theirs.push({ mandateId: { $in: mandateIds } });
  const find = async () => {
    const lists = await Promise.all(
      theirs.map((where) =>
        parts.cases
          .find({ ...where, ...within[scope] })
          .sort({ updatedAt: -1 })
          .limit(MOST)
          .lean<CaseDoc[]>(),
      ),
    );
    return [...new Map(lists.flat().map((doc) => [doc._id, doc])).values()];
  };
  const found = await settled(parts, find, now);
  const parcels = await parcelsFor(parts, found);
  return found.sort((a, b) => compareKeys(orderOf(a, parcels), orderOf(b, parcels)));
}

const YEAR_MS = 366 * 86_400_000;

/** What the citizen must do first, then by deadline, then what is over from the newest: the scale of all matters. */
export function orderOf(doc: CaseDoc, parcels: Parcels): SortKey {
  if (!caseStates[doc.state].open) return [2 * GROUP - doc.updatedAt.getTime(), doc._id];
  const by = doc.dueBy ?? doc.updatedAt;
  // Nobody waits for a draft: it stands behind everything that has a date.
  const later = doc.state === 'draft' ? YEAR_MS : 0;
  return [(actionOf(doc, parcels.get(doc._id)) ? -GROUP : 0) + by.getTime() + later, doc._id];
}

export interface StaffSearch {
  scope: 'mine' | CaseScope;
  state?: CaseState;
  q?: string;
}

/** The cases within an officer's scope: open ones by deadline, then what is over from the newest. */
export async function listForStaff(
  parts: CaseParts,
  staff: StaffCaller,
  { scope, state, q }: StaffSearch,
  now: Date,
): Promise<CaseDoc[]> {
  const number = q ? readNumber(q) : null;
  if (number) {
    const given = await parts.numbers.findById(number).lean<{ caseId: string }>();
    const doc = given && (await parts.cases.findById(given.caseId).lean<CaseDoc>());
    return doc && isWithin(staff, doc) ? [doc] : [];
  }
  const where: QueryFilter<CaseDoc> = {
    ...(staff.venueId !== null && { venueId: staff.venueId }),
    ...within[scope === 'mine' ? 'open' : scope],
    ...(state && { state }),
  };
  const sort = scope === 'closed' || scope === 'all' ? '-updatedAt' : 'dueBy';
  const find = () => parts.cases.find(where, { timeline: 0 }).sort(sort).limit(MOST).lean<CaseDoc[]>();
  const found = await settled(parts, find, now);
  return found
    .filter((doc) => isWithin(staff, doc) && (!q || doc.itemName.includes(q)))
    .filter((doc) => scope !== 'mine' || isOnDesk(doc, staff, now))
    .sort((a, b) => compareKeys(staffOrderOf(a), staffOrderOf(b)));
}

/** Open ones by deadline, those without one after them, what is over from the newest. */
export function staffOrderOf(doc: CaseDoc): SortKey {
  if (!caseStates[doc.state].open) return [3 * GROUP - doc.updatedAt.getTime(), doc._id];
  return [doc.dueBy ? doc.dueBy.getTime() : GROUP + doc.updatedAt.getTime(), doc._id];
}

/** A list after what was due in it has happened. */
async function settled(parts: CaseParts, find: () => Promise<CaseDoc[]>, now: Date): Promise<CaseDoc[]> {
  const found = await find();
  const due = found.filter((doc) => isDue(doc, now));
  if (due.length === 0) return found;
  for (const { _id } of due) {
    const doc = await parts.cases.findById(_id).lean<CaseDoc>();
    if (doc && isDue(doc, now)) await settle(parts, doc, now);
  }
  return find();
}
