import type { Collection } from './catalog';
import type { Stored } from './collection-writes';
import { type Doc, decode } from './documents';
import { MongoError } from './errors';
import { type KeyField, sortKey } from './index-keys';
import { bytesToKey, type Key } from './keys';
import { compileFilter, type Matcher } from './matcher';
import { type Plan, planFor, type Question, type Scan } from './planner';
import { type Entry, SPACE_LENGTH, type Storage } from './storage';

/** What a search looked at. */
export interface Counts {
  keys: number;
  docs: number;
}

/** A search in one collection. */
export interface Search extends Question {
  /** Documents to leave out, and to give at most (0: all), after sorting. */
  skip: number;
  limit: number;
  /** Extra condition, for filters compiled elsewhere. */
  matches?: Matcher;
  /** When the search has to end, in milliseconds of Date.now(). */
  deadline?: number | undefined;
  /** Gives each document once, even while it is being changed. */
  once?: boolean;
}

/** What a sort without an index may hold in memory, as in the real server. */
const MAX_SORT_BYTES = 100 * 1024 * 1024;

/** A planned search, ready to run once. */
export interface PlannedSearch {
  plan: Plan;
  counts: Counts;
  run(): AsyncGenerator<Stored>;
}

/** Plans a search; running it gives the documents sorted, skipped and limited. */
export function search(storage: Storage, collection: Collection, question: Search): PlannedSearch {
  const plan = planFor(collection, question);
  const matches = question.matches ?? compileFilter(question.filter);
  const counts: Counts = { keys: 0, docs: 0 };
  const context: Context = { storage, collection, matches, counts, question };
  const run = (): AsyncGenerator<Stored> => {
    const found = matching(context, plan);
    if (question.sort.length > 0 && !plan.every((scan) => scan.sorted)) return sortInMemory(found, question);
    return cut(found, question.skip, question.limit);
  };
  return { plan, counts, run };
}

interface Context {
  storage: Storage;
  collection: Collection;
  matches: Matcher;
  counts: Counts;
  question: Search;
}

async function* matching(context: Context, plan: Plan): AsyncGenerator<Stored> {
  const { matches, counts, question } = context;
  const repeats = question.once || plan.length > 1 || plan.some((scan) => scan.index?.multikey.some(Boolean));
  const seen = repeats ? new Set<Key>() : undefined;
  for (const scan of plan) {
    for await (const [id, bytes] of entries(context, scan)) {
      if (question.deadline !== undefined && Date.now() > question.deadline) {
        throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
      }
      if (seen?.has(id)) continue;
      counts.docs += 1;
      const doc = decode(bytes);
      if (!matches(doc)) continue;
      seen?.add(id);
      yield { id, doc, bytes };
    }
  }
}

/** The documents of a scan, each by the key of its _id. */
async function* entries(
  { storage, collection, counts, question }: Context,
  scan: Scan,
): AsyncGenerator<Entry> {
  for (const range of scan.ranges) {
    const found = scan.exact
      ? single(storage, range.from)
      : storage.scan(range, scan.reverse, scan.sorted ? wanted(question) : undefined);
    for await (const [key, value] of found) {
      if (!scan.full) counts.keys += 1;
      if (!scan.index) {
        yield [key.slice(SPACE_LENGTH), value];
        continue;
      }
      const id = bytesToKey(value);
      const bytes = storage.get(collection.space + id);
      if (bytes) yield [id, bytes];
    }
  }
}

/** How many documents are wanted, where that is known. */
function wanted({ skip, limit }: Search): number | undefined {
  return limit > 0 ? skip + limit : undefined;
}

async function* single(storage: Storage, key: Key): AsyncGenerator<Entry> {
  const value = storage.get(key);
  if (value) yield [key, value];
}

async function* cut(found: AsyncGenerator<Stored>, skip: number, limit: number): AsyncGenerator<Stored> {
  let passed = 0;
  let given = 0;
  for await (const stored of found) {
    if (passed < skip) {
      passed += 1;
      continue;
    }
    yield stored;
    given += 1;
    if (given === limit) return;
  }
}

/** What is held of a document while it is sorted: its fields are read again when it is given out. */
interface Sortable {
  key: Key;
  id: Key;
  bytes: Uint8Array;
}

async function* sortInMemory(found: AsyncGenerator<Stored>, question: Search): AsyncGenerator<Stored> {
  const { sort, skip } = question;
  const most = wanted(question) ?? Number.POSITIVE_INFINITY;
  let held: Sortable[] = [];
  let bytes = 0;
  for await (const stored of found) {
    held.push({ key: sortKey(stored.doc, sort), id: stored.id, bytes: stored.bytes });
    bytes += stored.bytes.byteLength;
    if (held.length > most && (held.length >= 2 * most + 100 || bytes > MAX_SORT_BYTES)) {
      held = held.sort(byKey).slice(0, most);
      bytes = held.reduce((sum, entry) => sum + entry.bytes.byteLength, 0);
    }
    if (bytes > MAX_SORT_BYTES) throw sortTooLarge();
  }
  held.sort(byKey);
  for (const { id, bytes: own } of held.slice(skip, most)) yield { id, doc: decode(own), bytes: own };
}

function byKey(a: { key: Key }, b: { key: Key }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The real server's refusal of a sort that needs more than 100 MB. */
export function sortTooLarge(): MongoError {
  return new MongoError(
    'QueryExceededMemoryLimitNoDiskUseAllowed',
    'Sort exceeded memory limit of 104857600 bytes, but did not opt in to external sorting.',
  );
}

/** Sorts documents that are in memory. */
export function sortDocs(docs: readonly Doc[], sort: readonly KeyField[]): Doc[] {
  return docs
    .map((doc) => ({ key: sortKey(doc, sort), doc }))
    .sort(byKey)
    .map(({ doc }) => doc);
}
