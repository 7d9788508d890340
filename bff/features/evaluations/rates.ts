import type { QueryFilter } from 'mongoose';
import type { EvaluationRates } from '../../../shared/contract/published';
import { grades } from '../../../shared/domain/evaluation';
import type { EvaluationDoc, RectificationDoc, Served, ServiceDoc } from './model';
import type { EvaluationParts } from './parts';

/**
 * How ratings are counted (domain.md §5). A service counts in the time in which it ended, its rating with it, whenever that was
 * given. One that nobody rated is unrated and not good; so is one whose rating a supervisor set aside, which counts in nothing
 * else. Shares are of what they name: good among the rated, rated and unrated among the services. A bad grade is answered once it
 * was said whether it is founded, rectified once that was told, and satisfied after when that was heard at the call-back.
 */
export type Counted = QueryFilter<Served>;

interface Tally {
  services: number;
  good: number;
  bad: number;
  badAnswered: number;
  badRectified: number;
  badSatisfiedAfter: number;
}
type Needed = Pick<EvaluationParts, 'services' | 'evaluations' | 'rectifications'>;

const fields = {
  title: 1,
  itemCode: 1,
  venueId: 1,
  department: 1,
  windowId: 1,
  endedAt: 1,
} as const;

/** The rates of all services that a filter finds. */
export async function ratesOf(parts: Needed, where: Counted): Promise<EvaluationRates> {
  const tally = blank();
  tally.services = await parts.services.countDocuments(where as QueryFilter<ServiceDoc>);
  await addRatings(parts, where, () => tally);
  return shares(tally);
}

/** The same, apart by what a service has in common with others. @param nameOf key and name of a row; null for none */
export async function ratesBy(
  parts: Needed,
  where: Counted,
  nameOf: (served: Served) => { key: string; name: string } | null,
): Promise<(EvaluationRates & { key: string; name: string })[]> {
  const rows = new Map<string, { name: string; tally: Tally }>();
  const rowOf = (served: Served): Tally | null => {
    const named = nameOf(served);
    if (!named) return null;
    const row = rows.get(named.key) ?? { name: named.name, tally: blank() };
    rows.set(named.key, row);
    return row.tally;
  };
  const services = parts.services
    .find(where as QueryFilter<ServiceDoc>, fields)
    .lean<ServiceDoc>()
    .cursor();
  for await (const service of services) {
    const tally = rowOf(service);
    if (tally) tally.services += 1;
  }
  await addRatings(parts, where, rowOf);
  return [...rows]
    .map(([key, { name, tally }]) => ({ key, name, ...shares(tally) }))
    .sort((a, b) => b.services - a.services || (a.key < b.key ? -1 : 1));
}

async function addRatings(
  parts: Needed,
  where: Counted,
  tallyOf: (served: Served) => Tally | null,
): Promise<void> {
  const counted = { ...where, flagState: { $ne: 'set-aside' } } as QueryFilter<EvaluationDoc>;
  const found = await parts.evaluations.find(counted, { ...fields, grade: 1 }).lean<EvaluationDoc[]>();
  const bad = found.filter(({ grade }) => !grades[grade].good);
  const opened = await parts.rectifications
    .find({ _id: { $in: bad.map(({ _id }) => _id) } }, { answeredAt: 1, rectifiedAt: 1, satisfied: 1 })
    .lean<Pick<RectificationDoc, '_id' | 'answeredAt' | 'rectifiedAt' | 'satisfied'>[]>();
  const results = new Map(opened.map((one) => [one._id, one]));
  for (const doc of found) {
    const tally = tallyOf(doc);
    if (!tally) continue;
    if (grades[doc.grade].good) {
      tally.good += 1;
      continue;
    }
    tally.bad += 1;
    const result = results.get(doc._id);
    if (result?.answeredAt) tally.badAnswered += 1;
    if (result?.rectifiedAt) tally.badRectified += 1;
    if (result?.satisfied) tally.badSatisfiedAfter += 1;
  }
}

function blank(): Tally {
  return { services: 0, good: 0, bad: 0, badAnswered: 0, badRectified: 0, badSatisfiedAfter: 0 };
}

function shares({ services, good, bad, ...results }: Tally): EvaluationRates {
  const rated = good + bad;
  const unrated = Math.max(0, services - rated);
  const share = (part: number, of: number) => (of === 0 ? null : part / of);
  return {
    services,
    rated,
    unrated,
    good,
    bad,
    goodShare: share(good, rated),
    ratedShare: share(rated, services),
    unratedShare: share(unrated, services),
    ...results,
  };
}
