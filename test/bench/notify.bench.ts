import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Model, Schema } from 'mongoose';
import { MovableClock } from '../../bff/clock';
import { createEmbeddedRedis } from '../../bff/embedded';
import { createNotifications } from '../../bff/features/notifications';
import { memoryLimiters } from '../../bff/http/limits';
import { createLog } from '../../bff/log';
import { buildDeps } from '../../bff/server';
import { readSettings } from '../../bff/settings';
import { createIndexes } from '../../bff/stores/indexes';
import { connectMongo } from '../../bff/stores/mongo';
import { indexOutbox, type OutboxFields, outboxFields, owingFrom } from '../../bff/work/outbox';
import { startEmbeddedProcess } from '../support/embedded-process';
import { median, type Row, row } from './report';

const NOTICES = 2_000;
const ROUNDS = 5;

interface Subject extends OutboxFields {
  _id: string;
  state: string;
  version: number;
}

/**
 * How many owed notices one worker turns into messages a second, beside what one guarded update of a document costs in the
 * same store. Both run in one process against a store in another, one thing at a time.
 */
export async function bench(): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'notify-bench-'));
  const embedded = process.env.MONGODB_URI ? null : await startEmbeddedProcess(join(dir, 'mongo'));
  const uri = new URL(process.env.MONGODB_URI ?? embedded?.uri ?? '');
  uri.pathname = `/bench_notify_${process.pid}`;
  const mongo = await connectMongo(uri.toString(), 30_000);
  const redis = createEmbeddedRedis();
  const clock = new MovableClock();
  const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const deps = buildDeps({
    settings,
    clock,
    log: createLog('silent'),
    mongo,
    redis,
    limiters: memoryLimiters(),
  });
  const schema = new Schema<Subject>(
    { _id: String, state: String, version: Number, ...outboxFields },
    { collection: 'bench_subjects', versionKey: false },
  );
  indexOutbox(schema);
  const subjects = mongo.model<Subject>('BenchSubject', schema) as Model<Subject>;
  deps.outboxes.register(subjects);
  const people = {
    accountsOf: async () => [],
    accountToReach: async () => null,
    accountIdOf: (id: string) => id,
  };
  const notifications = createNotifications({ ...deps, people, cases: { counterPhone: async () => null } });
  await createIndexes([subjects, ...notifications.models]);

  const updates: number[] = [];
  const relayed: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const ids = await fill(subjects, clock, round);
    const update = NOTICES / (await seconds(() => guardedUpdates(subjects, ids)));
    const relay = NOTICES / (await seconds(() => notifications.relay()));
    const left = await subjects.countDocuments({ outboxDue: { $exists: true } });
    const made = await mongo.collection('messages').countDocuments();
    if (left !== 0 || made !== NOTICES * (round + 2)) throw new Error(`${left} left, ${made} made`);
    if (round < 0) continue;
    updates.push(update);
    relayed.push(relay);
  }
  await mongo.dropDatabase();
  await mongo.close();
  redis.disconnect();
  await embedded?.kill();
  await rm(dir, { recursive: true, force: true });
  const ratios = relayed.map((value, round) => value / (updates[round] ?? Number.NaN));
  return [
    row('notices relayed a second / guarded updates a second', median(ratios), 'ratio', { atLeast: 0.3 }),
    row('notices relayed by one worker', median(relayed), '/s'),
    row('guarded updates, one after another', median(updates), '/s'),
  ];
}

/** Documents that owe one notice each, to as many people. */
async function fill(subjects: Model<Subject>, clock: MovableClock, round: number): Promise<string[]> {
  const at = clock.now();
  const ids = Array.from({ length: NOTICES }, (_, index) => `case-${round}-${index}`);
  await subjects.insertMany(
    ids.map((_id) => ({
      _id,
      state: 'received',
      version: 1,
      ...owingFrom([
        {
          key: `${_id}:2:accepted`,
          kind: 'case-accepted',
          to: { personId: `person-${_id}` },
          subject: { kind: 'case', id: _id },
          facts: {
            itemName: '居民身份证换领',
            reference: 'ZTC-20261124-ABCDEF',
            by: '2026-12-22T17:30:00+08:00',
          },
          at,
        },
      ]),
    })),
  );
  return ids;
}

async function guardedUpdates(subjects: Model<Subject>, ids: readonly string[]): Promise<void> {
  for (const _id of ids) {
    const changed = await subjects.updateOne(
      { _id, state: 'received', version: 1 },
      { $set: { state: 'accepted' }, $inc: { version: 1 } },
    );
    if (changed.modifiedCount !== 1) throw new Error(`${_id} did not change`);
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
