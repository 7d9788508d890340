import type { Doc, Value } from './documents';
import { isDoc } from './documents';
import { MongoError } from './errors';
import { encodeKey, invert, type Key, TYPE } from './keys';
import { arrayIndex, field, splitPath } from './paths';

/** One field of an index or of a sort. */
export interface KeyField {
  path: string;
  names: readonly string[];
  descending: boolean;
}

/** The keys of one document in one index. */
export interface DocumentKeys {
  /** Distinct encoded keys, with the values they are made of. */
  keys: Map<Key, Value[]>;
  /** For each field of the pattern, whether an array was met on its path. */
  multikey: boolean[];
  /** Whether the document has at least one of the fields. */
  present: boolean;
}

/** Reads `{ a: 1, b: -1 }` that was checked before. */
export function keyFields(pattern: Readonly<Record<string, number>>): KeyField[] {
  return Object.entries(pattern).map(([path, direction]) => ({
    path,
    names: splitPath(path),
    descending: direction < 0,
  }));
}

/** Stands in an index for an empty array. */
const EMPTY_ARRAY = Symbol('empty array');
type Indexed = Value | typeof EMPTY_ARRAY;

/** How far the walk along one field's path has come. */
interface Cursor {
  value: Indexed;
  depth: number;
}

/**
 * The keys under which a document stands in an index over `fields`: one for each element of an array on the way,
 * where fields below the same array stay together. Two different arrays in one compound index are refused (171).
 */
export function documentKeys(doc: Doc, fields: readonly KeyField[]): DocumentKeys {
  const multikey = fields.map(() => false);
  const keys = new Map<Key, Value[]>();
  let present = false;
  const expand = (start: readonly Cursor[]): void => {
    const cursors = start.map((cursor, i) => advance(cursor, (fields[i] as KeyField).names));
    const array = commonArray(cursors, fields, multikey);
    if (!array) {
      if (cursors.some((cursor) => cursor.value !== undefined)) present = true;
      keys.set(
        compoundKey(cursors, fields),
        cursors.map(({ value }) => (value === EMPTY_ARRAY ? undefined : value)),
      );
      return;
    }
    const elements: readonly Indexed[] = array.length > 0 ? array : [EMPTY_ARRAY];
    for (const element of elements) {
      expand(
        cursors.map((cursor, i) =>
          cursor.value === array ? step(array, element, cursor.depth, (fields[i] as KeyField).names) : cursor,
        ),
      );
    }
  };
  expand(fields.map(() => ({ value: doc, depth: 0 })));
  return { keys, multikey, present };
}

/** Walks through documents until the path ends, is missing, or meets an array. A negative depth marks an end. */
function advance({ value, depth }: Cursor, names: readonly string[]): Cursor {
  let at = value;
  let level = depth;
  while (level >= 0 && level < names.length) {
    if (Array.isArray(at)) return { value: at, depth: level };
    if (!isDoc(at)) return { value: undefined, depth: -1 };
    at = field(at, names[level] as string);
    level += 1;
  }
  return { value: at, depth: level };
}

/** The array at which some field stands, if any; each field may be expanded over one array end only once. */
function commonArray(
  cursors: readonly Cursor[],
  fields: readonly KeyField[],
  multikey: boolean[],
): Value[] | undefined {
  let common: Value[] | undefined;
  for (const [i, { value, depth }] of cursors.entries()) {
    if (!Array.isArray(value) || depth < 0) continue;
    if (common && common !== value) {
      throw new MongoError(
        'CannotIndexParallelArrays',
        `cannot index parallel arrays ${fields.map((f) => `[${f.path}]`).join(' ')}`,
      );
    }
    common = value;
    multikey[i] = true;
  }
  return common;
}

/** From an array to one of its elements, for a field that stands at it. */
function step(array: Value[], element: Indexed, depth: number, names: readonly string[]): Cursor {
  if (depth === names.length) return { value: element, depth: -1 };
  const index = arrayIndex(names[depth] as string);
  if (index !== undefined && index < array.length) {
    const value = array[index];
    return depth + 1 === names.length ? { value, depth: -1 } : { value, depth: depth + 1 };
  }
  return isDoc(element) ? { value: element, depth } : { value: undefined, depth: -1 };
}

function compoundKey(cursors: readonly Cursor[], fields: readonly KeyField[]): Key {
  let key = '';
  for (const [i, { value }] of cursors.entries()) {
    const encoded = value === EMPTY_ARRAY ? TYPE.emptyArray : encodeKey(value as Value);
    key += (fields[i] as KeyField).descending ? invert(encoded) : encoded;
  }
  return key;
}

/** The key by which a document is sorted: the least of its keys, as the server takes it for arrays. */
export function sortKey(doc: Doc, fields: readonly KeyField[]): Key {
  let least: Key | undefined;
  for (const key of sortKeys(doc, fields)) if (least === undefined || key < least) least = key;
  return least as Key;
}

function sortKeys(doc: Doc, fields: readonly KeyField[]): Iterable<Key> {
  try {
    return documentKeys(doc, fields).keys.keys();
  } catch (error) {
    if (error instanceof MongoError && error.codeName === 'CannotIndexParallelArrays') {
      throw new MongoError('BadValue', 'cannot sort with keys that are parallel arrays');
    }
    throw error;
  }
}
