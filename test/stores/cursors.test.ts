import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { errorOf, storeForTests } from './store';

const store = storeForTests();

describe('cursors', () => {
  it('read 12,000 documents in batches while others write', async () => {
    const collection = await store.collection(
      Array.from({ length: 12_000 }, (_, i) => ({ _id: i as never, n: i, keep: true })),
    );
    await collection.createIndex({ n: 1 });
    for (const sort of [{ _id: 1 }, { n: -1 }] as Record<string, 1 | -1>[]) {
      const seen: number[] = [];
      const cursor = collection.find({ keep: true }).sort(sort).batchSize(500);
      for await (const doc of cursor) {
        seen.push(doc._id as unknown as number);
        if (seen.length % 1000 === 0) {
          await collection.insertOne({ n: -seen.length });
          await collection.updateOne({ _id: seen.length as never }, { $set: { touched: true } });
        }
      }
      expect(seen).toHaveLength(12_000);
      expect(new Set(seen).size).toBe(12_000);
      expect([...seen].sort((a, b) => a - b)).toEqual('_id' in sort ? seen : [...seen].reverse());
    }
  });

  it('respect batchSize, limit and skip', async () => {
    const collection = await store.collection(Array.from({ length: 30 }, (_, i) => ({ _id: i as never })));
    const first = await store.db.command({ find: collection.collectionName, batchSize: 7, sort: { _id: 1 } });
    expect(first.cursor.firstBatch).toHaveLength(7);
    const id = first.cursor.id as mongo.Long;
    expect(String(id)).not.toBe('0');
    const more = await store.db.command({
      getMore: mongo.Long.fromValue(id as never),
      collection: collection.collectionName,
      batchSize: 30,
    });
    expect(more.cursor.nextBatch).toHaveLength(23);
    expect(await collection.find().sort({ _id: 1 }).skip(25).limit(3).toArray()).toEqual([
      { _id: 25 },
      { _id: 26 },
      { _id: 27 },
    ]);
    expect(await collection.find().sort({ _id: 1 }).batchSize(4).limit(10).toArray()).toHaveLength(10);
    expect(await collection.find().skip(100).toArray()).toEqual([]);
  });

  it('can be closed, after which there is nothing to get (43)', async () => {
    const collection = await store.collection(Array.from({ length: 10 }, (_, i) => ({ _id: i as never })));
    const name = collection.collectionName;
    const { cursor } = await store.db.command({ find: name, batchSize: 2 });
    const id = mongo.Long.fromValue(cursor.id as never);
    const killed = await store.db.command({ killCursors: name, cursors: [id] });
    expect(killed.cursorsKilled.map(String)).toEqual([String(id)]);
    expect(await errorOf(store.db.command({ getMore: id, collection: name }))).toMatchObject({ code: 43 });
  });

  it('fit large documents into messages', async () => {
    const collection = await store.collection();
    const text = '证'.repeat(1_000_000);
    for (let i = 0; i < 12; i++) await collection.insertOne({ _id: i as never, text });
    const { cursor } = await store.db.command({ find: collection.collectionName });
    expect(cursor.firstBatch.length).toBeLessThanOrEqual(5);
    const all = await collection.find().toArray();
    expect(all.map(({ _id, text: t }) => [_id, t.length])).toEqual(
      Array.from({ length: 12 }, (_, i) => [i, 1_000_000]),
    );
  });
});

describe('projections', () => {
  const document = { _id: 1, a: 1, b: { x: 1, y: 2 }, c: [{ p: 1, q: 2 }, { p: 3 }, 5], d: [1, 2, 3, 4] };
  it.each([
    ['some fields', { a: 1 }, { _id: 1, a: 1 }],
    ['no _id', { a: 1, _id: 0 }, { a: 1 }],
    ['all but one', { c: 0, d: 0 }, { _id: 1, a: 1, b: { x: 1, y: 2 } }],
    ['all but _id', { _id: 0, b: 0, c: 0, d: 0 }, { a: 1 }],
    ['a field of a document', { 'b.x': 1 }, { _id: 1, b: { x: 1 } }],
    ['a field of documents in an array', { 'c.p': 1 }, { _id: 1, c: [{ p: 1 }, { p: 3 }] }],
    [
      'without a field of documents in an array',
      { 'c.p': 0, b: 0, d: 0 },
      { _id: 1, a: 1, c: [{ q: 2 }, {}, 5] },
    ],
    ['a slice', { d: { $slice: 2 }, c: 0, b: 0 }, { _id: 1, a: 1, d: [1, 2] }],
    ['a slice from the end', { d: { $slice: -1 }, a: 1 }, { _id: 1, a: 1, d: [4] }],
    ['a slice from the middle', { d: { $slice: [1, 2] }, a: 1 }, { _id: 1, a: 1, d: [2, 3] }],
    ['the element that matches', { c: { $elemMatch: { p: 3 } } }, { _id: 1, c: [{ p: 3 }] }],
    ['a missing field', { nothing: 1 }, { _id: 1 }],
    ['an expression', { sum: { $add: ['$a', '$b.y'] } }, { _id: 1, sum: 3 }],
  ])('%s', async (_, projection, expected) => {
    const collection = await store.collection([document as never]);
    expect(await collection.findOne({}, { projection })).toEqual(expected);
  });

  it('refuse a mixture', async () => {
    const collection = await store.collection([document as never]);
    expect((await errorOf(collection.findOne({}, { projection: { a: 1, b: 0 } }))).code).toBeTypeOf('number');
  });
});
