import fc from 'fast-check';
import { Query } from 'mingo';
import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { idsOf, storeForTests } from './store';

/** What an index may not change: random documents, filters and sorts, with and without indexes, and by mingo. */
const store = storeForTests('embedded');

const FIELDS = ['a', 'b', 'c.d'] as const;

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 6 }),
  fc.constantFrom(0.5, 2.5, -1.5),
  fc.constantFrom('', 'a', 'ab', 'b', '身', '身份'),
  fc.boolean(),
  fc.constantFrom(new Date(0), new Date(1), new Date(86_400_000)),
);
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
);
const document = fc.record(
  {
    a: value,
    b: value,
    c: fc.oneof(
      fc.record({ d: value }, { requiredKeys: [] }),
      fc.array(fc.record({ d: scalar }), { minLength: 1, maxLength: 3 }),
    ),
  },
  { requiredKeys: [] },
);
const documents = fc.array(document, { minLength: 1, maxLength: 25 });

const condition = fc.oneof(
  scalar,
  fc.constant(null),
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar, $lt: scalar }),
  fc.record({ $lte: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $not: fc.record({ $gt: scalar }) }),
);
const simple = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), condition), {
    selector: ([path]) => path,
    minLength: 1,
    maxLength: 3,
  })
  .map((entries): mongo.Document => Object.fromEntries(entries));
const filter: fc.Arbitrary<mongo.Document> = fc.oneof(
  { weight: 5, arbitrary: simple },
  { weight: 1, arbitrary: fc.array(simple, { minLength: 1, maxLength: 3 }).map((all) => ({ $or: all })) },
  { weight: 1, arbitrary: fc.tuple(simple, simple).map((all) => ({ $and: all })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(simple, fc.array(simple, { minLength: 1, maxLength: 2 }))
      .map(([one, any]) => ({ ...one, $or: any })),
  },
);

const direction = fc.constantFrom<1 | -1>(1, -1);
/** Sorts by up to this many fields, and by _id at the end; by two arrays at once the server sorts nothing. */
const sortBy = (maxLength: number) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), direction), { selector: ([path]) => path, maxLength })
    .chain((entries) =>
      direction.map((last): Record<string, 1 | -1> => ({ ...Object.fromEntries(entries), _id: last })),
    );

const indexes = fc.subarray(
  [
    { key: { a: 1 } },
    { key: { a: -1 }, name: 'a_down' },
    { key: { b: 1 }, sparse: true },
    { key: { 'c.d': 1 } },
    { key: { 'c.d': -1, _id: 1 } },
    { key: { _id: -1, b: 1 } },
    { key: { b: -1 }, name: 'b_of_a', partialFilterExpression: { a: { $gt: 0 } } },
    { key: { a: 1 }, name: 'a_of_b', partialFilterExpression: { b: { $exists: true } } },
  ] as mongo.IndexDescription[],
  { minLength: 1 },
);

const scalarsOnly = fc.array(
  fc.record({ a: scalar, b: scalar, c: fc.record({ d: scalar }) }, { requiredKeys: [] }),
  { minLength: 1, maxLength: 25 },
);
const compoundIndexes = fc.subarray(
  [
    { key: { a: 1, b: 1 } },
    { key: { a: 1, b: -1, 'c.d': 1 } },
    { key: { b: -1, a: 1 } },
    { key: { 'c.d': -1, b: -1 } },
    { key: { a: -1, 'c.d': 1, b: 1 }, partialFilterExpression: { a: { $gte: 0 } } },
  ] as mongo.IndexDescription[],
  { minLength: 1 },
);

const numbered = (docs: mongo.Document[]): mongo.Document[] => docs.map((doc, _id) => ({ _id, ...doc }));

async function sameWithAndWithout(
  docs: mongo.Document[],
  kinds: mongo.IndexDescription[],
  query: mongo.Document,
  order: Record<string, 1 | -1>,
  limit: number,
): Promise<mongo.Document[]> {
  const bare = await store.collection(numbered(docs));
  const indexed = await store.collection(numbered(docs));
  await indexed.createIndexes(kinds);
  const expected = await bare.find(query).sort(order).limit(limit).toArray();
  expect(await indexed.find(query).sort(order).limit(limit).toArray()).toEqual(expected);
  const ids = await idsOf(bare, query);
  expect(await idsOf(indexed, query)).toEqual(ids);
  expect(await indexed.countDocuments(query)).toBe(ids.length);
  await Promise.all([bare.drop(), indexed.drop()]);
  return ids as mongo.Document[];
}

describe('with and without indexes', () => {
  it('filters with arrays find the same, in the same order, as mingo finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        indexes,
        filter,
        sortBy(1),
        fc.nat(6),
        async (docs, kinds, query, order, limit) => {
          const ids = await sameWithAndWithout(docs, kinds, query, order, limit);
          const oracle = new Query(query);
          expect(ids).toEqual(numbered(docs).flatMap((doc) => (oracle.test(doc) ? [doc._id] : [])));
        },
      ),
      { numRuns: 250 },
    );
  });

  it('compound indexes find the same in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(
        scalarsOnly,
        compoundIndexes,
        filter,
        sortBy(3),
        fc.nat(6),
        async (docs, kinds, query, order, limit) => {
          await sameWithAndWithout(docs, kinds, query, order, limit);
        },
      ),
      { numRuns: 250 },
    );
  });
});

describe('numbers of all types', () => {
  /** A number as an exact fraction. */
  type Fraction = [numerator: bigint, denominator: bigint];

  const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((n) => new mongo.Int32(n));
  const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => new mongo.Double(n));
  const near = fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .chain((n) =>
      fc.constantFrom(
        mongo.Long.fromBigInt(n),
        new mongo.Double(Number(n)),
        mongo.Decimal128.fromString(String(n)),
      ),
    );
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: -60, max: 40 }))
    .map(([digits, exponent]) => mongo.Decimal128.fromString(`${digits}E${exponent}`));
  const close = fc
    .tuple(fc.integer({ min: -20, max: 20 }), fc.constantFrom('double', 'decimal'))
    .map(([n, type]) =>
      type === 'double' ? new mongo.Double(n / 10) : mongo.Decimal128.fromString(String(n / 10)),
    );

  function fraction(number: { _bsontype: string }): Fraction {
    if (number instanceof mongo.Decimal128) {
      const [, digits = '0', exponent = '0'] = /^(.*?)(?:E(.*))?$/.exec(number.toString()) ?? [];
      const [whole = '', decimals = ''] = digits.split('.');
      const power = Number(exponent) - decimals.length;
      const scale = 10n ** BigInt(Math.abs(power));
      return power < 0 ? [BigInt(whole + decimals), scale] : [BigInt(whole + decimals) * scale, 1n];
    }
    if (number instanceof mongo.Long) return [number.toBigInt(), 1n];
    let [n, shift] = [(number as mongo.Double).value, 0];
    for (; !Number.isInteger(n); shift++) n *= 2;
    return [BigInt(n), 2n ** BigInt(shift)];
  }

  const compare = ([a, b]: Fraction, [c, d]: Fraction): number =>
    Number(a * d > c * b) - Number(a * d < c * b);

  it('are sorted by an index as exact arithmetic sorts them, and equal ones are one key', async () => {
    const numbers = fc.array(fc.oneof(int, double, near, decimal, close), { minLength: 2, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(numbers, direction, async (all, down) => {
        const collection = await store.collection(all.map((v, _id) => ({ _id, v })));
        await collection.createIndex({ v: down, _id: down });
        const found = await collection.find().sort({ v: 1, _id: 1 }).toArray();
        const expected = all
          .map((number, id) => ({ id, exact: fraction(number) }))
          .sort((x, y) => compare(x.exact, y.exact) || x.id - y.id);
        expect(found.map(({ _id }) => _id as unknown)).toEqual(expected.map(({ id }) => id));
        const first = all[0] as { _bsontype: string };
        const equal = expected
          .filter(({ exact }) => compare(exact, fraction(first)) === 0)
          .map(({ id }) => id);
        expect(await idsOf(collection, { v: first })).toEqual(equal);
        await collection.drop();
      }),
      { numRuns: 150 },
    );
  });
});

describe('writes', () => {
  const key = fc.integer({ min: 0, max: 7 });
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('insert' as const),
      id: key,
      k: key,
      tags: fc.array(key, { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('set' as const), id: key, k: key, tags: fc.array(key, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('move' as const), from: key, to: key }),
    fc.record({ kind: fc.constant('delete' as const), id: key }),
  );

  it('keep every index in agreement with the documents, and unique keys unique', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const collection = await store.collection();
        await collection.createIndexes([
          { key: { k: 1 }, unique: true },
          { key: { tags: 1 } },
          { key: { k: -1, _id: 1 }, partialFilterExpression: { k: { $gte: 4 } } },
        ]);
        const model = new Map<number, { k: number; tags: number[] }>();
        const taken = (k: number, id: number) =>
          [...model].some(([other, doc]) => other !== id && doc.k === k);
        for (const s of steps) {
          if (s.kind === 'insert') {
            const allowed = !model.has(s.id) && !taken(s.k, s.id);
            const inserted = collection.insertOne({ _id: s.id as never, k: s.k, tags: s.tags });
            if (!allowed) await expect(inserted).rejects.toMatchObject({ code: 11000 });
            else await inserted.then(() => model.set(s.id, { k: s.k, tags: s.tags }));
          } else if (s.kind === 'set') {
            const updated = collection.updateOne({ _id: s.id as never }, { $set: { k: s.k, tags: s.tags } });
            if (model.has(s.id) && taken(s.k, s.id))
              await expect(updated).rejects.toMatchObject({ code: 11000 });
            else if ((await updated).matchedCount > 0) model.set(s.id, { k: s.k, tags: s.tags });
          } else if (s.kind === 'move') {
            await collection.updateMany(
              { tags: s.from },
              { $set: { 'tags.$[t]': s.to } },
              { arrayFilters: [{ t: s.from }] },
            );
            for (const doc of model.values()) doc.tags = doc.tags.map((t) => (t === s.from ? s.to : t));
          } else {
            await collection.deleteMany({ _id: s.id as never });
            model.delete(s.id);
          }
        }
        const expected = [...model].map(([_id, doc]) => ({ _id, ...doc })).sort((a, b) => a._id - b._id);
        expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(expected);
        for (let k = 0; k < 8; k++) {
          const by = (matches: (doc: { k: number; tags: number[] }) => boolean) =>
            expected.filter(matches).map(({ _id }) => _id);
          expect(await idsOf(collection, { k })).toEqual(by((doc) => doc.k === k));
          expect(await idsOf(collection, { tags: k })).toEqual(by((doc) => doc.tags.includes(k)));
        }
        await collection.drop();
      }),
      { numRuns: 60 },
    );
  });
});
