import type { mongo } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeForTests } from './store';

/** Which plan is taken is the endpoint's own affair, so that this does not run on other servers. */
const store = storeForTests('embedded');
const COUNT = 50_000;

let collection: mongo.Collection;

beforeAll(async () => {
  collection = await store.collection(
    Array.from({ length: COUNT }, (_, i) => ({
      _id: i as never,
      ref: `ref-${i}`,
      queueDay: `q${i % 100}:2026-11-25`,
      slot: i % 500,
      person: `p${i % 9000}`,
      tags: [`t${i % 5000}`, `u${i % 7000}`],
      open: i % 1000 === 0,
      at: new Date(i * 1000),
    })),
  );
  await collection.createIndexes([
    { key: { ref: 1 }, unique: true },
    { key: { queueDay: 1, slot: -1 } },
    { key: { tags: 1 } },
    { key: { at: -1 } },
    { key: { person: 1 }, name: 'open_by_person', partialFilterExpression: { open: true } },
  ]);
}, 170_000);

interface Stats {
  nReturned: number;
  totalDocsExamined: number;
  totalKeysExamined: number;
}

async function explained(command: mongo.Document): Promise<Stats> {
  const answer = await store.db.command({ explain: command, verbosity: 'executionStats' });
  return answer.executionStats as Stats;
}

const find = (filter: mongo.Document, more: mongo.Document = {}) =>
  explained({ find: collection.collectionName, filter, ...more });

describe(`among ${COUNT} documents`, () => {
  const lookups: [name: string, filter: mongo.Document, more: mongo.Document, most: number][] = [
    ['by _id', { _id: 41_234 }, {}, 1],
    ['by a list of _ids', { _id: { $in: [1, 40_000, 49_999, -5] } }, {}, 4],
    ['by a range of _ids', { _id: { $gte: 100, $lt: 110 } }, {}, 10],
    ['by a unique field', { ref: 'ref-777' }, {}, 1],
    ['by a unique field that is not there', { ref: 'nobody' }, {}, 0],
    ['by one field of two', { queueDay: 'q7:2026-11-25' }, {}, 500],
    ['by two fields', { queueDay: 'q7:2026-11-25', slot: 107 }, {}, 100],
    ['by a field and a range', { queueDay: 'q7:2026-11-25', slot: { $gte: 100, $lt: 200 } }, {}, 100],
    ['by an element of an array', { tags: 't123' }, {}, 10],
    ['by a range of dates', { at: { $gte: new Date(1_000_000), $lt: new Date(1_010_000) } }, {}, 10],
    ['the latest', {}, { sort: { at: -1 }, limit: 5 }, 6],
    ['the latest of a field', { queueDay: 'q7:2026-11-25' }, { sort: { slot: 1 }, limit: 5 }, 6],
    ['through a partial index', { person: 'p1000', open: true }, {}, 6],
  ];

  it.each(lookups)('%s a find does not scan', async (_, filter, more, most) => {
    const stats = await find(filter, more);
    expect(stats.totalDocsExamined).toBeLessThanOrEqual(most);
    expect(stats.totalDocsExamined).toBeGreaterThanOrEqual(stats.nReturned);
    const found = await collection.find(filter, more as mongo.FindOptions).toArray();
    expect(found).toHaveLength(stats.nReturned);
  });

  it('a find by a field without an index reads all', async () => {
    expect((await find({ slot: 3 })).totalDocsExamined).toBe(COUNT);
  });

  const guards: [string, mongo.Filter<mongo.Document>][] = [
    ['_id', { _id: 5 as never }],
    ['a unique field', { ref: 'ref-5' }],
    ['an indexed field and a guard', { ref: 'ref-5', slot: 5 }],
  ];
  it.each(guards)('an update by %s does not scan', async (_, q) => {
    const update = { update: collection.collectionName, updates: [{ q, u: { $set: { seen: true } } }] };
    expect((await explained(update)).totalDocsExamined).toBe(1);
    expect(await collection.countDocuments({ ...q, seen: true })).toBe(0);
    expect(await collection.updateOne(q, { $set: { seen: true } })).toMatchObject({ matchedCount: 1 });
    await collection.updateOne(q, { $unset: { seen: '' } });
  });

  it('a delete by an indexed field does not scan', async () => {
    const command = { delete: collection.collectionName, deletes: [{ q: { ref: 'ref-6' }, limit: 1 }] };
    expect((await explained(command)).totalDocsExamined).toBeLessThanOrEqual(1);
    expect(await collection.countDocuments({ ref: 'ref-6' })).toBe(1);
  });

  it('a findAndModify by an indexed field does not scan', async () => {
    const command = {
      findAndModify: collection.collectionName,
      query: { ref: 'ref-7' },
      update: { $set: { seen: true } },
    };
    expect((await explained(command)).totalDocsExamined).toBeLessThanOrEqual(1);
  });
});
