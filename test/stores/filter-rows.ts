import { mongo } from 'mongoose';

const { Decimal128, Double, Int32, Long, ObjectId } = mongo;

/** A filter, and the _ids of what it finds. */
export interface FilterRow {
  name: string;
  filter: mongo.Document;
  expected: unknown[];
}

/** Documents, and filters over them. */
export interface FilterTable {
  documents: mongo.Document[];
  /** Indexes that may serve the filters. */
  indexes: { key: Record<string, 1 | -1> }[];
  rows: FilterRow[];
}

type Row = [name: string, filter: mongo.Document, expected: unknown[]];
const named = (rows: Row[]): FilterRow[] =>
  rows.map(([name, filter, expected]) => ({ name, filter, expected }));

const oid = new ObjectId('65f0c0ffee0123456789abcd');

/** Comparison within and across types. */
export const SCALARS: FilterTable = {
  documents: [
    { _id: 'int', v: new Int32(5) },
    { _id: 'double', v: new Double(5) },
    { _id: 'long', v: Long.fromNumber(5) },
    { _id: 'decimal', v: Decimal128.fromString('5.0') },
    { _id: 'fraction', v: 5.5 },
    { _id: 'big', v: Long.fromString('9007199254740993') },
    { _id: 'nan', v: Number.NaN },
    { _id: 'string', v: '5' },
    { _id: 'date', v: new Date(5) },
    { _id: 'true', v: true },
    { _id: 'oid', v: oid },
    { _id: 'null', v: null },
    { _id: 'missing' },
    { _id: 'object', v: { a: 1 } },
  ],
  indexes: [{ key: { v: 1 } }, { key: { v: -1, _id: 1 } }],
  rows: named([
    ['equal numbers of all types', { v: 5 }, ['decimal', 'double', 'int', 'long']],
    ['equal Decimal128', { v: Decimal128.fromString('5') }, ['decimal', 'double', 'int', 'long']],
    ['a long beyond the doubles', { v: Long.fromString('9007199254740993') }, ['big']],
    ['its neighbour is another number', { v: Long.fromString('9007199254740992') }, []],
    ['greater stays within numbers', { v: { $gt: 5 } }, ['big', 'fraction']],
    ['greater or equal', { v: { $gte: 5.5 } }, ['big', 'fraction']],
    ['less leaves NaN out', { v: { $lt: 6 } }, ['decimal', 'double', 'fraction', 'int', 'long']],
    ['NaN equals NaN', { v: Number.NaN }, ['nan']],
    ['NaN or more', { v: { $gte: Number.NaN } }, ['nan']],
    ['strings only with strings', { v: { $gte: '' } }, ['string']],
    ['dates only with dates', { v: { $gt: new Date(0) } }, ['date']],
    ['booleans', { v: true }, ['true']],
    ['object id', { v: oid }, ['oid']],
    ['null finds missing', { v: null }, ['missing', 'null']],
    ['null or more', { v: { $gte: null } }, ['missing', 'null']],
    ['exists', { v: { $exists: false } }, ['missing']],
    [
      'not null',
      { v: { $ne: null, $type: 'number' } },
      ['big', 'decimal', 'double', 'fraction', 'int', 'long', 'nan'],
    ],
    ['in', { v: { $in: [5, '5', null] } }, ['decimal', 'double', 'int', 'long', 'missing', 'null', 'string']],
    [
      'not in',
      { v: { $nin: [5, '5', null, Number.NaN, true] }, _id: { $ne: 'oid' } },
      ['big', 'date', 'fraction', 'object'],
    ],
    ['type int', { v: { $type: 'int' } }, ['int']],
    ['type by number', { v: { $type: 18 } }, ['big', 'long']],
    ['types', { v: { $type: ['decimal', 'date'] } }, ['date', 'decimal']],
    ['type null is not missing', { v: { $type: 'null' } }, ['null']],
    ['modulo', { v: { $mod: [5, 0] } }, ['decimal', 'double', 'fraction', 'int', 'long']],
    [
      'not greater',
      { v: { $not: { $gt: 5 } }, _id: { $in: ['int', 'fraction', 'string', 'missing'] } },
      ['int', 'missing', 'string'],
    ],
    ['an embedded document', { v: { a: 1 } }, ['object']],
    ['a path into it', { 'v.a': 1 }, ['object']],
    [
      'a path into scalars is missing',
      { 'v.a': null, _id: { $in: ['int', 'missing', 'object'] } },
      ['int', 'missing'],
    ],
    ['or', { $or: [{ v: '5' }, { v: true }] }, ['string', 'true']],
    ['and', { $and: [{ v: { $gt: 5 } }, { v: { $lt: 6 } }] }, ['fraction']],
    ['nor', { $nor: [{ v: { $type: 'number' } }, { v: null }] }, ['date', 'object', 'oid', 'string', 'true']],
    ['by _id', { _id: 'nan' }, ['nan']],
    ['by _id in a list', { _id: { $in: ['int', 'nobody', 'long'] } }, ['int', 'long']],
    ['by a range of _id', { _id: { $gte: 'o', $lt: 'p' } }, ['object', 'oid']],
    ['everything', { _id: { $exists: true }, v: { $type: 'string' } }, ['string']],
    ['expression', { $expr: { $eq: ['$v', '5'] } }, ['string']],
    ['comment', { $comment: 'why', v: '5' }, ['string']],
  ]),
};

/** How filters see arrays and what is in them. */
export const ARRAYS: FilterTable = {
  documents: [
    { _id: 1, a: [1, 2, 3] },
    { _id: 2, a: [] },
    { _id: 3, a: 2 },
    { _id: 4, a: [[1, 2], 9] },
    { _id: 5, a: null },
    { _id: 6 },
    { _id: 7, a: [null] },
    { _id: 8, a: [5, 50] },
    {
      _id: 9,
      a: [
        { b: 1, c: 2 },
        { b: 3, c: 4 },
      ],
    },
    { _id: 10, a: [{ b: [7, 8] }, { c: 1 }] },
    { _id: 11, a: { b: 1 } },
    { _id: 12, a: ['x', 'xyz'] },
  ],
  indexes: [{ key: { a: 1 } }, { key: { 'a.b': 1, 'a.c': -1 } }, { key: { 'a.c': 1 } }],
  rows: named([
    ['an element', { a: 2 }, [1, 3]],
    ['the whole array', { a: [1, 2, 3] }, [1]],
    ['an array that is an element', { a: [1, 2] }, [4]],
    ['the empty array', { a: [] }, [2]],
    ['null: also missing and an element', { a: null }, [5, 6, 7]],
    ['not equal: no element', { a: { $ne: 2 }, _id: { $lte: 4 } }, [2, 4]],
    ['two bounds by two elements', { a: { $gt: 10, $lt: 40 } }, [8]],
    ['two bounds, one each', { a: { $gt: 10, $lt: 8 } }, [8]],
    ['two bounds by one element', { a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [1]],
    ['size', { a: { $size: 2 } }, [4, 8, 9, 10, 12]],
    ['all', { a: { $all: [1, 3] } }, [1]],
    ['all of one that is no array', { a: { $all: [2] } }, [1, 3]],
    ['in', { a: { $in: [3, 50] } }, [1, 8]],
    ['an index', { 'a.0': 5 }, [8]],
    ['an index of a document', { 'a.0.b': 1 }, [9]],
    ['a field of documents', { 'a.b': 3 }, [9]],
    ['a field of documents that is an array', { 'a.b': 8 }, [10]],
    ['a field, also without an array', { 'a.b': 1 }, [9, 11]],
    ['two fields by two documents', { 'a.b': 1, 'a.c': 4 }, [9]],
    ['two fields by one document', { a: { $elemMatch: { b: 1, c: 4 } } }, []],
    ['two fields of one document', { a: { $elemMatch: { b: 3, c: 4 } } }, [9]],
    ['a field that some documents lack', { 'a.b': null, _id: { $gte: 9 } }, [10]],
    ['exists in some', { 'a.c': { $exists: true } }, [9, 10]],
    ['exists in none', { 'a.b': { $exists: false }, _id: { $gte: 8, $lte: 11 } }, [8]],
    ['array type', { a: { $type: 'array' }, _id: { $lt: 5 } }, [1, 2, 4]],
    ['an element equals within elemMatch', { a: { $elemMatch: { $eq: 1 } } }, [1]],
    ['a regular expression', { a: /^xy/ }, [12]],
    ['all with elemMatch', { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { c: 4 } }] } }, [9]],
    ['not in', { a: { $nin: [1, 2, null] }, _id: { $lt: 9 } }, [2, 4, 8]],
    ['elemMatch with or', { a: { $elemMatch: { $or: [{ b: 3 }, { c: 1 }] } } }, [9, 10]],
  ]),
};

/** Regular expressions. */
export const PATTERNS: FilterTable = {
  documents: ['身份证换领', '居住证申领', 'Passport', 'passport photo', 'a.b', 'axb', ''].map((t, _id) => ({
    _id,
    t,
  })),
  indexes: [{ key: { t: 1 } }],
  rows: named([
    ['a prefix', { t: /^身份/ }, [0]],
    ['inside', { t: /证申/ }, [1]],
    ['without case', { t: /^PASS/i }, [2, 3]],
    ['with $options', { t: { $regex: '^pass', $options: 'i' } }, [2, 3]],
    ['a dot', { t: /^a.b$/ }, [4, 5]],
    ['an escaped dot', { t: /^a\.b/ }, [4]],
    ['alternatives', { t: /^身份|^居住/ }, [0, 1]],
    ['an optional last character', { t: /^ax?/ }, [4, 5]],
    ['in a list', { t: { $in: [/^居/, 'axb'] } }, [1, 5]],
    ['not', { t: { $not: /s/ } }, [0, 1, 4, 5, 6]],
  ]),
};

/** Values of all types in MongoDB's order; the first two, missing and null, are equal to a sort. */
const ORDERED = [
  ...[undefined, null, -5, 0, 0.5, Long.fromNumber(3), Decimal128.fromString('3.5'), 1e300],
  ...['', 'a', 'ab', 'b', '居', '身'],
  ...[
    { a: 1 },
    { a: 2 },
    { b: 1 },
    new mongo.Binary(Buffer.from('x')),
    new ObjectId('000000000000000000000001'),
  ],
  ...[new ObjectId('00000000000000000000000f'), false, true, new Date(-1), new Date(0), new Date(1)],
];

/** Documents with these values, shuffled; _id is the place of each in the order. */
export const MIXED: mongo.Document[] = ORDERED.map((v, _id) => (v === undefined ? { _id } : { _id, v })).sort(
  (a, b) => ((a._id * 7) % 13) - ((b._id * 7) % 13),
);
export const MIXED_IDS: number[] = ORDERED.map((_, i) => i);
