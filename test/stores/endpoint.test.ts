import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { mongo } from 'mongoose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../bff/embedded';
import { errorOf, storeForTests } from './store';

/** What only the embedded endpoint has: its door, its folder, its clock, and what it refuses. */
const store = storeForTests('embedded');

describe('the door', () => {
  let dir: string;
  const running: EmbeddedMongo[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'endpoint-'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await Promise.all(running.splice(0).map((server) => server.close()));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function start(options: { port?: number; now?: () => number } = {}) {
    const server = await startEmbeddedMongo({ dir, ...options });
    running.push(server);
    const client = await new mongo.MongoClient(server.uri).connect();
    return { server, client, collection: client.db('d').collection<{ _id: unknown } & mongo.Document>('c') };
  }

  it('stays shut in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    await expect(startEmbeddedMongo({ dir })).rejects.toThrow('MONGODB_URI');
  });

  it('opens on loopback only', async () => {
    const { server, client } = await start();
    const port = Number(new URL(server.uri).port);
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      const other = new mongo.MongoClient(`mongodb://${address}:${port}/`, { serverSelectionTimeoutMS: 500 });
      await expect(other.connect()).rejects.toThrow();
      await other.close();
    }
    expect(new URL(server.uri).hostname).toBe('127.0.0.1');
    await client.close();
  });

  it('says when its port, or its folder, is taken, and leaves the folder free', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    await expect(startEmbeddedMongo({ dir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => blocker.close(resolve));
    const { client } = await start();
    await expect(startEmbeddedMongo({ dir })).rejects.toThrow();
    await client.close();
  });

  it('keeps documents, indexes and what was dropped over a restart', async () => {
    const first = await start();
    await first.collection.createIndex({ k: 1 }, { unique: true });
    await first.collection.createIndex({ tags: 1 });
    await first.collection.insertMany([
      { _id: 1, k: 'a', tags: ['x', 'y'] },
      { _id: 2, k: 'b', tags: ['y'] },
    ]);
    await first.client.db('d').collection('gone').insertOne({ a: 1 });
    await first.client.db('d').collection('gone').drop();
    await first.client.close();
    await first.server.close();
    running.length = 0;

    const second = await start();
    expect(await second.collection.find({ tags: 'y' }).sort({ k: -1 }).toArray()).toHaveLength(2);
    expect((await second.collection.indexes()).map(({ name }) => name)).toEqual(['_id_', 'k_1', 'tags_1']);
    expect(await errorOf(second.collection.insertOne({ _id: 3, k: 'a' }))).toMatchObject({ code: 11000 });
    expect((await second.client.db('d').listCollections().toArray()).map(({ name }) => name)).toEqual(['c']);
    await second.client.close();
  });

  it('expires documents by the clock it is given, also through partial and descending indexes', async () => {
    let now = Date.parse('2026-11-24T00:00:00Z');
    const { server, client } = await start({ now: () => now });
    const sessions = client.db('d').collection<{ _id: string } & mongo.Document>('sessions');
    await sessions.createIndex({ until: -1 }, { expireAfterSeconds: 60 });
    await sessions.createIndex(
      { seen: 1 },
      { expireAfterSeconds: 0, partialFilterExpression: { open: true } },
    );
    await sessions.insertMany([
      { _id: 'soon', until: new Date(now) },
      { _id: 'later', until: new Date(now + 60_000) },
      { _id: 'open', seen: new Date(now), open: true },
      { _id: 'closed', seen: new Date(now), open: false },
    ]);
    now += 59_000;
    await server.sweepExpired();
    const left = async () => (await sessions.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(await left()).toEqual(['closed', 'later', 'soon']);
    now += 2000;
    await expect.poll(left).toEqual(['closed', 'later']);
    now += 3_600_000;
    await expect.poll(left).toEqual(['closed']);
    await client.close();
  });
});

describe('what is not supported is refused', () => {
  const NOT_IMPLEMENTED = { code: 238, codeName: 'NotImplemented' };
  const find = (collection: mongo.Collection, more: mongo.Document) =>
    store.db.command({ find: collection.collectionName, ...more });

  it.each([
    ['$where', { filter: { $where: 'true' } }],
    ['$text', { filter: { $text: { $search: 'x' } } }],
    ['$jsonSchema', { filter: { $jsonSchema: {} } }],
    ['$near', { filter: { at: { $near: [0, 0] } } }],
    ['$bitsAllSet', { filter: { at: { $bitsAllSet: 1 } } }],
    ['a collation', { filter: {}, collation: { locale: 'zh' } }],
    ['a tailable cursor', { filter: {}, tailable: true }],
    ['an option it does not know', { filter: {}, rewind: true }],
    ['a sort by score', { filter: {}, sort: { score: { $meta: 'textScore' } } }],
    ['a positional projection', { filter: { a: 1 }, projection: { 'a.$': 1 } }],
  ])('%s', async (_, more) => {
    const collection = await store.collection([{ a: 1 }]);
    expect(await errorOf(find(collection, more))).toMatchObject(NOT_IMPLEMENTED);
  });

  it.each([
    ['$out', [{ $out: 'x' }]],
    ['$merge', [{ $merge: { into: 'x' } }]],
    ['$graphLookup', [{ $graphLookup: {} }]],
    ['$setWindowFields', [{ $setWindowFields: {} }]],
    ['$changeStream', [{ $changeStream: {} }]],
    ['an accumulator', [{ $group: { _id: null, x: { $stdDevPop: '$a' } } }]],
    ['an expression', [{ $project: { x: { $round: ['$a', 1] } } }]],
    ['arithmetic with Decimal128', [{ $project: { x: { $add: ['$fee', 1] } } }]],
    ['arithmetic with large longs', [{ $project: { x: { $multiply: ['$large', 2] } } }]],
    ['an average of Decimal128', [{ $group: { _id: null, x: { $avg: '$fee' } } }]],
  ])('%s', async (_, pipeline) => {
    const collection = await store.collection([
      { a: 1.25, fee: mongo.Decimal128.fromString('0.10'), large: mongo.Long.fromString('9007199254740993') },
    ]);
    expect(await errorOf(collection.aggregate(pipeline as mongo.Document[]).toArray())).toMatchObject(
      NOT_IMPLEMENTED,
    );
  });

  it.each([
    ['a text index', { key: { a: 'text' } }],
    ['a hashed index', { key: { a: 'hashed' } }],
    ['a geo index', { key: { a: '2dsphere' } }],
    ['a wildcard index', { key: { '$**': 1 } }],
    ['an index with a collation', { key: { a: 1 }, collation: { locale: 'zh' } }],
  ])('%s', async (_, index) => {
    const collection = await store.collection([{ a: 1 }]);
    const command = { createIndexes: collection.collectionName, indexes: [{ name: 'i', ...index }] };
    expect(await errorOf(store.db.command(command))).toMatchObject(NOT_IMPLEMENTED);
    expect(await collection.indexes()).toHaveLength(1);
  });

  it('transactions and retryable writes, with the words of a standalone server', async () => {
    const collection = await store.collection([{ _id: 1 as never, n: 0 }]);
    const session = store.connection.getClient().startSession();
    const transaction = session.withTransaction(() =>
      collection.updateOne({}, { $inc: { n: 1 } }, { session }),
    );
    expect(await errorOf(transaction)).toMatchObject({
      originalError: { code: 20, codeName: 'IllegalOperation' },
    });
    await session.endSession();
    expect(await collection.findOne({})).toEqual({ _id: 1, n: 0 });
  });

  it('collections that are more than collections', async () => {
    expect(await errorOf(store.db.createCollection('capped', { capped: true, size: 1000 }))).toMatchObject(
      NOT_IMPLEMENTED,
    );
    expect(await errorOf(store.db.createCollection('view', { viewOn: 'c', pipeline: [] }))).toMatchObject(
      NOT_IMPLEMENTED,
    );
    expect(await store.db.listCollections({ name: { $in: ['capped', 'view'] } }).toArray()).toEqual([]);
  });

  it('a write concern for more than one member', async () => {
    const collection = await store.collection();
    expect(await errorOf(collection.insertOne({ a: 1 }, { writeConcern: { w: 2 } }))).toMatchObject({
      code: 2,
    });
    expect(await collection.countDocuments()).toBe(0);
  });

  it('a sort that needs more than 100 MB (292)', async () => {
    const collection = await store.collection();
    const text = 'x'.repeat(15 * 1024 * 1024);
    for (let i = 0; i < 7; i++) await collection.insertOne({ i, text });
    expect(await errorOf(collection.find().sort({ i: -1 }).toArray())).toMatchObject({ code: 292 });
    expect(
      await collection
        .find({}, { projection: { i: 1, _id: 0 } })
        .sort({ i: -1 })
        .limit(1)
        .toArray(),
    ).toEqual([{ i: 6 }]);
    await collection.drop();
  });

  it('time beyond maxTimeMS (50)', async () => {
    const collection = await store.collection(
      Array.from({ length: 20_000 }, (_, i) => ({ i, text: 'x'.repeat(200) })),
    );
    expect(await errorOf(collection.find({ text: /y/ }).maxTimeMS(1).toArray())).toMatchObject({ code: 50 });
    expect(await collection.find({ i: 5 }).maxTimeMS(60_000).toArray()).toHaveLength(1);
  });
});

describe('broken clients', () => {
  it('do not disturb the others', async () => {
    const { host, port } = store.connection;
    const net = await import('node:net');
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(64, 255),
      Buffer.from([16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 221, 7, 0, 0]),
    ]) {
      const socket = net.connect(port, host);
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(bytes);
      await closed;
    }
    expect(await store.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('get the number of connections that mongoose wants', async () => {
    const uri = `mongodb://${store.connection.host}:${store.connection.port}/x`;
    const connections = await Promise.all(
      Array.from({ length: 20 }, () => mongoose.createConnection(uri).asPromise()),
    );
    expect(
      await Promise.all(connections.map((c) => c.getClient().db('x').command({ ping: 1 }))),
    ).toHaveLength(20);
    await Promise.all(connections.map((c) => c.close()));
  });
});
