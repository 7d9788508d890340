import type {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  ObjectId,
  Timestamp,
} from 'bson';
import { type Doc, isDoc, tag, type Value } from './documents';
import { notImplemented } from './errors';
import { type Decimal, parseDecimal } from './numbers';

/**
 * BSON values as byte strings (one character a byte) whose order by bytes is MongoDB's comparison order
 * (https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/). Equal values of different number
 * types are the same string. No encoding is the beginning of another, so that encodings can be joined into
 * compound keys, and inverted byte by byte for descending fields.
 */
export type Key = string;

/** First byte of every encoding; types of one comparison bracket share it. */
export const TYPE = {
  minKey: '\x02',
  /** An empty array in an index; sorts below null. */
  emptyArray: '\x06',
  null: '\x0a',
  number: '\x10',
  string: '\x20',
  object: '\x30',
  array: '\x40',
  binary: '\x50',
  objectId: '\x60',
  boolean: '\x70',
  date: '\x80',
  timestamp: '\x90',
  regex: '\xa0',
  code: '\xb0',
  maxKey: '\xf0',
} as const;

/** Greater than every continuation of a key: type bytes and their inversions stay below it. */
export const AFTER = '\xff';

const END = '\x00';
const scratch = Buffer.alloc(8);

/** The encoding of a value; `undefined` (missing) is that of null. */
export function encodeKey(value: Value): Key {
  switch (typeof value) {
    case 'string':
      return TYPE.string + encodeString(value);
    case 'number':
      return encodeDouble(value);
    case 'boolean':
      return TYPE.boolean + (value ? '\x01' : '\x00');
    case 'undefined':
      return TYPE.null;
  }
  if (value === null || value === undefined) return TYPE.null;
  if (value instanceof Date) return TYPE.date + encodeInt64(BigInt(value.getTime()));
  if (value instanceof RegExp) return TYPE.regex + encodeString(value.source) + encodeString(value.flags);
  if (Array.isArray(value)) return TYPE.array + value.map(encodeKey).join('') + END;
  return encodeWrapped(value as Exclude<Value, undefined>);
}

function encodeWrapped(value: Exclude<Value, undefined>): Key {
  switch (tag(value)) {
    case undefined:
      return encodeDocument(value as Doc);
    case 'Int32':
    case 'Double':
      return encodeDouble((value as Int32 | Double).value);
    case 'Long':
      return encodeLong((value as Long).toBigInt());
    case 'Decimal128':
      return encodeDecimal((value as Decimal128).toString());
    case 'ObjectId':
      return TYPE.objectId + bytesToKey((value as ObjectId).id);
    case 'BSONSymbol':
      return TYPE.string + encodeString((value as BSONSymbol).value);
    case 'Binary': {
      const binary = value as Binary;
      const bytes = binary.value();
      scratch.writeUInt32BE(bytes.length, 0);
      return (
        TYPE.binary +
        scratch.toString('latin1', 0, 4) +
        String.fromCharCode(binary.sub_type) +
        bytesToKey(bytes)
      );
    }
    case 'Timestamp':
      return TYPE.timestamp + encodeUnsigned((value as Timestamp).toBigInt());
    case 'BSONRegExp': {
      const regex = value as BSONRegExp;
      return TYPE.regex + encodeString(regex.pattern) + encodeString(regex.options);
    }
    case 'Code': {
      const code = value as Code;
      if (code.scope) throw notImplemented('Code with scope as a key');
      return TYPE.code + encodeString(code.code);
    }
    case 'DBRef':
      return encodeDocument((value as DBRef).toJSON() as unknown as Doc);
    case 'MinKey':
      return TYPE.minKey;
    case 'MaxKey':
      return TYPE.maxKey;
    default:
      throw notImplemented(`A key of type ${tag(value)}`);
  }
}

/** Documents compare field by field: type, then name, then value; fewer fields first. */
function encodeDocument(doc: Doc): Key {
  let key: string = TYPE.object;
  for (const field of Object.keys(doc)) {
    if (doc[field] === undefined) continue;
    const encoded = encodeKey(doc[field]);
    key += encoded[0] + encodeString(field) + encoded;
  }
  return key + END;
}

/** Every byte inverted: the encoding for a descending field. */
export function invert(key: Key): Key {
  const bytes = Buffer.from(key, 'latin1');
  for (let i = 0; i < bytes.length; i++) bytes[i] = 0xff - (bytes[i] as number);
  return bytes.toString('latin1');
}

/** Order of two values, as the server sorts them. */
export function compareValues(a: Value, b: Value): number {
  const left = encodeKey(a);
  const right = encodeKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Equality of two values, as the server's $eq takes it. */
export function equalValues(a: Value, b: Value): boolean {
  return a === b || encodeKey(a) === encodeKey(b);
}

/** Bytes of a key as stored. */
export function keyToBytes(key: Key): Buffer {
  return Buffer.from(key, 'latin1');
}

/** A stored key as a string of bytes. */
export function bytesToKey(bytes: Uint8Array): Key {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** UTF-8 bytes; a zero byte is written 00 FF and the end 00 00, so that shorter strings come first. */
function encodeString(text: string): Key {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the zero byte is what has to be escaped
  if (/^[\x01-\x7f]*$/.test(text)) return `${text}\x00\x00`;
  return `${Buffer.from(text, 'utf8').toString('latin1').replaceAll('\x00', '\x00\xff')}\x00\x00`;
}

function encodeInt64(value: bigint): Key {
  return encodeUnsigned(BigInt.asUintN(64, value + (1n << 63n)));
}

function encodeUnsigned(value: bigint): Key {
  scratch.writeBigUInt64BE(BigInt.asUintN(64, value), 0);
  return scratch.toString('latin1', 0, 8);
}

/**
 * Numbers: the largest double not above the value, then 00 if the value is that double, else 01 and the value as a
 * decimal. NaN sorts below every number.
 */
function encodeDouble(value: number): Key {
  return `${TYPE.number}${doubleBytes(value)}\x00`;
}

function doubleBytes(value: number): Key {
  if (Number.isNaN(value)) return '\x00\x00\x00\x00\x00\x00\x00\x00';
  scratch.writeDoubleBE(value === 0 ? 0 : value, 0);
  if (value < 0) for (let i = 0; i < 8; i++) scratch[i] = 0xff - (scratch[i] as number);
  else scratch[0] = (scratch[0] as number) | 0x80;
  return scratch.toString('latin1', 0, 8);
}

function encodeLong(value: bigint): Key {
  const near = Number(value);
  if (Number.isSafeInteger(near) || BigInt(near) === value) return encodeDouble(near);
  const floor = BigInt(near) > value ? previousDouble(near) : near;
  return inexact(floor, { coefficient: value, exponent: 0 });
}

function encodeDecimal(text: string): Key {
  const decimal = parseDecimal(text);
  if (!decimal) return encodeDouble(Number(text));
  const near = Number(text);
  const order = compareExactly(near, decimal);
  if (order === 0) return encodeDouble(near);
  return inexact(order > 0 ? previousDouble(near) : near, decimal);
}

function inexact(floor: number, value: Decimal): Key {
  return `${TYPE.number}${doubleBytes(floor)}\x01${exactDecimal(value)}`;
}

/** Sign, exponent of the first digit, digits: ordered by value. The coefficient is not zero. */
function exactDecimal({ coefficient, exponent }: Decimal): Key {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString();
  scratch.writeUInt16BE(exponent + digits.length + 0x4000, 0);
  const significant = digits.replace(/0+$/, '');
  const magnitude = `${scratch.toString('latin1', 0, 2)}${significant}\x00`;
  return negative ? `\x01${invert(magnitude)}` : `\x02${magnitude}`;
}

/** Sign of double − decimal, exactly. */
function compareExactly(double: number, { coefficient, exponent }: Decimal): number {
  if (!Number.isFinite(double)) return double > 0 ? 1 : -1;
  let [mantissa, power] = splitDouble(double);
  let other = coefficient;
  if (exponent >= 0) other *= 10n ** BigInt(exponent);
  else mantissa *= 10n ** BigInt(-exponent);
  if (power >= 0) mantissa <<= BigInt(power);
  else other <<= BigInt(-power);
  power = 0;
  return mantissa < other ? -1 : mantissa > other ? 1 : 0;
}

/** A finite double as mantissa × 2^power. */
function splitDouble(value: number): [bigint, number] {
  scratch.writeDoubleBE(value, 0);
  const bits = scratch.readBigUInt64BE(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return [value < 0 ? -mantissa : mantissa, Math.max(biased, 1) - 1075];
}

/** The next double below. */
function previousDouble(value: number): number {
  if (value === Number.POSITIVE_INFINITY) return Number.MAX_VALUE;
  if (value === 0) return -Number.MIN_VALUE;
  scratch.writeDoubleBE(value, 0);
  const bits = scratch.readBigInt64BE(0);
  scratch.writeBigInt64BE(value > 0 ? bits - 1n : bits + 1n, 0);
  return scratch.readDoubleBE(0);
}

/** Whether a value is a container, which indexes and filters treat on its own. */
export function isContainer(value: Value): boolean {
  return Array.isArray(value) || isDoc(value);
}
