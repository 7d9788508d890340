import type { QueryFilter } from 'mongoose';
import { appointmentStates } from '../../../shared/domain/appointment';
import { compareKeys, type SortKey } from '../../http/cursor';
import type { AppointmentDoc } from './model';
import type { BookingParts } from './parts';
import { isDue, settleDue } from './settle';

/** `ahead` still asks something of somebody; `history` is over. */
export type Scope = 'ahead' | 'history' | 'all';

const within: Record<Scope, QueryFilter<AppointmentDoc>> = {
  ahead: { $or: [{ active: true }, { rebookUntil: { $exists: true } }] },
  history: { active: { $exists: false }, rebookUntil: { $exists: false } },
  all: {},
};
/** Far more than one person makes in years; beyond it the oldest are not listed. */
const MOST = 2_000;
/** Larger than any time in milliseconds, so that a group never runs into the next. */
const GROUP = 1e15;

/** A person's appointments and those they made for others, in the order of `orderOf`, after letting happen what was due. */
export async function listAppointments(
  parts: BookingParts,
  personId: string,
  scope: Scope,
  now: Date,
): Promise<AppointmentDoc[]> {
  const principals = await parts.mandates.principalsOf(personId);
  const mandateIds = principals.map(({ mandateId }) => mandateId);
  const theirs: QueryFilter<AppointmentDoc>[] = [{ personId }];
  if (mandateIds.length > 0) theirs.push({ 'agent.mandateId': { $in: mandateIds } });
  const find = async () => {
    const lists = await Promise.all(
      theirs.map((where) =>
        parts.appointments
          .find({ ...where, ...within[scope] }, { timeline: 0 })
          .sort({ start: -1 })
          .limit(MOST)
          .lean<AppointmentDoc[]>(),
      ),
    );
    return lists.flat();
  };
  // What was due is in no history yet.
  const settleTheirs = async () => {
    for (const each of [{ personId }, ...principals]) await settleDue(parts, { personId: each.personId });
  };
  if (scope === 'history') await settleTheirs();
  let found = await find();
  if (found.some((appointment) => isDue(appointment, now))) {
    await settleTheirs();
    found = await find();
  }
  return found.sort((a, b) => compareKeys(orderOf(a), orderOf(b)));
}

/** What the citizen must do first, then what is ahead by date, then history from the newest. */
export function orderOf({ _id, state, active, rebookUntil, start }: AppointmentDoc): SortKey {
  if (rebookUntil) return [-GROUP + start.getTime(), _id];
  if (!active) return [2 * GROUP - start.getTime(), _id];
  return [(appointmentStates[state].tone === 'action' ? -GROUP : 0) + start.getTime(), _id];
}
