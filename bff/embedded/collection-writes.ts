import type { Catalog, Collection, Index } from './catalog';
import type { Doc, Value } from './documents';
import { tag } from './documents';
import { MongoError } from './errors';
import { documentKeys } from './index-keys';
import { bytesToKey, encodeKey, type Key, keyToBytes } from './keys';
import type { Change, Storage } from './storage';

/** A document as stored: its place, its fields and its bytes. */
export interface Stored {
  id: Key;
  doc: Doc;
  bytes: Uint8Array;
}

/** Index entries of one document by their whole key, with the values for a message. */
type Entries = Map<Key, Value[]>;

/**
 * The changes that put a document in the place of another (either may be missing), with all its index entries.
 * Throws E11000 when a unique key is taken. The caller holds the collection's lock and stages the changes at once.
 */
export function replaceChanges(
  storage: Storage,
  catalog: Catalog,
  collection: Collection,
  before: Stored | undefined,
  after: Stored | undefined,
): Change[] {
  const changes: Change[] = [];
  if (after && !before && storage.get(collection.space + after.id)) {
    throw duplicateKey(collection.ns, '_id_', { _id: 1 }, [after.doc._id]);
  }
  if (after) changes.push([collection.space + after.id, after.bytes]);
  else if (before) changes.push([collection.space + before.id, null]);
  let widened = false;
  for (const index of collection.indexes) {
    const old = before ? indexEntries(index, before) : new Map<Key, Value[]>();
    const fresh = after ? indexEntries(index, after, () => (widened = true)) : new Map<Key, Value[]>();
    for (const key of old.keys()) if (!fresh.has(key)) changes.push([key, null]);
    if (!after) continue;
    for (const [key, values] of fresh) {
      if (old.has(key)) continue;
      if (index.unique) checkUnique(storage, collection, index, key, values, after.id);
      changes.push([key, keyToBytes(after.id)]);
    }
  }
  if (widened) changes.push(catalog.record(collection));
  return changes;
}

/** The entries of a document in an index; tells when the index meets its first array on some path. */
export function indexEntries(index: Index, stored: Stored, onWiden?: () => void): Entries {
  const entries: Entries = new Map();
  if (index.partial && !index.partial.matches(stored.doc)) return entries;
  const { keys, multikey, present } = documentKeys(stored.doc, index.fields);
  if (index.sparse && !present) return entries;
  for (const [i, met] of multikey.entries()) {
    if (met && !index.multikey[i]) {
      index.multikey[i] = true;
      onWiden?.();
    }
  }
  for (const [key, values] of keys) entries.set(index.space + key + (index.unique ? '' : stored.id), values);
  return entries;
}

function checkUnique(
  storage: Storage,
  collection: Collection,
  index: Index,
  key: Key,
  values: Value[],
  id: Key,
): void {
  const holder = storage.get(key);
  if (holder && bytesToKey(holder) !== id)
    throw duplicateKey(collection.ns, index.name, index.pattern, values);
}

/** E11000 with the fields of the real server's answer. */
export function duplicateKey(
  ns: string,
  name: string,
  pattern: Readonly<Record<string, number>>,
  values: readonly Value[],
): MongoError {
  const keyValue: Doc = {};
  for (const [i, path] of Object.keys(pattern).entries()) keyValue[path] = values[i] ?? null;
  const shown = Object.entries(keyValue)
    .map(([path, value]) => `${path}: ${show(value)}`)
    .join(', ');
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${ns} index: ${name} dup key: { ${shown} }`,
    { keyPattern: pattern, keyValue },
  );
}

function show(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (tag(value) === 'ObjectId') return `ObjectId('${String(value)}')`;
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (typeof value === 'object' && value !== null && tag(value) === undefined) return JSON.stringify(value);
  return String(value);
}

/** A document with the key of its _id. */
export function stored(doc: Doc, bytes: Uint8Array): Stored {
  return { id: encodeKey(doc._id), doc, bytes };
}
