import { randomUUID } from 'node:crypto';
import { type Model, Schema } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../../bff/clock';
import { createEmbeddedRedis } from '../../bff/embedded';
import { createNotifications } from '../../bff/features/notifications';
import { memoryLimiters } from '../../bff/http/limits';
import { createLog } from '../../bff/log';
import { buildDeps } from '../../bff/server';
import { readSettings } from '../../bff/settings';
import { createIndexes } from '../../bff/stores/indexes';
import { connectMongo } from '../../bff/stores/mongo';
import type { CrashPoint } from '../../bff/work/crash-points';
import {
  indexOutbox,
  type OutboxFields,
  type OwedNotice,
  outboxFields,
  owing,
  owingFrom,
} from '../../bff/work/outbox';
import { startMongo, type TestMongo } from '../support/mongo';

interface Subject extends OutboxFields {
  _id: string;
}

let server: TestMongo;
const closers: (() => Promise<void>)[] = [];
const clock = new MovableClock();

/** A worker with connections of its own; another process as far as the store can tell. */
async function worker(reached: (point: CrashPoint) => void | Promise<void> = () => undefined) {
  const mongo = await connectMongo(server.uri, 20_000);
  const redis = createEmbeddedRedis({ context: randomUUID() });
  closers.push(async () => {
    redis.disconnect();
    await mongo.close();
  });
  const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const deps = buildDeps({
    settings,
    clock,
    log: createLog('silent'),
    mongo,
    redis,
    limiters: memoryLimiters(),
    reached,
  });
  const schema = new Schema<Subject>(
    { _id: String, ...outboxFields },
    { collection: 'subjects', versionKey: false },
  );
  indexOutbox(schema);
  const subjects = mongo.model<Subject>('Subject', schema) as Model<Subject>;
  deps.outboxes.register(subjects);
  const people = {
    accountsOf: async () => [],
    accountToReach: async () => null,
    accountIdOf: (openid: string) => openid,
  };
  const notifications = createNotifications({ ...deps, people, cases: { counterPhone: async () => null } });
  return { mongo, subjects, relay: () => notifications.relay(), models: [subjects, ...notifications.models] };
}

let one: Awaited<ReturnType<typeof worker>>;
beforeAll(async () => {
  server = await startMongo();
  one = await worker();
  await createIndexes(one.models);
});
afterAll(async () => {
  for (const close of closers) await close();
  await server.stop();
});
beforeEach(async () => {
  await one.subjects.deleteMany({});
  for (const name of ['messages', 'relay_leases']) await one.mongo.collection(name).deleteMany({});
});

const notice = (subject: string, step: number | string, more: Partial<OwedNotice> = {}): OwedNotice => ({
  key: `${subject}:${step}`,
  kind: 'number-called',
  to: { personId: `p-${subject}` },
  subject: { kind: 'appointment', id: subject },
  facts: {},
  at: clock.now(),
  ...more,
});

const keys = async () =>
  (await one.mongo.collection('messages').find().toArray())
    .flatMap((message) => message.keys as string[])
    .sort();
const owed = () => one.subjects.countDocuments({ outboxDue: { $exists: true } });

async function fill(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `s${String(index).padStart(4, '0')}`);
  await one.subjects.insertMany(ids.map((_id) => ({ _id, ...owingFrom([notice(_id, 1)]) })));
  return ids;
}

describe('the relay', () => {
  it('makes every notice one message, and leaves nothing owed', async () => {
    const ids = await fill(1_200);
    await one.relay();
    expect(await keys()).toEqual(ids.map((id) => `${id}:1`));
    expect(await owed()).toBe(0);
  });

  it('does so with three workers at once', async () => {
    const ids = await fill(1_500);
    const [two, three] = await Promise.all([worker(), worker()]);
    await Promise.all([one.relay(), two.relay(), three.relay()]);
    // Whoever found the lease taken came back with nothing; the next turn takes what was left.
    await one.relay();
    expect(await keys()).toEqual(ids.map((id) => `${id}:1`));
    expect(await owed()).toBe(0);
  });

  it('leaves what may still be undone until its time, and what is owed meanwhile', async () => {
    const later = new Date(clock.now().getTime() + 10_000);
    await one.subjects.create({
      _id: 'a',
      ...owingFrom([notice('a', 1), notice('a', 2, { notBefore: later })]),
    });
    const busy = await worker(async (point) => {
      // A command owes one more between reading and striking off.
      if (point === 'relay:inserted')
        await one.subjects.updateOne({ _id: 'a', 'outbox.key': { $ne: 'a:3' } }, owing([notice('a', 3)]));
    });
    await busy.relay();
    expect(await keys()).toEqual(['a:1']);
    await one.relay();
    expect(await keys()).toEqual(['a:1', 'a:3']);
    expect(await owed()).toBe(1);
    await clock.advance(11_000);
    await one.relay();
    expect(await keys()).toEqual(['a:1', 'a:2', 'a:3']);
    expect(await owed()).toBe(0);
  });

  it.each(['relay:claimed', 'relay:read', 'relay:inserted'] as const)(
    'carries on after a worker that stopped at %s, without doing anything twice',
    async (where) => {
      const ids = await fill(20);
      const broken = await worker((point) => {
        if (point === where) throw new Error('gone');
      });
      await expect(broken.relay()).rejects.toThrow('gone');
      await one.relay();
      // The lease of who is gone runs out.
      await clock.advance(31_000);
      await one.relay();
      expect(await keys()).toEqual(ids.map((id) => `${id}:1`));
      expect(await owed()).toBe(0);
    },
  );

  it('stops a worker that slept over its lease before it writes', async () => {
    await fill(5);
    let slept = false;
    const sleeper = await worker(async (point) => {
      if (point !== 'relay:read' || slept) return;
      slept = true;
      await clock.advance(31_000);
      await one.relay();
      // What was made is read and thrown away by a person meanwhile: it must not come back.
      await one.mongo.collection('messages').deleteMany({});
    });
    await sleeper.relay();
    expect(await keys()).toEqual([]);
    expect(await owed()).toBe(0);
  });

  it('does not wait for a lease that was given by a clock that was ahead', async () => {
    await fill(3);
    await one.mongo.collection('relay_leases').insertOne({
      _id: 'subjects' as never,
      holder: 'somebody',
      until: new Date(clock.now().getTime() + 3_600_000),
      fence: 7,
    });
    await one.relay();
    expect(await owed()).toBe(0);
  });
});
