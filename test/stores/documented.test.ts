import { describe, expect, it } from 'vitest';
import { ARRAYS, MIXED, MIXED_IDS, PATTERNS } from './filter-rows';
import { errorOf, idsOf, storeForTests } from './store';

/**
 * What MongoDB documents and the embedded endpoint does, where SecantusDB 0.7.0b3 answers otherwise. These run on the
 * embedded endpoint whatever MONGODB_URI names.
 */
const store = storeForTests('embedded');

// https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/multikey-index-bounds/ : without
// $elemMatch the bounds of a multikey index are not intersected. SecantusDB intersects them and finds nothing;
// it also finds no document by { 'a.b': null } through an index when only some elements lack the field, and
// refuses $or inside $elemMatch.
describe('arrays with indexes', () => {
  it.each(ARRAYS.rows)('$name', async ({ filter, expected }) => {
    const collection = await store.collection(ARRAYS.documents);
    await collection.createIndexes(ARRAYS.indexes);
    expect(await idsOf(collection, filter)).toEqual(expected);
  });
});

// https://www.mongodb.com/docs/manual/reference/operator/query/regex/ : an index on the field serves a regular
// expression. SecantusDB finds nothing then.
describe('regular expressions with an index', () => {
  it.each(PATTERNS.rows)('$name', async ({ filter, expected }) => {
    const collection = await store.collection(PATTERNS.documents);
    await collection.createIndexes(PATTERNS.indexes);
    expect(await idsOf(collection, filter)).toEqual(expected);
  });
});

// https://www.mongodb.com/docs/manual/core/document/ : _id may be of any type but array and regular expression.
describe('_id', () => {
  it.each([[[1]], [/a/]])('%s is refused', async (_id) => {
    const collection = await store.collection();
    expect(await errorOf(collection.insertOne({ _id: _id as never }))).toMatchObject({ code: 53 });
  });
});

// https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/sort-order/ : a descending index holds
// the same order backwards. In SecantusDB a string comes after those that it begins, and a range on a descending
// second field loses its bound.
describe('descending indexes', () => {
  it('sort all types', async () => {
    const collection = await store.collection(MIXED);
    await collection.createIndex({ v: -1, _id: -1 });
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ v: direction, _id: direction }).toArray()).map((doc) => doc._id);
    expect(await ids(1)).toEqual(MIXED_IDS);
    expect(await ids(-1)).toEqual([...MIXED_IDS].reverse());
  });

  it('serve a range on their second field', async () => {
    const documents = Array.from({ length: 60 }, (_, i) => ({ _id: i, a: i % 3, b: (i * 7) % 10 }));
    const collection = await store.collection(documents);
    await collection.createIndex({ a: 1, b: -1 });
    const expected = documents.filter(({ a, b }) => a === 1 && b >= 3 && b < 8).map(({ _id }) => _id);
    expect(await idsOf(collection, { a: 1, b: { $gte: 3, $lt: 8 } })).toEqual(expected);
  });
});

// https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/ : at most one field of a compound
// index may be an array, and fields below one array are indexed element by element. SecantusDB refuses neither two
// arrays nor pairs the fields.
describe('compound multikey indexes', () => {
  it('refuse arrays in two fields (171)', async () => {
    const collection = await store.collection();
    await collection.createIndex({ a: 1, b: 1 });
    await collection.insertOne({ a: [1, 2], b: 1 });
    expect(await errorOf(collection.insertOne({ a: [1], b: [2] }))).toMatchObject({ code: 171 });
  });

  it('pair the fields of one array', async () => {
    const collection = await store.collection();
    await collection.createIndex({ 'l.a': 1, 'l.b': 1 }, { unique: true });
    await collection.insertOne({
      l: [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ],
    });
    await collection.insertOne({ l: [{ a: 1, b: 2 }] });
    expect(await errorOf(collection.insertOne({ l: [{ a: 2, b: 2 }] }))).toMatchObject({ code: 11000 });
  });
});

// https://www.mongodb.com/docs/manual/core/index-ttl/ : the expiry of an index can't be changed by creating it again;
// the server says IndexOptionsConflict, SecantusDB IndexKeySpecsConflict.
describe('a TTL index with another expiry', () => {
  it('is refused (85)', async () => {
    const collection = await store.collection();
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 5 });
    const again = collection.createIndex({ at: 1 }, { expireAfterSeconds: 6 });
    expect(await errorOf(again)).toMatchObject({ code: 85, codeName: 'IndexOptionsConflict' });
  });
});

// https://www.mongodb.com/docs/manual/reference/command/listIndexes/ : SecantusDB gives an empty list.
describe('indexes of a missing collection', () => {
  it('are refused (26)', async () => {
    expect(await errorOf(store.db.collection('nothing').indexes())).toMatchObject({ code: 26 });
  });
});

// https://www.mongodb.com/docs/manual/reference/operator/aggregation/count/ : no documents, no result. SecantusDB
// gives { n: 0 }. https://www.mongodb.com/docs/manual/core/field-paths/ : a path through an array gives the array of
// what its documents have. SecantusDB gives nothing.
describe('pipelines', () => {
  it('count nothing as nothing', async () => {
    const collection = await store.collection([{ a: 1 }]);
    expect(await collection.aggregate([{ $match: { a: 2 } }, { $count: 'n' }]).toArray()).toEqual([]);
  });

  it('read a field of the documents in an array', async () => {
    const collection = await store.collection([{ docs: [{ k: 'a', n: 1 }, { n: 2 }, 3] }]);
    const stages = [{ $project: { _id: 0, k: '$docs.k', n: '$docs.n' } }];
    expect(await collection.aggregate(stages).toArray()).toEqual([{ k: ['a'], n: [1, 2] }]);
  });
});
