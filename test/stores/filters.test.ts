import type { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { ARRAYS, type FilterTable, PATTERNS, SCALARS } from './filter-rows';
import { errorOf, idsOf, storeForTests } from './store';

const store = storeForTests();

/** Rows that SecantusDB 0.7 answers otherwise than MongoDB documents; documented.test.ts holds them. */
const ELSEWHERE = new Set(['elemMatch with or']);
const ELSEWHERE_WITH_INDEX = new Set([
  ...['elemMatch with or', 'two bounds by two elements', 'two bounds, one each'],
  ...['a field that some documents lack', 'a regular expression'],
]);

function without(table: FilterTable, names: ReadonlySet<string>) {
  return table.rows.filter(({ name }) => !names.has(name));
}

describe.each([
  ['over scalars', SCALARS],
  ['over arrays', ARRAYS],
  ['by regular expressions', PATTERNS],
])('filters %s', (_, table) => {
  it.each(without(table, ELSEWHERE))('$name', async ({ filter, expected }) => {
    const collection = await store.collection(table.documents);
    expect(await idsOf(collection, filter)).toEqual(expected);
  });
});

describe.each([
  ['over scalars', SCALARS],
  ['over arrays', ARRAYS],
])('filters %s with indexes', (_, table) => {
  it.each(without(table, ELSEWHERE_WITH_INDEX))('$name', async ({ filter, expected }) => {
    const collection = await store.collection(table.documents);
    await collection.createIndexes(table.indexes);
    expect(await idsOf(collection, filter)).toEqual(expected);
  });
});

describe('what is refused', () => {
  const rows: [string, mongo.Document][] = [
    ['an unknown operator', { a: { $near_by: 1 } }],
    ['an unknown top-level operator', { $nothing: 1 }],
    ['$in without an array', { a: { $in: 1 } }],
    ['an empty $or', { $or: [] }],
    ['a negative $size', { a: { $size: -1 } }],
    ['a division by zero', { a: { $mod: [0, 1] } }],
    ['an unknown type', { a: { $type: 'text' } }],
    ['a broken pattern', { a: { $regex: '(' } }],
  ];

  it.each(rows)('%s', async (_, filter) => {
    const collection = await store.collection([{ a: 1 }]);
    const error = await errorOf(collection.find(filter).toArray());
    expect(error.code).toBeTypeOf('number');
  });

  it('an unknown operator is BadValue', async () => {
    const collection = await store.collection([{ a: 1 }]);
    expect(await errorOf(collection.find({ a: { $near_by: 1 } }).toArray())).toMatchObject({ code: 2 });
  });
});
