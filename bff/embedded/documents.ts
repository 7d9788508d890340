import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  type DBRef,
  type Decimal128,
  Double,
  deserialize,
  Int32,
  type Long,
  type MaxKey,
  type MinKey,
  type ObjectId,
  serialize,
  type Timestamp,
} from 'bson';
import { MongoError } from './errors';

/**
 * A BSON value in exact form: numbers stay in the wrapper of their BSON type, so that a document that is read,
 * changed and written keeps the types of all that was not touched. `undefined` stands for a missing field.
 */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | Date
  | Int32
  | Double
  | Long
  | Decimal128
  | ObjectId
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Timestamp
  | Code
  | DBRef
  | MinKey
  | MaxKey
  | RegExp
  | Value[]
  | Doc;

/** A document in exact form. */
export interface Doc {
  [field: string]: Value;
}

/** Largest document the real server takes, in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** Largest message announced to clients, in bytes. */
export const MAX_MESSAGE_BYTES = 48_000_000;

const EXACT = { promoteValues: false, promoteBuffers: false, promoteLongs: false, bsonRegExp: true } as const;

/** Reads a document in exact form. */
export function decode(bytes: Uint8Array): Doc {
  return deserialize(bytes, EXACT) as Doc;
}

/** Writes a document; throws BSONObjectTooLarge above 16 MB. */
export function encode(doc: Doc): Uint8Array {
  const bytes = serialize(doc, { ignoreUndefined: true });
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      'BSONObjectTooLarge',
      `BSONObj size: ${bytes.byteLength} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
    );
  }
  return bytes;
}

/** Whether a value is an embedded document (not an array, not a BSON scalar). */
export function isDoc(value: unknown): value is Doc {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp) &&
    (value as { _bsontype?: unknown })._bsontype === undefined
  );
}

/** The BSON type tag of a wrapped value, undefined for plain JavaScript values. */
export function tag(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null
    ? ((value as { _bsontype?: string })._bsontype ?? undefined)
    : undefined;
}

/** The number a numeric value stands for (a Long or Decimal128 may lose precision), undefined for other values. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  switch (tag(value)) {
    case 'Int32':
    case 'Double':
      return (value as Int32 | Double).value;
    case 'Long':
      return (value as Long).toNumber();
    case 'Decimal128':
      return Number((value as Decimal128).toString());
    default:
      return undefined;
  }
}

/** Truth as the real server takes it for options and projections: any non-zero number, true. */
export function isTruthy(value: Value): boolean {
  const number = toNumber(value);
  return number === undefined ? value !== null && value !== undefined && value !== false : number !== 0;
}

/** A JavaScript number as the BSON type the driver would choose. */
export function fromNumber(value: number): Int32 | Double {
  return Number.isInteger(value) && value >= -0x80000000 && value <= 0x7fffffff && !Object.is(value, -0)
    ? new Int32(value)
    : new Double(value);
}

/**
 * A value as the expression engine reads it: Int32, Double and safe Long as JavaScript numbers.
 * What a JavaScript number cannot hold (Decimal128, larger Long) stays wrapped; arithmetic refuses it there.
 */
export function simplify(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp)
    return value;
  if (Array.isArray(value)) return value.map(simplify);
  switch (tag(value)) {
    case undefined: {
      const plain: Doc = {};
      for (const [field, inner] of Object.entries(value)) plain[field] = simplify(inner as Value);
      return plain;
    }
    case 'Int32':
    case 'Double':
      return (value as Int32 | Double).value;
    case 'Long': {
      const long = value as Long;
      const number = long.toNumber();
      return Number.isSafeInteger(number) ? number : long;
    }
    case 'BSONRegExp':
      return toRegExp(value);
    default:
      return value;
  }
}

/** A regular expression value as a JavaScript one; options that JavaScript lacks are refused. */
export function toRegExp(value: Value): RegExp {
  if (value instanceof RegExp) return value;
  const { pattern, options } = value as BSONRegExp;
  return compileRegExp(pattern, options);
}

/** Compiles a pattern with the server's options i, m, s, u; x is refused because JavaScript reads it otherwise. */
export function compileRegExp(pattern: string, options: string): RegExp {
  if (/[^imsu]/.test(options)) {
    throw new MongoError('BadValue', `$regex option(s) '${options}' not supported by the embedded server`);
  }
  try {
    return new RegExp(pattern, [...new Set(`${options}u`)].join(''));
  } catch {
    try {
      return new RegExp(pattern, options.replaceAll('u', ''));
    } catch {
      throw new MongoError('BadValue', `Regular expression is invalid: ${pattern}`);
    }
  }
}

/** A deep copy of the containers; scalar values are shared because nothing changes them. */
export function clone<T extends Value>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const field of Object.keys(value)) copy[field] = clone(value[field]);
  return copy as T;
}
