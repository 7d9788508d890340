import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { errorOf, storeForTests } from './store';

const { Decimal128, Double, Int32, Long } = mongo;
const store = storeForTests();

type Row = [
  name: string,
  before: mongo.Document,
  update: mongo.Document | mongo.Document[],
  after: mongo.Document,
  options?: mongo.UpdateOptions,
  filter?: mongo.Document,
];

describe('update operators', () => {
  const rows: Row[] = [
    ['$set', { a: 1 }, { $set: { b: 2 } }, { a: 1, b: 2 }],
    ['$set below a document', { a: { x: 1 } }, { $set: { 'a.y.z': 2 } }, { a: { x: 1, y: { z: 2 } } }],
    ['$set in an array', { a: [1, 2] }, { $set: { 'a.1': 5 } }, { a: [1, 5] }],
    ['$set beyond an array', { a: [1] }, { $set: { 'a.3': 5 } }, { a: [1, null, null, 5] }],
    ['$unset', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
    ['$unset in an array', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$unset of nothing', { a: 1 }, { $unset: { 'b.c': '' } }, { a: 1 }],
    ['$inc', { n: 1 }, { $inc: { n: 2, m: -1 } }, { n: 3, m: -1 }],
    ['$inc to a fraction', { n: 1 }, { $inc: { n: 0.5 } }, { n: 1.5 }],
    ['$mul', { n: 3 }, { $mul: { n: 4, m: 5 } }, { n: 12, m: 0 }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, b: 9 }, $max: { c: 1 } }, { a: 3, b: 5, c: 1 }],
    ['$rename', { a: 1, c: { d: 2 } }, { $rename: { a: 'b', 'c.d': 'e' } }, { c: {}, b: 1, e: 2 }],
    ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
    ['$push an array as one', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
    ['$push each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
    [
      '$push each at a position',
      { a: [1, 4] },
      { $push: { a: { $each: [2, 3], $position: 1 } } },
      { a: [1, 2, 3, 4] },
    ],
    [
      '$push the last three',
      { a: [1, 2] },
      { $push: { a: { $each: [3, 4], $slice: -3 } } },
      { a: [2, 3, 4] },
    ],
    [
      '$push the first three',
      { a: [1, 2] },
      { $push: { a: { $each: [3, 4], $slice: 3 } } },
      { a: [1, 2, 3] },
    ],
    ['$push sorted', { a: [3, 1] }, { $push: { a: { $each: [2], $sort: -1 } } }, { a: [3, 2, 1] }],
    [
      '$push sorted by a field',
      { a: [{ n: 3 }, { n: 1 }] },
      { $push: { a: { $each: [{ n: 2 }], $sort: { n: 1 }, $slice: 2 } } },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    ['$addToSet', { a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] }, b: 1 } }, { a: [1, 2, 3], b: [1] }],
    [
      '$addToSet a document once',
      { a: [{ x: 1, y: 2 }] },
      { $addToSet: { a: { x: 1, y: 2 } } },
      { a: [{ x: 1, y: 2 }] },
    ],
    ['$pull a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull a condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    ['$pull documents', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
    ['$pull from nothing', { b: 1 }, { $pull: { a: 1 } }, { b: 1 }],
    ['$pullAll', { a: [1, 2, 3, 2] }, { $pullAll: { a: [2, 3] } }, { a: [1] }],
    ['$pop last', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
    ['$pop first', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
    ['$bit', { a: 12 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    [
      '$setOnInsert does nothing to what is there',
      { a: 1 },
      { $set: { b: 1 }, $setOnInsert: { c: 1 } },
      { a: 1, b: 1 },
    ],
    [
      'several operators',
      { a: 1, l: [1] },
      { $inc: { a: 1 }, $push: { l: 2 }, $set: { s: 'x' } },
      { a: 2, l: [1, 2], s: 'x' },
    ],
    ['a positional $', { a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { a: [1, 9, 3] }, {}, { a: 2 }],
    [
      'a positional $ below documents',
      {
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 1 },
        ],
      },
      { $inc: { 'a.$.v': 5 } },
      {
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 6 },
        ],
      },
      {},
      { 'a.k': 2 },
    ],
    [
      'a positional $ by elemMatch',
      {
        a: [
          { k: 1, v: 1 },
          { k: 1, v: 2 },
        ],
      },
      { $set: { 'a.$.hit': true } },
      {
        a: [
          { k: 1, v: 1 },
          { k: 1, v: 2, hit: true },
        ],
      },
      {},
      { a: { $elemMatch: { k: 1, v: 2 } } },
    ],
    ['all elements', { a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
    [
      'elements by arrayFilters',
      { a: [{ k: 1 }, { k: 5 }, { k: 9 }] },
      { $set: { 'a.$[big].hit': true } },
      { a: [{ k: 1 }, { k: 5, hit: true }, { k: 9, hit: true }] },
      { arrayFilters: [{ 'big.k': { $gte: 5 } }] },
    ],
    [
      'scalars by arrayFilters',
      { a: [1, 5] },
      { $set: { 'a.$[n]': 0 } },
      { a: [1, 0] },
      { arrayFilters: [{ n: { $gt: 3 } }] },
    ],
    [
      'a pipeline',
      { a: 2, b: 3 },
      [{ $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'b' }],
      { a: 2, c: 5 },
    ],
    [
      'a pipeline with a condition',
      { n: 7 },
      [{ $set: { big: { $cond: [{ $gt: ['$n', 5] }, 'yes', 'no'] } } }],
      { n: 7, big: 'yes' },
    ],
  ];

  it.each(rows)('%s', async (_, before, update, after, options, filter) => {
    const collection = await store.collection([{ _id: 1, ...before } as never]);
    await collection.updateOne(filter ?? {}, update, options);
    expect(await collection.findOne({})).toEqual({ _id: 1, ...after });
  });

  it('keeps numbers in their types', async () => {
    const collection = await store.collection([
      {
        int: new Int32(1),
        long: Long.fromNumber(1),
        double: new Double(1),
        decimal: Decimal128.fromString('0.10'),
        max: new Int32(2147483647),
      },
    ]);
    const three = Decimal128.fromString('0.20');
    await collection.updateOne({}, { $inc: { int: 1, long: 1, double: 1, decimal: three, max: 1 } });
    const found = await collection.findOne({}, { promoteValues: false });
    const shown = ['int', 'long', 'double', 'decimal', 'max'].map((name) => {
      const value = found?.[name] as { _bsontype: string };
      return `${value._bsontype} ${String(value)}`;
    });
    expect(shown).toEqual(['Int32 2', 'Long 2', 'Double 2', 'Decimal128 0.30', 'Long 2147483648']);
  });

  it('$currentDate sets a date', async () => {
    const collection = await store.collection([{ _id: 1 as never }]);
    await collection.updateOne({}, { $currentDate: { at: true, stamp: { $type: 'timestamp' } } as never });
    const found = await collection.findOne({});
    expect(found?.at).toBeInstanceOf(Date);
    expect(found?.stamp).toBeInstanceOf(mongo.Timestamp);
  });

  it('counts what matched and what changed', async () => {
    const collection = await store.collection([{ a: 1 }, { a: 1 }, { a: 2 }]);
    expect(await collection.updateMany({ a: { $gte: 1 } }, { $set: { a: 2 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 2,
    });
    expect(await collection.updateOne({ a: 9 }, { $set: { a: 2 } })).toMatchObject({
      matchedCount: 0,
      modifiedCount: 0,
    });
  });

  it('updates each document once even when it moves within the index that finds it', async () => {
    const collection = await store.collection(Array.from({ length: 50 }, (_, i) => ({ n: i })));
    await collection.createIndex({ n: 1 });
    await collection.updateMany({ n: { $in: Array.from({ length: 200 }, (_, i) => i) } }, { $inc: { n: 1 } });
    const found = await collection.find().sort({ n: 1 }).toArray();
    expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it('replaces a document and keeps its _id', async () => {
    const collection = await store.collection([{ _id: 1 as never, a: 1 }]);
    await collection.replaceOne({ a: 1 }, { b: 2 });
    expect(await collection.findOne({})).toEqual({ _id: 1, b: 2 });
  });
});

describe('refused updates', () => {
  const rows: [string, mongo.Document, mongo.Document, number][] = [
    ['another _id', { _id: 1 }, { $set: { _id: 2 } }, 66],
    ['$inc of a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$push to a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$pop of a number', { a: 1 }, { $pop: { a: 1 } }, 14],
    ['a path through a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['one path twice', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path and its beginning', { a: {} }, { $set: { a: {}, 'a.b': 1 } }, 40],
    ['an unknown operator', { a: 1 }, { $increase: { a: 1 } }, 9],
    ['a positional $ without an array in the filter', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
    ['an identifier without a filter', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
  ];

  it.each(rows)('%s', async (_, before, update, code) => {
    const collection = await store.collection([{ _id: 1, ...before } as never]);
    expect(await errorOf(collection.updateOne({}, update))).toMatchObject({ code });
    expect(await collection.findOne({})).toEqual({ _id: 1, ...before });
  });
});

describe('upserts', () => {
  it('inserts what the filter and the update say', async () => {
    const collection = await store.collection();
    const result = await collection.updateOne(
      { key: 'k', 'sub.x': 1, n: { $gt: 5 }, $and: [{ m: { $eq: 2 } }] },
      { $set: { a: 1 }, $setOnInsert: { created: true }, $inc: { count: 1 } },
      { upsert: true },
    );
    expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1 });
    const found = await collection.findOne({ _id: result.upsertedId as never });
    expect(found).toEqual({
      _id: result.upsertedId,
      key: 'k',
      sub: { x: 1 },
      m: 2,
      a: 1,
      created: true,
      count: 1,
    });
    const again = await collection.updateOne(
      { key: 'k' },
      { $inc: { count: 1 }, $setOnInsert: { created: false } },
      { upsert: true },
    );
    expect(again).toMatchObject({ matchedCount: 1, modifiedCount: 1, upsertedCount: 0 });
  });

  it('takes the _id of the filter', async () => {
    const collection = await store.collection();
    await collection.updateOne({ _id: 'mine' as never }, { $set: { a: 1 } }, { upsert: true });
    await collection.replaceOne({ _id: 'other' as never }, { b: 1 }, { upsert: true });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'mine', a: 1 },
      { _id: 'other', b: 1 },
    ]);
  });
});

describe('findOneAnd…', () => {
  it('gives the document before or after the change', async () => {
    const collection = await store.collection([
      { _id: 1 as never, n: 1 },
      { _id: 2 as never, n: 5 },
    ]);
    expect(
      await collection.findOneAndUpdate({ n: { $gt: 0 } }, { $inc: { n: 1 } }, { sort: { n: -1 } }),
    ).toEqual({ _id: 2, n: 5 });
    expect(
      await collection.findOneAndUpdate({ _id: 2 as never }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
    ).toEqual({ _id: 2, n: 7 });
    expect(await collection.findOneAndUpdate({ n: 99 }, { $inc: { n: 1 } })).toBeNull();
  });

  it('replaces, deletes, projects and upserts', async () => {
    const collection = await store.collection([{ _id: 1 as never, n: 1, x: 1 }]);
    expect(await collection.findOneAndReplace({ n: 1 }, { n: 2 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      n: 2,
    });
    const upserted = await collection.findOneAndUpdate(
      { k: 1 },
      { $set: { v: 2 } },
      { upsert: true, returnDocument: 'after', projection: { _id: 0, v: 1 }, includeResultMetadata: true },
    );
    expect(upserted).toMatchObject({ value: { v: 2 }, lastErrorObject: { n: 1, updatedExisting: false } });
    expect(await collection.findOneAndDelete({ n: 2 })).toEqual({ _id: 1, n: 2 });
    expect(await collection.countDocuments()).toBe(1);
  });

  it('is atomic: of 200 that count down from 50, exactly 50 succeed', async () => {
    const collection = await store.collection([{ _id: 'seats' as never, left: 50 }]);
    const results = await Promise.all(
      Array.from({ length: 200 }, () =>
        collection.findOneAndUpdate(
          { left: { $gt: 0 } },
          { $inc: { left: -1 } },
          { returnDocument: 'after' },
        ),
      ),
    );
    const left = results.filter((doc) => doc !== null).map((doc) => doc?.left as number);
    expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe('deletes and bulks', () => {
  it('deletes one or all', async () => {
    const collection = await store.collection([{ a: 1 }, { a: 1 }, { a: 2 }]);
    expect(await collection.deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await collection.deleteMany({ a: { $lt: 9 } })).toMatchObject({ deletedCount: 2 });
    expect(await collection.deleteMany({})).toMatchObject({ deletedCount: 0 });
  });

  it('runs a mixed bulk in order', async () => {
    const collection = await store.collection();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1 as never, a: 1 } } },
      { updateOne: { filter: { _id: 1 as never }, update: { $inc: { a: 1 } } } },
      { updateMany: { filter: { b: 1 }, update: { $set: { c: 1 } }, upsert: true } },
      { replaceOne: { filter: { _id: 1 as never }, replacement: { z: 1 } } },
      { deleteOne: { filter: { b: 1 } } },
    ]);
    expect(result).toMatchObject({
      insertedCount: 1,
      matchedCount: 2,
      modifiedCount: 2,
      upsertedCount: 1,
      deletedCount: 1,
    });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, z: 1 }]);
  });

  it('stops an ordered bulk at its first error', async () => {
    const collection = await store.collection();
    const error = await errorOf(collection.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }] as never));
    expect(error).toMatchObject({ code: 11000, result: { insertedCount: 1 } });
    expect(await collection.countDocuments()).toBe(1);
  });

  it('goes on after errors in an unordered bulk', async () => {
    const collection = await store.collection();
    const error = await errorOf(
      collection.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }] as never, { ordered: false }),
    );
    expect((error.writeErrors as { index: number }[]).map(({ index }) => index)).toEqual([1, 3]);
    expect(await collection.countDocuments()).toBe(2);
  });
});
