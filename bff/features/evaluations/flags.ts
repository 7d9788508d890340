import { isIPv4, isIPv6 } from 'node:net';
import type { Grade } from '../../../shared/contract/evaluations';
import { type EvaluationFlag, grades } from '../../../shared/domain/evaluation';
import { staffRoles } from '../../../shared/domain/staff';
import type { EvaluationDoc } from './model';
import type { EvaluationParts } from './parts';

const MINUTE_MS = 60_000;
const good = (Object.keys(grades).map(Number) as Grade[]).filter((grade) => grades[grade].good);

/** Whether an address lies in the own network of a hall. The address itself is kept nowhere. */
export function fromHall(
  { settings }: Pick<EvaluationParts, 'settings'>,
  venueId: string,
  address: string,
): boolean {
  const { hallNetworks } = settings.evaluations;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (!isIPv4(plain) && !isIPv6(plain)) return false;
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  return [venueId, '*'].some((key) => hallNetworks.get(key)?.check(plain, family));
}

/**
 * Marks ratings for a person to look at. Nothing is dropped and they count on; what a person decided already stays decided.
 * Repeatable.
 */
export async function addFlag(
  { evaluations }: Pick<EvaluationParts, 'evaluations'>,
  ids: readonly string[],
  flag: EvaluationFlag,
): Promise<void> {
  await evaluations.updateMany(
    { _id: { $in: [...ids] }, flagState: { $in: ['none', 'open'] }, flags: { $ne: flag } },
    { $addToSet: { flags: flag }, $set: { flagState: 'open' }, $inc: { version: 1 } },
  );
}

/** Looks at what can only be seen once a rating stands among the others, and at whose account it came from. Repeatable. */
export async function flagConspicuous(parts: EvaluationParts, doc: EvaluationDoc): Promise<void> {
  if (await ofStaff(parts, doc)) await addFlag(parts, [doc._id], 'staff-account');
  if (doc.windowId === null || !grades[doc.grade].good) return;
  const burst = await burstOf(parts, doc, doc.windowId);
  if (burst.length > 0) await addFlag(parts, burst, 'burst');
  const row = await rowOf(parts, doc, doc.windowId);
  if (row.length > 0) await addFlag(parts, row, 'all-best-at-once');
}

/**
 * Members of staff have no identity here but their published name and what a setting says of their phones: the same name as
 * somebody who works in the hall, or such a phone, is enough to be looked at and not more.
 */
async function ofStaff(
  parts: EvaluationParts,
  { personId, accountId, venueId }: EvaluationDoc,
): Promise<boolean> {
  const { staffPhones } = parts.settings.evaluations;
  const phone = accountId === null || staffPhones.size === 0 ? null : await parts.people.phoneOf(accountId);
  if (phone !== null && staffPhones.has(phone)) return true;
  const name = await parts.people.fullName(personId);
  if (name === null) return false;
  const officers = await parts.staff.officersAt({ venueId, roles: staffRoles });
  return officers.some((officer) => officer.name === name);
}

/** The good ratings of a window in the minutes up to this one, when they are too many for a person at a counter. */
async function burstOf(
  { evaluations, settings }: EvaluationParts,
  { givenAt }: EvaluationDoc,
  windowId: string,
): Promise<string[]> {
  const { count, minutes } = settings.evaluations.burst;
  const since = new Date(givenAt.getTime() - minutes * MINUTE_MS);
  const found = await evaluations
    .find({ windowId, givenAt: { $gt: since, $lte: givenAt }, grade: { $in: good } }, { _id: 1 })
    .lean<{ _id: string }[]>();
  return found.length >= count ? found.map(({ _id }) => _id) : [];
}

/** The last ratings of a window, when all are the best and each came as soon as its service ended. */
async function rowOf(
  { evaluations, settings }: EvaluationParts,
  { givenAt }: EvaluationDoc,
  windowId: string,
): Promise<string[]> {
  const { count, seconds } = settings.evaluations.row;
  const last = await evaluations
    .find({ windowId, givenAt: { $lte: givenAt } }, { grade: 1, givenAt: 1, endedAt: 1 })
    .sort({ givenAt: -1 })
    .limit(count)
    .lean<Pick<EvaluationDoc, '_id' | 'grade' | 'givenAt' | 'endedAt'>[]>();
  const atOnce = (one: (typeof last)[number]) =>
    one.grade === 5 && one.givenAt.getTime() - one.endedAt.getTime() <= seconds * 1_000;
  return last.length === count && last.every(atOnce) ? last.map(({ _id }) => _id) : [];
}
