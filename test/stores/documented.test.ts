import { describe, expect, it } from 'vitest';
import { ARRAYS, PATTERNS } from './filter-rows';
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
