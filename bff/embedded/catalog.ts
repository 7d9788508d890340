import { type Doc, decode, encode, toNumber, type Value } from './documents';
import { MongoError } from './errors';
import { type KeyField, keyFields } from './index-keys';
import { bytesToKey, type Key } from './keys';
import { compileFilter, type Matcher } from './matcher';
import { Mutex } from './mutex';
import { type Change, type Storage, spaceRange } from './storage';

/** An index of a collection. The one on _id is not listed: documents are stored in its order. */
export interface Index {
  name: string;
  /** The definition as it was given, with v and name. */
  spec: Doc;
  pattern: Readonly<Record<string, number>>;
  fields: readonly KeyField[];
  unique: boolean;
  sparse: boolean;
  partial: { filter: Doc; matches: Matcher } | undefined;
  /** Seconds after the date in its field at which a document expires. */
  expireAfterSeconds: number | undefined;
  /** For each field, whether some document has an array on its path. */
  multikey: boolean[];
  space: Key;
}

/** A collection: where its documents are and which indexes it has. */
export interface Collection {
  db: string;
  name: string;
  /** `db.name`. */
  ns: string;
  id: number;
  space: Key;
  indexes: Index[];
  /** Held while a write looks for its documents and stages its changes. */
  lock: Mutex;
  dropped: boolean;
}

const CATALOG = 'C\x00\x00\x00\x00';
const GARBAGE = 'G\x00\x00\x00\x00';

/** Databases and collections, kept in memory and on disk. */
export class Catalog {
  readonly #storage: Storage;
  readonly #collections = new Map<string, Collection>();
  #nextId = 1;

  private constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Reads the catalogue and clears what an interrupted drop left behind. */
  static async load(storage: Storage): Promise<Catalog> {
    const catalog = new Catalog(storage);
    for await (const [, value] of storage.scan(spaceRange(CATALOG))) catalog.#read(decode(value));
    const garbage: Key[] = [];
    for await (const [key] of storage.scan(spaceRange(GARBAGE))) garbage.push(key.slice(GARBAGE.length));
    for (const space of garbage) catalog.#claim(space);
    await catalog.#clear(garbage);
    return catalog;
  }

  #read(doc: Doc): void {
    const id = toNumber(doc.id) as number;
    const ns = doc.ns as string;
    const collection = newCollection(ns, id);
    collection.indexes = (doc.indexes as Doc[]).map((index) =>
      newIndex(index.spec as Doc, toNumber(index.id) as number, index.multikey as boolean[]),
    );
    this.#collections.set(ns, collection);
    for (const space of spaces(collection)) this.#claim(space);
  }

  #claim(space: Key): void {
    this.#nextId = Math.max(this.#nextId, spaceId(space) + 1);
  }

  get(ns: string): Collection | undefined {
    return this.#collections.get(ns);
  }

  /** The collections of a database, or of all, by name. */
  list(db?: string): Collection[] {
    return [...this.#collections.values()]
      .filter((collection) => db === undefined || collection.db === db)
      .sort((a, b) => (a.ns < b.ns ? -1 : 1));
  }

  /** The collection, created when it is missing; `changes` receives what has to be written for it. */
  ensure(ns: string, changes: Change[]): Collection {
    const existing = this.#collections.get(ns);
    if (existing) return existing;
    checkName(ns);
    const collection = newCollection(ns, this.#nextId++);
    this.#collections.set(ns, collection);
    changes.push(this.record(collection));
    return collection;
  }

  /** A new index that is not yet part of its collection. */
  buildIndex(spec: Doc): Index {
    return newIndex(spec, this.#nextId++);
  }

  /** The change that stores a collection's definition as it is now. */
  record(collection: Collection): Change {
    const indexes = collection.indexes.map(({ spec, space, multikey }) => ({
      spec,
      id: spaceId(space),
      multikey,
    }));
    return [catalogKey(collection.ns), encode({ ns: collection.ns, id: collection.id, indexes })];
  }

  /** Drops a collection: first its definition, in one write, then its entries. */
  async drop(collection: Collection): Promise<void> {
    this.#collections.delete(collection.ns);
    collection.dropped = true;
    await this.#discard([[catalogKey(collection.ns), null]], spaces(collection));
  }

  /** Drops indexes of a collection. */
  async dropIndexes(collection: Collection, indexes: readonly Index[]): Promise<void> {
    collection.indexes = collection.indexes.filter((index) => !indexes.includes(index));
    await this.#discard(
      [this.record(collection)],
      indexes.map((index) => index.space),
    );
  }

  async #discard(changes: Change[], discarded: readonly Key[]): Promise<void> {
    const marks = discarded.map((space): Change => [GARBAGE + space, new Uint8Array(0)]);
    await this.#storage.write([...changes, ...marks]);
    await this.#storage.flush();
    await this.#clear(discarded);
  }

  async #clear(discarded: readonly Key[]): Promise<void> {
    if (discarded.length === 0) return;
    for (const space of discarded) await this.#storage.clear(spaceRange(space));
    await this.#storage.write(discarded.map((space): Change => [GARBAGE + space, null]));
  }
}

function newCollection(ns: string, id: number): Collection {
  const dot = ns.indexOf('.');
  return {
    db: ns.slice(0, dot),
    name: ns.slice(dot + 1),
    ns,
    id,
    space: spaceOf('D', id),
    indexes: [],
    lock: new Mutex(),
    dropped: false,
  };
}

function newIndex(spec: Doc, id: number, multikey?: boolean[]): Index {
  const key = spec.key as Doc;
  const pattern: Record<string, number> = {};
  for (const [path, direction] of Object.entries(key)) pattern[path] = toNumber(direction) as number;
  const fields = keyFields(pattern);
  const filter = spec.partialFilterExpression as Doc | undefined;
  return {
    name: spec.name as string,
    spec,
    pattern,
    fields,
    unique: spec.unique === true,
    sparse: spec.sparse === true,
    partial: filter && { filter, matches: compileFilter(filter) },
    expireAfterSeconds: toNumber(spec.expireAfterSeconds as Value),
    multikey: multikey ?? fields.map(() => false),
    space: spaceOf('I', id),
  };
}

function spaces(collection: Collection): Key[] {
  return [collection.space, ...collection.indexes.map((index) => index.space)];
}

function spaceOf(kind: 'D' | 'I', id: number): Key {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return kind + bytes.toString('latin1');
}

function spaceId(space: Key): number {
  return Buffer.from(space, 'latin1').readUInt32BE(1);
}

function catalogKey(ns: string): Key {
  return CATALOG + bytesToKey(Buffer.from(ns, 'utf8'));
}

function checkName(ns: string): void {
  const dot = ns.indexOf('.');
  const name = ns.slice(dot + 1);
  const db = ns.slice(0, dot);
  const invalid = name === '' || name.startsWith('.') || /[$\0]/.test(ns);
  if (dot < 1 || invalid || /[/\\. "]/.test(db) || name.startsWith('system.')) {
    throw new MongoError('InvalidNamespace', `Invalid namespace specified '${ns}'`);
  }
}
