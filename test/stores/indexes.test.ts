import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { MIXED, MIXED_IDS } from './filter-rows';
import { errorOf, idsOf, storeForTests } from './store';

const { Decimal128, Long } = mongo;
const store = storeForTests();

describe('unique indexes', () => {
  it('refuse a second document with E11000 and what the driver needs to tell why', async () => {
    const collection = await store.collection([{ name: '昭阳', code: 1 }]);
    await collection.createIndex({ name: 1, code: -1 }, { unique: true });
    const error = await errorOf(collection.insertOne({ name: '昭阳', code: 1 }));
    expect(error).toMatchObject({
      code: 11000,
      keyPattern: { name: 1, code: -1 },
      keyValue: { name: '昭阳', code: 1 },
    });
    expect(error.message).toContain('E11000 duplicate key error');
    expect(error.message).toContain('name_1_code_-1');
    await collection.insertOne({ name: '昭阳', code: 2 });
  });

  it('refuse a second _id', async () => {
    const collection = await store.collection([{ _id: 'x' as never }]);
    expect(await errorOf(collection.insertOne({ _id: 'x' as never }))).toMatchObject({
      code: 11000,
      keyPattern: { _id: 1 },
    });
  });

  it.each([
    ['numbers of other types', 5, Long.fromNumber(5)],
    ['decimals that are equal', Decimal128.fromString('5.00'), 5],
    ['null and missing', null, undefined],
    ['equal documents', { a: 1, b: [2] }, { a: 1, b: [2] }],
    ['dates', new Date(7), new Date(7)],
  ])('take as equal %s', async (_, first, second) => {
    const collection = await store.collection();
    await collection.createIndex({ v: 1 }, { unique: true });
    await collection.insertOne({ v: first });
    const again = second === undefined ? {} : { v: second };
    expect(await errorOf(collection.insertOne(again))).toMatchObject({ code: 11000 });
  });

  it.each([
    ['a string and a number', '5', 5],
    ['fields in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a date and its number', new Date(5), 5],
    [
      'neighbours beyond the doubles',
      Long.fromString('9007199254740993'),
      Long.fromString('9007199254740992'),
    ],
  ])('take as different %s', async (_, first, second) => {
    const collection = await store.collection();
    await collection.createIndex({ v: 1 }, { unique: true });
    await collection.insertMany([{ v: first }, { v: second }]);
    expect(await collection.countDocuments()).toBe(2);
  });

  it('see each element of an array, but not the same document twice', async () => {
    const collection = await store.collection([{ tags: ['a', 'b', 'a'] }]);
    await collection.createIndex({ tags: 1 }, { unique: true });
    expect(await errorOf(collection.insertOne({ tags: ['c', 'b'] }))).toMatchObject({ code: 11000 });
    await collection.insertOne({ tags: ['c'] });
    expect(
      await errorOf(collection.updateOne({ tags: 'c' }, { $push: { tags: 'a' } as never })),
    ).toMatchObject({
      code: 11000,
    });
  });

  it('hold for updates, upserts and replacements, which then change nothing', async () => {
    const collection = await store.collection([
      { _id: 1 as never, k: 'a' },
      { _id: 2 as never, k: 'b' },
    ]);
    await collection.createIndex({ k: 1 }, { unique: true });
    expect(await errorOf(collection.updateOne({ k: 'b' }, { $set: { k: 'a', extra: 1 } }))).toMatchObject({
      code: 11000,
    });
    expect(await errorOf(collection.replaceOne({ _id: 2 as never }, { k: 'a' }))).toMatchObject({
      code: 11000,
    });
    expect(
      await errorOf(collection.updateOne({ _id: 3 as never }, { $set: { k: 'a' } }, { upsert: true })),
    ).toMatchObject({ code: 11000 });
    expect(await errorOf(collection.findOneAndUpdate({ k: 'b' }, { $set: { k: 'a' } }))).toMatchObject({
      code: 11000,
    });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, k: 'a' },
      { _id: 2, k: 'b' },
    ]);
    await collection.updateOne({ k: 'a' }, { $set: { k: 'c' } });
    await collection.updateOne({ k: 'b' }, { $set: { k: 'a' } });
    await collection.deleteOne({ k: 'c' });
    await collection.insertOne({ k: 'c' });
  });

  it('are not built over duplicates', async () => {
    const collection = await store.collection([{ k: 1 }, { k: 1 }]);
    expect(await errorOf(collection.createIndex({ k: 1 }, { unique: true }))).toMatchObject({ code: 11000 });
    expect((await collection.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });

  it('let exactly one of 200 concurrent writers have each of 20 keys', async () => {
    const collection = await store.collection();
    await collection.createIndexes([
      { key: { seat: 1 }, unique: true },
      { key: { person: 1 }, unique: true, partialFilterExpression: { active: true } },
    ]);
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => collection.insertOne({ seat: i % 20, person: i, active: true })),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(results.length - refused.length).toBe(20);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 11000 });
    expect(new Set((await collection.find().toArray()).map(({ seat }) => seat)).size).toBe(20);
  });

  it('let 200 concurrent upserts of one key make one document', async () => {
    const collection = await store.collection();
    await collection.createIndex({ key: 1 }, { unique: true });
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () =>
        collection.updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true }),
      ),
    );
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 11000 });
    const [only, ...more] = await collection.find().toArray();
    expect(more).toEqual([]);
    expect(only?.n).toBe(results.filter(({ status }) => status === 'fulfilled').length);
  });
});

describe('sparse and partial indexes', () => {
  it('a sparse unique index leaves documents without the field alone', async () => {
    const collection = await store.collection([{ a: 1 }, { a: 2 }, { phone: '1' }]);
    await collection.createIndex({ phone: 1 }, { unique: true, sparse: true });
    await collection.insertOne({ a: 3 });
    await collection.insertOne({ phone: null });
    expect(await errorOf(collection.insertOne({ phone: null }))).toMatchObject({ code: 11000 });
    expect(await errorOf(collection.insertOne({ phone: '1' }))).toMatchObject({ code: 11000 });
    expect(await collection.countDocuments({ phone: null })).toBe(4);
    expect(await collection.find().sort({ phone: 1 }).toArray()).toHaveLength(5);
  });

  it('a partial unique index holds only where its filter does', async () => {
    const collection = await store.collection();
    await collection.createIndex(
      { queueDay: 1, slot: 1, seat: 1 },
      { unique: true, name: 'occupied', partialFilterExpression: { occupied: true } },
    );
    const seat = { queueDay: 'q:2026-11-25', slot: '09:00', seat: 1 };
    const first = await collection.insertOne({ ...seat, occupied: true });
    await collection.insertOne({ ...seat, occupied: false });
    expect(await errorOf(collection.insertOne({ ...seat, occupied: true }))).toMatchObject({ code: 11000 });
    expect(
      await errorOf(collection.updateOne({ occupied: false }, { $set: { occupied: true } })),
    ).toMatchObject({ code: 11000 });
    await collection.updateOne({ _id: first.insertedId }, { $set: { occupied: false } });
    await collection.updateOne({ _id: { $ne: first.insertedId } }, { $set: { occupied: true } });
    expect(await collection.countDocuments({ ...seat, occupied: true })).toBe(1);
    expect(await collection.countDocuments(seat)).toBe(2);
  });

  it.each([
    [{ status: { $in: ['held', 'booked'] } }, { status: 'held' }, { status: 'done' }],
    [{ until: { $gt: new Date(1000) } }, { until: new Date(2000) }, { until: new Date(500) }],
    [{ code: { $exists: true } }, { code: 1 }, {}],
    [{ n: { $type: 'string' } }, { n: 'x' }, { n: 1 }],
  ])('a partial index with %j', async (partialFilterExpression, inside, outside) => {
    const collection = await store.collection();
    await collection.createIndex({ k: 1 }, { unique: true, partialFilterExpression });
    await collection.insertMany([
      { k: 1, ...outside },
      { k: 1, ...outside },
      { k: 1, ...inside },
    ]);
    expect(await errorOf(collection.insertOne({ k: 1, ...inside }))).toMatchObject({ code: 11000 });
    expect(await collection.countDocuments({ k: 1 })).toBe(3);
    expect(await collection.countDocuments({ k: 1, ...inside })).toBeGreaterThanOrEqual(1);
  });
});

describe('order', () => {
  it.each([
    ['without an index', []],
    ['by an index', [{ key: { v: 1, _id: 1 } }]],
    ['by a single-field index', [{ key: { v: 1 } }]],
  ] as [string, mongo.IndexDescription[]][])('of all types %s', async (_, indexes) => {
    const collection = await store.collection(MIXED);
    if (indexes.length > 0) await collection.createIndexes(indexes);
    const forward = await collection.find().sort({ v: 1, _id: 1 }).toArray();
    expect(forward.map((doc) => doc._id)).toEqual(MIXED_IDS);
    const backward = await collection.find().sort({ v: -1, _id: -1 }).toArray();
    expect(backward.map((doc) => doc._id)).toEqual([...MIXED_IDS].reverse());
  });

  it.each([[false], [true]])('of compound keys, with skip and limit (index: %s)', async (indexed) => {
    const collection = await store.collection(
      Array.from({ length: 60 }, (_, i) => ({ _id: i as never, a: i % 3, b: (i * 7) % 10, c: i })),
    );
    if (indexed) await collection.createIndexes([{ key: { a: 1, b: -1, c: 1 } }]);
    const expected = Array.from({ length: 60 }, (_, i) => ({ _id: i, a: i % 3, b: (i * 7) % 10, c: i })).sort(
      (x, y) => x.a - y.a || y.b - x.b || x.c - y.c,
    );
    expect(await collection.find().sort({ a: 1, b: -1, c: 1 }).toArray()).toEqual(expected);
    expect(await collection.find().sort({ a: -1, b: 1, c: -1 }).toArray()).toEqual([...expected].reverse());
    expect(await collection.find().sort({ a: 1, b: -1, c: 1 }).skip(7).limit(5).toArray()).toEqual(
      expected.slice(7, 12),
    );
    expect(await collection.find({ a: 1 }).sort({ b: -1, c: 1 }).limit(3).toArray()).toEqual(
      expected.filter((d) => d.a === 1).slice(0, 3),
    );
  });

  it('of arrays: by their least element upwards, by their greatest downwards', async () => {
    const collection = await store.collection([
      { _id: 1 as never, a: [3, 9] },
      { _id: 2 as never, a: [1, 5] },
      { _id: 3 as never, a: 4 },
      { _id: 4 as never, a: [] },
    ]);
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction }).toArray()).map((d) => d._id);
    expect(await ids(1)).toEqual([4, 2, 1, 3]);
    expect(await ids(-1)).toEqual([1, 2, 3, 4]);
  });
});

describe('managing indexes', () => {
  it('creates, lists and drops them', async () => {
    const collection = await store.collection([{ a: 1 }]);
    expect(await collection.createIndex({ a: 1 })).toBe('a_1');
    expect(await collection.createIndex({ a: 1 })).toBe('a_1');
    await collection.createIndex({ b: -1, c: 1 }, { unique: true, name: 'bc' });
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    const byName = (a: { name?: string }, b: { name?: string }) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1);
    expect((await collection.indexes()).sort(byName)).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1 }, name: 'a_1' },
      { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60 },
      { v: 2, key: { b: -1, c: 1 }, name: 'bc', unique: true },
    ]);
    await collection.dropIndex('a_1');
    expect(await errorOf(collection.dropIndex('a_1'))).toMatchObject({ code: 27 });
    await collection.dropIndexes();
    expect((await collection.indexes()).map(({ name }) => name)).toEqual(['_id_']);
    expect(await idsOf(collection, { a: 1 })).toHaveLength(1);
  });

  it('refuses another index under the same name (86), or the same under another (85)', async () => {
    const collection = await store.collection([{ a: 1 }]);
    await collection.createIndex({ a: 1 }, { name: 'one' });
    expect(await errorOf(collection.createIndex({ b: 1 }, { name: 'one' }))).toMatchObject({ code: 86 });
    expect(await errorOf(collection.createIndex({ a: 1 }, { name: 'two' }))).toMatchObject({ code: 85 });
  });
});

describe('TTL indexes', () => {
  it('delete documents whose date has passed, and no others', async () => {
    const collection = await store.collection();
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 10 });
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    await collection.insertMany([
      { _id: 'old' as never, at: ago(3600) },
      { _id: 'old among others' as never, at: [ago(-3600), ago(60)] },
      { _id: 'future' as never, at: ago(-3600) },
      { _id: 'recent' as never, at: ago(-600) },
      { _id: 'number' as never, at: 5 },
      { _id: 'missing' as never },
    ]);
    await expect
      .poll(async () => (await collection.find().sort({ _id: 1 }).toArray()).map((doc) => String(doc._id)), {
        timeout: 130_000,
        interval: 200,
      })
      .toEqual(['future', 'missing', 'number', 'recent']);
  });
});
