import {
  ascending,
  descending,
  type Interval,
  intersect,
  isPoint,
  type Predicate,
  predicatesOf,
} from './bounds';
import type { Collection, Index } from './catalog';
import { type Doc, isDoc } from './documents';
import { MongoError } from './errors';
import { type KeyField, keyFields } from './index-keys';
import { AFTER, type Key } from './keys';
import { implies } from './partial';
import { type Range, spaceRange } from './storage';

/** How documents are found: the key ranges of one index, or of the collection itself, in order. */
export interface Scan {
  /** Undefined: the documents themselves, which stand in the order of _id. */
  index: Index | undefined;
  ranges: Range[];
  reverse: boolean;
  /** Whether every document of the collection is read. */
  full: boolean;
  /** Whether the documents come in the order that was asked for. */
  sorted: boolean;
  /** Whether each range is one whole key of a unique index. */
  exact: boolean;
}

/** One scan, or several whose documents are united. */
export type Plan = readonly Scan[];

/** What a plan is chosen for. */
export interface Question {
  filter: Doc;
  sort: readonly KeyField[];
  /** An index by name or key, which has to be used. */
  hint?: string | Doc | undefined;
}

/** Most key ranges that a plan may have before a field of an index is left to the filter. */
const MAX_RANGES = 20_000;

const ID_FIELDS = keyFields({ _id: 1 });

/** Chooses how to find the documents of a filter. */
export function planFor(collection: Collection, question: Question): Plan {
  const predicates = predicatesOf(question.filter);
  if (question.hint !== undefined) return [hinted(collection, question, predicates)];
  const candidates = [
    candidate(collection, undefined, question, predicates),
    ...collection.indexes.map((index) => candidate(collection, index, question, predicates)),
  ].filter((found): found is Candidate => found !== undefined);
  const best = candidates.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.bounded === 0) {
    const united = unite(collection, question);
    if (united) return united;
  }
  return [best.scan];
}

function hinted(collection: Collection, question: Question, predicates: readonly Predicate[]): Scan {
  const { hint, filter } = question;
  const same = (pattern: object) =>
    typeof hint === 'object' && JSON.stringify(hint) === JSON.stringify(pattern);
  if (hint === '_id_' || same({ _id: 1 })) return draft(collection, undefined, question, predicates).scan;
  if (same({ $natural: 1 }) || same({ $natural: -1 })) return wholeScan(collection, same({ $natural: -1 }));
  const index = collection.indexes.find(({ name, pattern }) => name === hint || same(pattern));
  if (!index || (index.partial && !implies(filter, index.partial.filter))) {
    const why = index ? 'No query solutions' : 'hint provided does not correspond to an existing index';
    throw new MongoError('BadValue', `error processing query: planner returned error :: caused by :: ${why}`);
  }
  return draft(collection, index, question, predicates).scan;
}

function wholeScan(collection: Collection, reverse: boolean): Scan {
  return {
    index: undefined,
    ranges: [spaceRange(collection.space)],
    reverse,
    full: true,
    sorted: false,
    exact: false,
  };
}

interface Candidate {
  scan: Scan;
  score: number;
  /** How many fields of the index are bounded. */
  bounded: number;
}

/** The scan of an index when it may answer the question and is of some use. */
function candidate(
  collection: Collection,
  index: Index | undefined,
  question: Question,
  predicates: readonly Predicate[],
): Candidate | undefined {
  if (index && !covers(index, question.filter, predicates)) return undefined;
  const { scan, bounds, ordering } = draft(collection, index, question, predicates);
  if (index && bounds.used === 0 && !index.partial && !ordering) return undefined;
  const bounded = bounds.points * 10 + (bounds.used - bounds.points) * 5;
  const score = scan.exact ? 1000 : bounded + (ordering ? 3 : 0) + (index?.partial ? 1 : 0);
  return { scan, bounded: bounds.used, score };
}

/** The scan of an index (undefined: of the documents by _id), and whether it gives the order that is asked for. */
function draft(
  collection: Collection,
  index: Index | undefined,
  question: Question,
  predicates: readonly Predicate[],
): { scan: Scan; bounds: Bounds; ordering: boolean } {
  const fields = index?.fields ?? ID_FIELDS;
  const bounds = boundsOf(fields, index?.multikey ?? [false], predicates);
  const order = orderOf(fields, index, bounds.fixed, question.sort);
  const space = index?.space ?? collection.space;
  const scan: Scan = {
    index,
    ranges: bounds.ranges.map(({ from, to }) => ({ from: space + from, to: space + to })),
    reverse: order === 'backward',
    full: !index && bounds.used === 0,
    sorted: question.sort.length === 0 || order !== undefined,
    exact: (index?.unique ?? true) && bounds.points === fields.length,
  };
  if (scan.reverse) scan.ranges.reverse();
  return { scan, bounds, ordering: question.sort.length > 0 && order !== undefined };
}

/** Whether the index has an entry for every document that the filter can match. */
function covers(index: Index, filter: Doc, predicates: readonly Predicate[]): boolean {
  if (index.partial && !implies(filter, index.partial.filter)) return false;
  if (!index.sparse) return true;
  return index.fields.some(({ path }) =>
    predicates.some(
      (predicate) => predicate.path === path && predicate.intervals.every((i) => !reachesNull(i)),
    ),
  );
}

function reachesNull({ from, to }: Interval): boolean {
  return ascending(from) <= '\x0a' && ascending(to) > '\x0a';
}

interface Bounds {
  ranges: Range[];
  /** Leading fields that are bounded, and those of them bounded to single values. */
  used: number;
  points: number;
  /** Which of the leading fields hold one single value. */
  fixed: boolean[];
}

function boundsOf(
  fields: readonly KeyField[],
  multikey: readonly boolean[],
  predicates: readonly Predicate[],
): Bounds {
  let prefixes: Key[] = [''];
  const bounds: Bounds = { ranges: [], used: 0, points: 0, fixed: [] };
  let arrays = 0;
  for (const [i, field] of fields.entries()) {
    const own = predicates.filter((predicate) => predicate.path === field.path);
    if (own.length === 0) break;
    if (multikey[i] && arrays++ > 0) break;
    const intervals = multikey[i] ? narrowest(own) : own.map((p) => p.intervals).reduce(intersect);
    if (intervals.length * prefixes.length > MAX_RANGES) break;
    bounds.used += 1;
    if (!intervals.every(isPoint)) {
      bounds.ranges = prefixes.flatMap((prefix) =>
        intervals.map((interval) => rangeOf(prefix, interval, field)),
      );
      return ordered(bounds);
    }
    bounds.points += 1;
    bounds.fixed.push(intervals.length === 1);
    prefixes = prefixes.flatMap((prefix) => intervals.map((interval) => prefix + pointKey(interval, field)));
  }
  bounds.ranges = prefixes.map((prefix) => ({ from: prefix, to: prefix + AFTER }));
  return ordered(bounds);
}

function ordered(bounds: Bounds): Bounds {
  bounds.ranges.sort((a, b) => (a.from < b.from ? -1 : 1));
  return bounds;
}

/** The key ranges of an index that hold every document with these conditions on its fields. */
export function rangesIn(index: Index, filter: Doc): Range[] {
  const { ranges } = boundsOf(index.fields, index.multikey, predicatesOf(filter));
  return ranges.map(({ from, to }) => ({ from: index.space + from, to: index.space + to }));
}

/** On an array, two conditions may be met by two elements, so that only one of them bounds the key. */
function narrowest(predicates: readonly Predicate[]): readonly Interval[] {
  const points = predicates.find(({ intervals }) => intervals.every(isPoint));
  return (points ?? (predicates[0] as Predicate)).intervals;
}

function pointKey({ from }: Interval, field: KeyField): Key {
  return field.descending ? descending({ key: from.key, after: true }) : from.key;
}

function rangeOf(prefix: Key, { from, to }: Interval, field: KeyField): Range {
  return field.descending
    ? { from: prefix + descending(to), to: prefix + descending(from) }
    : { from: prefix + ascending(from), to: prefix + ascending(to) };
}

/** In which direction the index gives the documents in the wanted order, if it does. */
function orderOf(
  fields: readonly KeyField[],
  index: Index | undefined,
  fixed: readonly boolean[],
  sort: readonly KeyField[],
): 'forward' | 'backward' | undefined {
  if (sort.length === 0) return 'forward';
  const key = index && !index.unique ? [...fields, ID_FIELDS[0] as KeyField] : fields;
  const isFixed = (path: string) => key.some((field, i) => field.path === path && fixed[i]);
  const wanted = sort.filter(({ path }) => !isFixed(path));
  let backward: boolean | undefined;
  let at = 0;
  for (const { path, descending: down } of wanted) {
    while (at < key.length && fixed[at]) at += 1;
    const field = key[at];
    if (!field || field.path !== path || index?.multikey[at]) return undefined;
    const turned = field.descending !== down;
    if (backward !== undefined && backward !== turned) return undefined;
    backward = turned;
    at += 1;
  }
  if (sort.some(({ path }) => key.some((field, i) => field.path === path && index?.multikey[i])))
    return undefined;
  return backward ? 'backward' : 'forward';
}

/** A filter that is an $or whose branches all have an index: the union of their scans. */
function unite(collection: Collection, question: Question): Plan | undefined {
  const branches = question.filter.$or;
  if (!Array.isArray(branches)) return undefined;
  const scans: Scan[] = [];
  for (const branch of branches) {
    if (!isDoc(branch)) return undefined;
    const rest = Object.fromEntries(Object.entries(question.filter).filter(([name]) => name !== '$or'));
    const plan = planFor(collection, { filter: { $and: [branch, rest] }, sort: [] });
    if (plan.some((scan) => scan.full)) return undefined;
    scans.push(...plan.map((scan) => ({ ...scan, sorted: question.sort.length === 0 })));
  }
  return scans;
}
