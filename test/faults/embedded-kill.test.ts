import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedProcess, startEmbeddedProcess } from '../support/embedded-process';

type Doc = { _id: string } & mongo.Document;

const KILLS = 40;
const WRITERS = 6;
const PAIRS = 8;

/** What the client knows: what was acknowledged, and what was only sent. */
const inserted = new Set<string>();
const removed = new Set<string>();
const maybeRemoved = new Set<string>();
const acknowledged = new Array<number>(PAIRS).fill(0);
const attempted = new Array<number>(PAIRS).fill(0);
let next = 0;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'embedded-kill-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** How many entries a document has in each index, by its name. */
const KEYS: Record<string, (doc: Doc) => number> = {
  n_1: () => 1,
  tags_1: (doc) => Math.max(1, new Set((doc.tags as string[] | undefined) ?? []).size),
  a_1_b_1: () => 1,
  open_1: (doc) => (doc.open === true ? 1 : 0),
  late_1: () => 1,
};

async function prepare(collection: mongo.Collection<Doc>): Promise<void> {
  await collection.createIndexes([
    { key: { n: 1 }, unique: true },
    { key: { tags: 1 } },
    { key: { a: 1, b: -1 }, name: 'a_1_b_1' },
    { key: { open: 1 }, partialFilterExpression: { open: true } },
  ]);
  for (let i = 0; i < PAIRS; i++) {
    const pair = { n: -1 - i, a: 0, b: 0, tags: ['pair', 'v0'], open: true };
    await collection.updateOne({ _id: `pair${i}` }, { $setOnInsert: pair }, { upsert: true });
  }
}

/** Numbered documents, some of them removed again. */
async function writeNumbers(collection: mongo.Collection<Doc>, onAcknowledged: () => void): Promise<void> {
  for (;;) {
    const n = next++;
    const _id = `n${n}`;
    await collection.insertOne({
      _id,
      n,
      tags: [`t${n % 7}`, `u${n % 3}`, 'x'.repeat(n % 500)],
      open: n % 2 === 0,
    });
    inserted.add(_id);
    onAcknowledged();
    if (n % 5 === 0) {
      maybeRemoved.add(_id);
      await collection.deleteOne({ n });
      removed.add(_id);
      onAcknowledged();
    }
  }
}

/** Updates that are guarded by the value they expect and change the keys of every index. */
async function writePairs(
  collection: mongo.Collection<Doc>,
  i: number,
  onAcknowledged: () => void,
): Promise<void> {
  for (;;) {
    const current = await collection.findOne({ _id: `pair${i}` });
    const v = current?.a as number;
    attempted[i] = v + 1;
    const change = {
      $set: { a: v + 1, b: v + 1, tags: ['pair', `v${v + 1}`], open: v % 2 === 1 },
      $inc: { n: -PAIRS },
    };
    const { modifiedCount } = await collection.updateOne({ _id: `pair${i}`, a: v, b: v }, change);
    if (modifiedCount !== 1) throw new Error(`pair ${i} was changed by another`);
    acknowledged[i] = v + 1;
    onAcknowledged();
  }
}

/** An index that comes and goes. */
async function buildAndDrop(collection: mongo.Collection<Doc>, onAcknowledged: () => void): Promise<void> {
  for (;;) {
    await collection.createIndex({ late: 1 });
    onAcknowledged();
    await collection.dropIndex('late_1');
    onAcknowledged();
  }
}

/** Whether an error says that the server is not there: the driver's, or the socket's own that it passes on. */
function isGone(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError) return false;
  return (
    error instanceof mongo.MongoError ||
    /^(ECONNRESET|ECONNREFUSED|EPIPE)$/.test((error as NodeJS.ErrnoException).code ?? '')
  );
}

/** Writes until the process is killed, right after the given number of acknowledgements while others are under way. */
async function writeUntilKilled(
  server: EmbeddedProcess,
  client: mongo.MongoClient,
  collection: mongo.Collection<Doc>,
  after: number,
): Promise<void> {
  let left = after;
  let killed: Promise<void> | undefined;
  const onAcknowledged = () => {
    left -= 1;
    if (left <= 0) killed ??= server.kill().then(() => client.close(true));
  };
  const work = [
    ...Array.from({ length: WRITERS }, () => writeNumbers(collection, onAcknowledged)),
    ...Array.from({ length: PAIRS }, (_, i) => writePairs(collection, i, onAcknowledged)),
    buildAndDrop(collection, onAcknowledged),
  ];
  const ended = await Promise.allSettled(work);
  await killed;
  for (const result of ended) {
    // Each of them ends because the server is gone, and none because of what the server said.
    const reason: unknown = result.status === 'rejected' ? result.reason : undefined;
    expect(isGone(reason), String(reason)).toBe(true);
  }
}

async function checkDocuments(collection: mongo.Collection<Doc>): Promise<Doc[]> {
  const all = await collection.find().hint({ $natural: 1 }).toArray();
  const there = new Map(all.map((doc) => [doc._id, doc]));
  for (const _id of inserted)
    if (!maybeRemoved.has(_id)) expect(there.has(_id), `${_id} was acknowledged`).toBe(true);
  for (const _id of removed) expect(there.has(_id), `${_id} was removed`).toBe(false);
  for (let i = 0; i < PAIRS; i++) {
    const pair = there.get(`pair${i}`);
    const value = pair?.a as number;
    expect(value).toBeGreaterThanOrEqual(acknowledged[i] as number);
    expect(value).toBeLessThanOrEqual(Math.max(attempted[i] as number, acknowledged[i] as number));
    expect(pair).toMatchObject({
      a: value,
      b: value,
      tags: ['pair', `v${value}`],
      n: -1 - i - PAIRS * value,
    });
  }
  return all;
}

/** Every index has exactly the entries that the documents ask for, and leads to them. */
async function checkIndexes(db: mongo.Db, collection: mongo.Collection<Doc>, all: Doc[]): Promise<void> {
  for (const { name } of await collection.indexes()) {
    if (name === '_id_' || name === undefined) continue;
    const keys = KEYS[name] as (doc: Doc) => number;
    const command = {
      find: collection.collectionName,
      filter: name === 'open_1' ? { open: true } : {},
      hint: name,
    };
    const explained = await db.command({ explain: command, verbosity: 'executionStats' });
    expect(explained.executionStats.totalKeysExamined, name).toBe(
      all.reduce((sum, doc) => sum + keys(doc), 0),
    );
    expect(explained.executionStats.nReturned, name).toBe(all.filter((doc) => keys(doc) > 0).length);
  }
}

describe('kill -9', () => {
  it(`${KILLS} times while clients write: nothing acknowledged is lost, and nothing is half there`, async () => {
    const moments = fc.sample(fc.integer({ min: 1, max: 250 }), KILLS);
    for (const [round, after] of moments.entries()) {
      const server = await startEmbeddedProcess(dir);
      const client = await new mongo.MongoClient(server.uri, {
        serverSelectionTimeoutMS: 10_000,
        maxPoolSize: 20,
      }).connect();
      const db = client.db('d');
      const collection = db.collection<Doc>('c');
      if (round === 0) await prepare(collection);
      const all = await checkDocuments(collection);
      await checkIndexes(db, collection, all);
      await writeUntilKilled(server, client, collection, after);
    }
    expect(inserted.size).toBeGreaterThan(KILLS);
    expect(Math.min(...acknowledged)).toBeGreaterThan(0);
  }, 170_000);
});

describe('memory', () => {
  it('does not grow with the size of the documents', async () => {
    const MB = 1024 * 1024;
    const folder = await mkdtemp(join(tmpdir(), 'embedded-memory-'));
    const server = await startEmbeddedProcess(folder);
    const client = await new mongo.MongoClient(server.uri).connect();
    const collection = client.db('d').collection<Doc>('c');
    await collection.createIndex({ n: 1 });
    // Text that does not compress, so that it takes its size on disk too.
    const text = () => Buffer.from(Array.from({ length: MB }, () => Math.random() * 256)).toString('base64');
    const body = text();
    const work = async (from: number, to: number) => {
      for (let n = from; n < to; n++) await collection.insertOne({ _id: `d${n}`, n, text: `${n}${body}` });
      for await (const { n } of collection.find({ n: { $gte: from } }, { batchSize: 5 }))
        expect(n).toBeTypeOf('number');
      await collection.updateMany({ n: { $gte: from } }, { $inc: { n: 1000 } });
      // Read again and again while the disk is being tidied up: what was overwritten does not come back.
      for (let pass = 0; pass < 5; pass++) {
        expect(await collection.countDocuments({ n: { $gte: 1000 } })).toBe(to - from);
      }
      await collection.updateMany({ n: { $gte: 1000 } }, { $inc: { n: -1000 } });
    };
    await work(0, 70);
    const before = await server.memory();
    await work(70, 220);
    // Another 210 MB were stored, read, and stored anew twice.
    expect((await server.memory()) - before).toBeLessThan(100 * MB);
    await client.close();
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }, 170_000);
});
