import { ClassicLevel } from 'classic-level';
import { AFTER, bytesToKey, type Key, keyToBytes } from './keys';

/** One change: a value to put, or null to delete. */
export type Change = readonly [key: Key, value: Uint8Array | null];

/** A half-open range of keys. */
export interface Range {
  from: Key;
  to: Key;
}

/** One stored entry. */
export type Entry = readonly [key: Key, value: Uint8Array];

/** Length of the prefix that tells a keyspace (a collection's documents, one index) from the others. */
export const SPACE_LENGTH = 5;

/**
 * Size of LevelDB's files. The LevelDB 1.20 in classic-level may give an older value of a key when two of its versions,
 * kept for an open iterator, come to lie in two files of one level (https://github.com/google/leveldb/issues/320).
 * So iterators are open for one page only, and files are as large as they can be: ten times this has to fit an int.
 */
const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** Entries, and bytes, read from disk at a time. */
const PAGE = 128;
const PAGE_BYTES = 256 * 1024;

type StagedEntry = readonly [key: Key, value: Uint8Array | null];

interface Pending {
  value: Uint8Array | null;
  group: number;
}

/**
 * Ordered entries on disk (LevelDB). A write is seen by every read as soon as it is staged, and is acknowledged
 * once it is synced; writes staged while a sync is under way are synced together (group commit). Each write is
 * one atomic batch, or a part of one.
 */
export class Storage {
  readonly #db: ClassicLevel<Buffer, Buffer>;
  /** What is staged and not yet synced, by keyspace. */
  readonly #pending = new Map<Key, Map<Key, Pending>>();
  #group = 1;
  #staged: Map<Key, Uint8Array | null> = new Map();
  #next: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(db: ClassicLevel<Buffer, Buffer>) {
    this.#db = db;
  }

  /** Opens the folder, creating it when it is missing; throws when another process holds it. */
  static async open(dir: string): Promise<Storage> {
    const db = new ClassicLevel<Buffer, Buffer>(dir, {
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
      writeBufferSize: 8 * 1024 * 1024,
      cacheSize: 16 * 1024 * 1024,
      maxFileSize: MAX_FILE_BYTES,
    });
    await db.open();
    return new Storage(db);
  }

  /** The value of a key, synchronously. */
  get(key: Key): Uint8Array | undefined {
    const pending = this.#pending.get(key.slice(0, SPACE_LENGTH))?.get(key);
    if (pending) return pending.value ?? undefined;
    return this.#db.getSync(keyToBytes(key));
  }

  /**
   * Stages changes, at once visible to reads, and resolves when they are on disk. All of them, or none, survive a crash.
   */
  write(changes: Iterable<Change>): Promise<void> {
    for (const [key, value] of changes) {
      this.#staged.set(key, value);
      const space = key.slice(0, SPACE_LENGTH);
      let entries = this.#pending.get(space);
      if (!entries) {
        entries = new Map();
        this.#pending.set(space, entries);
      }
      entries.set(key, { value, group: this.#group });
    }
    this.#next ??= this.#writing.then(
      () => this.#commit(),
      () => this.#commit(),
    );
    return this.#next;
  }

  /** Resolves when everything staged so far is on disk. */
  async flush(): Promise<void> {
    await (this.#next ?? this.#writing);
  }

  #commit(): Promise<void> {
    const staged = this.#staged;
    const group = this.#group;
    this.#staged = new Map();
    this.#group += 1;
    this.#next = undefined;
    this.#writing = this.#sync(staged).finally(() => {
      for (const key of staged.keys()) this.#forget(key, group);
    });
    return this.#writing;
  }

  async #sync(staged: Map<Key, Uint8Array | null>): Promise<void> {
    const batch = this.#db.batch();
    for (const [key, value] of staged) {
      if (value) batch.put(keyToBytes(key), Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      else batch.del(keyToBytes(key));
    }
    await batch.write({ sync: true });
  }

  #forget(key: Key, group: number): void {
    const space = key.slice(0, SPACE_LENGTH);
    const entries = this.#pending.get(space);
    if (entries?.get(key)?.group !== group) return;
    entries.delete(key);
    if (entries.size === 0) this.#pending.delete(space);
  }

  /**
   * The entries of a range within one keyspace, in order (or in reverse). They are read page by page, each as it is
   * then: what is written meanwhile may be seen or not. `limit` is a hint for how many will be read.
   */
  async *scan(range: Range, reverse = false, limit = Number.POSITIVE_INFINITY): AsyncGenerator<Entry> {
    let { from, to } = range;
    for (let size = Math.max(1, Math.min(PAGE, limit)); ; size = PAGE) {
      const { entries, next } = await this.#page({ from, to }, reverse, size);
      yield* entries;
      if (next === undefined) return;
      if (reverse) to = next;
      else from = next;
    }
  }

  /** The first entries of a range, and where the rest begins (reverse: ends); undefined when that is all. */
  async #page(
    range: Range,
    reverse: boolean,
    size: number,
  ): Promise<{ entries: Entry[]; next: Key | undefined }> {
    const staged = this.#stagedIn(range);
    const iterator = this.#db.iterator({
      gte: keyToBytes(range.from),
      lt: keyToBytes(range.to),
      reverse,
      highWaterMarkBytes: PAGE_BYTES,
    });
    let stored: Entry[];
    try {
      stored = (await iterator.nextv(size)).map(([key, value]) => [bytesToKey(key), value] as const);
    } finally {
      await iterator.close();
    }
    const bytes = stored.reduce((sum, [key, value]) => sum + key.length + value.byteLength, 0);
    // LevelDB stops at the number of entries, after the number of bytes, or at the end.
    const all = stored.length < size && bytes <= PAGE_BYTES;
    const last = stored.at(-1)?.[0];
    if (all || last === undefined) return { entries: merge(stored, staged, reverse), next: undefined };
    const within = staged.filter(([key]) => (reverse ? key >= last : key <= last));
    // A key with a zero byte after it is the next key there can be.
    return { entries: merge(stored, within, reverse), next: reverse ? last : `${last}\x00` };
  }

  #stagedIn(range: Range): StagedEntry[] {
    const found: StagedEntry[] = [];
    for (const [key, { value }] of this.#pending.get(range.from.slice(0, SPACE_LENGTH)) ?? []) {
      if (key >= range.from && key < range.to) found.push([key, value]);
    }
    return found;
  }

  /** Deletes a range for good; what is staged in it has to be flushed before. */
  async clear(range: Range): Promise<void> {
    await this.#db.clear({ gte: keyToBytes(range.from), lt: keyToBytes(range.to) });
  }

  /** Bytes that a range takes on disk, roughly. */
  size(range: Range): Promise<number> {
    return this.#db.approximateSize(keyToBytes(range.from), keyToBytes(range.to));
  }

  /** Syncs what is staged and closes. */
  async close(): Promise<void> {
    await this.flush();
    await this.#db.close();
  }
}

/** The whole of a keyspace. */
export function spaceRange(space: Key): Range {
  return { from: space, to: space + AFTER };
}

/** Stored entries with staged ones put over them, in order. */
function merge(stored: Entry[], staged: readonly StagedEntry[], reverse: boolean): Entry[] {
  if (staged.length === 0) return stored;
  const entries = new Map(stored);
  for (const [key, value] of staged) {
    if (value) entries.set(key, value);
    else entries.delete(key);
  }
  return [...entries].sort(([a], [b]) => (a < b === reverse ? 1 : -1));
}
