import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { errorOf, storeForTests } from './store';

const { Decimal128, Long } = mongo;
const store = storeForTests();

const visits = [
  { _id: 1, venue: 'A', day: new Date('2026-11-23T16:30:00Z'), minutes: 10, tags: ['x', 'y'], grade: 5 },
  { _id: 2, venue: 'A', day: new Date('2026-11-24T01:00:00Z'), minutes: 20, tags: [], grade: null },
  { _id: 3, venue: 'B', day: new Date('2026-11-24T02:00:00Z'), minutes: 5, tags: ['x'], grade: 3 },
  { _id: 4, venue: 'B', day: new Date('2026-11-24T03:00:00Z'), minutes: 15 },
  { _id: 5, venue: null, day: new Date('2026-11-25T03:00:00Z'), minutes: 1, tags: ['z', 'x'], grade: 1 },
];

type Row = [name: string, pipeline: mongo.Document[], expected: unknown];

describe('pipelines', () => {
  const rows: Row[] = [
    [
      'match and sort',
      [{ $match: { minutes: { $gte: 10 } } }, { $sort: { minutes: -1 } }, { $project: { minutes: 1 } }],
      [
        { _id: 2, minutes: 20 },
        { _id: 4, minutes: 15 },
        { _id: 1, minutes: 10 },
      ],
    ],
    [
      'skip and limit',
      [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      [{ _id: 2 }, { _id: 3 }],
    ],
    [
      'limit before skip',
      [{ $sort: { _id: 1 } }, { $limit: 3 }, { $skip: 2 }, { $project: { _id: 1 } }],
      [{ _id: 3 }],
    ],
    ['count', [{ $match: { venue: 'A' } }, { $count: 'n' }], [{ n: 2 }]],
    [
      'group',
      [
        {
          $group: {
            _id: '$venue',
            n: { $sum: 1 },
            minutes: { $sum: '$minutes' },
            mean: { $avg: '$grade' },
            least: { $min: '$minutes' },
            most: { $max: '$minutes' },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: null, n: 1, minutes: 1, mean: 1, least: 1, most: 1 },
        { _id: 'A', n: 2, minutes: 30, mean: 5, least: 10, most: 20 },
        { _id: 'B', n: 2, minutes: 20, mean: 3, least: 5, most: 15 },
      ],
    ],
    [
      'group of all with first, last, push, addToSet',
      [
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: null,
            first: { $first: '$_id' },
            last: { $last: '$_id' },
            ids: { $push: '$_id' },
            n: { $count: {} },
          },
        },
      ],
      [{ _id: null, first: 1, last: 5, ids: [1, 2, 3, 4, 5], n: 5 }],
    ],
    [
      'group by several values',
      [
        { $group: { _id: { venue: '$venue', long: { $gte: ['$minutes', 10] } }, n: { $sum: 1 } } },
        { $sort: { '_id.venue': 1, '_id.long': 1 } },
      ],
      [
        { _id: { venue: null, long: false }, n: 1 },
        { _id: { venue: 'A', long: true }, n: 2 },
        { _id: { venue: 'B', long: false }, n: 1 },
        { _id: { venue: 'B', long: true }, n: 1 },
      ],
    ],
    [
      'unwind',
      [{ $unwind: '$tags' }, { $sort: { _id: 1, tags: 1 } }, { $project: { tags: 1 } }],
      [
        { _id: 1, tags: 'x' },
        { _id: 1, tags: 'y' },
        { _id: 3, tags: 'x' },
        { _id: 5, tags: 'x' },
        { _id: 5, tags: 'z' },
      ],
    ],
    [
      'unwind keeps what has none, with the index',
      [
        { $match: { _id: { $lte: 2 } } },
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' } },
        { $project: { tags: 1, at: 1 } },
        { $sort: { _id: 1, at: 1 } },
      ],
      [
        { _id: 1, tags: 'x', at: 0 },
        { _id: 1, tags: 'y', at: 1 },
        { _id: 2, at: null },
      ],
    ],
    [
      'sortByCount',
      [{ $match: { venue: { $ne: null } } }, { $match: { _id: { $ne: 4 } } }, { $sortByCount: '$venue' }],
      [
        { _id: 'A', count: 2 },
        { _id: 'B', count: 1 },
      ],
    ],
    [
      'addFields keeps the rest',
      [
        { $match: { _id: 3 } },
        { $addFields: { 'x.y': '$minutes', minutes: { $multiply: ['$minutes', 2] } } },
        { $unset: ['day', 'tags'] },
      ],
      [{ _id: 3, venue: 'B', minutes: 10, grade: 3, x: { y: 5 } }],
    ],
    [
      'project with expressions',
      [{ $match: { _id: 3 } }, { $project: { _id: 0, at: '$venue', half: { $divide: ['$minutes', 2] } } }],
      [{ at: 'B', half: 2.5 }],
    ],
    [
      'replaceRoot',
      [{ $match: { _id: 3 } }, { $replaceRoot: { newRoot: { id: '$_id', v: '$venue' } } }],
      [{ id: 3, v: 'B' }],
    ],
    [
      'facet',
      [
        {
          $facet: {
            total: [{ $count: 'n' }],
            venues: [{ $match: { venue: 'A' } }, { $project: { _id: 1 } }, { $sort: { _id: 1 } }],
          },
        },
      ],
      [{ total: [{ n: 5 }], venues: [{ _id: 1 }, { _id: 2 }] }],
    ],
    [
      'by the day in Yunnan',
      [
        {
          $group: {
            _id: { $dateToString: { date: '$day', format: '%Y-%m-%d', timezone: '+08:00' } },
            n: { $sum: 1 },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: '2026-11-24', n: 4 },
        { _id: '2026-11-25', n: 1 },
      ],
    ],
    [
      'match on an expression',
      [
        { $match: { $expr: { $gt: ['$minutes', { $multiply: ['$grade', 4] }] } } },
        { $sort: { _id: 1 } },
        { $project: { _id: 1 } },
      ],
      [{ _id: 2 }, { _id: 4 }],
    ],
  ];

  it.each(rows)('%s', async (_, pipeline, expected) => {
    const collection = await store.collection(visits as never);
    expect(await collection.aggregate(pipeline).toArray()).toEqual(expected);
  });

  it('addToSet gathers distinct values', async () => {
    const collection = await store.collection(visits as never);
    const [found] = await collection
      .aggregate([{ $unwind: '$tags' }, { $group: { _id: null, tags: { $addToSet: '$tags' } } }])
      .toArray();
    expect([...(found?.tags ?? [])].sort()).toEqual(['x', 'y', 'z']);
  });

  it('sums keep exact numbers', async () => {
    const collection = await store.collection([
      { long: Long.fromString('9007199254740993'), fee: Decimal128.fromString('0.10'), int: 2147483647 },
      { long: Long.fromNumber(2), fee: Decimal128.fromString('0.20'), int: 1 },
    ]);
    const [found] = await collection
      .aggregate(
        [{ $group: { _id: null, long: { $sum: '$long' }, fee: { $sum: '$fee' }, int: { $sum: '$int' } } }],
        { promoteValues: false },
      )
      .toArray();
    expect([found?.long, found?.fee, found?.int].map(String)).toEqual([
      '9007199254740995',
      '0.30',
      '2147483648',
    ]);
  });

  it('lookup joins by a field, an array of them, and a pipeline', async () => {
    const venues = await store.collection([
      { _id: 'A' as never, name: '昭阳' },
      { _id: 'B' as never, name: '鲁甸' },
    ]);
    const trips = await store.collection([
      { _id: 1 as never, venue: 'A' },
      { _id: 2 as never, venue: ['B', 'A'] },
      { _id: 3 as never },
    ]);
    const from = venues.collectionName;
    const joined = await trips
      .aggregate([
        { $lookup: { from, localField: 'venue', foreignField: '_id', as: 'at' } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(joined.map(({ _id, at }) => [_id, at.map(({ name }: { name: string }) => name).sort()])).toEqual([
      [1, ['昭阳']],
      [2, ['昭阳', '鲁甸']],
      [3, []],
    ]);
    const piped = await trips
      .aggregate([
        { $match: { _id: 1 } },
        {
          $lookup: {
            from,
            let: { v: '$venue' },
            pipeline: [{ $match: { $expr: { $ne: ['$_id', '$$v'] } } }, { $project: { name: 1, _id: 0 } }],
            as: 'others',
          },
        },
        { $project: { others: 1 } },
      ])
      .toArray();
    expect(piped).toEqual([{ _id: 1, others: [{ name: '鲁甸' }] }]);
  });

  it('give their documents in batches', async () => {
    const collection = await store.collection(Array.from({ length: 500 }, (_, i) => ({ _id: i as never })));
    const all = await collection.aggregate([{ $sort: { _id: 1 } }], { batchSize: 50 }).toArray();
    expect(all.map((d) => d._id)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  });

  it.each([
    ['an unknown stage', [{ $gather: {} }]],
    ['a stage of two', [{ $match: {}, $limit: 1 }]],
    ['an unknown accumulator', [{ $group: { _id: null, x: { $total: 1 } } }]],
    ['an unknown expression', [{ $project: { x: { $plus: [1, 2] } } }]],
    ['a group without _id', [{ $group: { n: { $sum: 1 } } }]],
    ['an undefined variable', [{ $project: { x: '$$nobody' } }]],
  ])('refuse %s', async (_, pipeline) => {
    const collection = await store.collection([{ a: 1 }]);
    expect((await errorOf(collection.aggregate(pipeline as mongo.Document[]).toArray())).code).toBeTypeOf(
      'number',
    );
  });
});

describe('distinct and counts', () => {
  it('distinct goes into arrays', async () => {
    const collection = await store.collection(visits as never);
    expect((await collection.distinct('tags')).sort()).toEqual(['x', 'y', 'z']);
    expect(await collection.distinct('minutes', { venue: 'A' })).toEqual([10, 20]);
    expect(new Set(await collection.distinct('venue'))).toEqual(new Set([null, 'A', 'B']));
  });

  it('counts', async () => {
    const collection = await store.collection(visits as never);
    expect(await collection.countDocuments({ venue: 'A' })).toBe(2);
    expect(await collection.countDocuments({}, { skip: 1, limit: 3 })).toBe(3);
    expect(await collection.estimatedDocumentCount()).toBe(5);
  });
});
