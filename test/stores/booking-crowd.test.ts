import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { afterEach, describe, expect, it } from 'vitest';
import { startApp } from '../support/app';
import { type AppProcess, startAppProcess } from '../support/app-process';
import { DAY1, ok, openHall, type Said } from '../support/booking';
import { inventCitizens } from '../support/citizens';
import { Client } from '../support/client';
import type { CrowdOrder, CrowdReport } from '../support/crowd-client';

const PEOPLE = 500;
const SEATS = 50;
const CLIENTS = 4;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Each word with how often it came. */
function count(words: string[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of words) sum[each] = (sum[each] ?? 0) + 1;
  return sum;
}
const word = (said: Said) => ('ok' in said ? said.ok.state : said.refused);

describe(`${PEOPLE} citizens on ${SEATS} seats`, () => {
  it('over HTTP from several client processes: exactly that many get one', async () => {
    const servers = await startServers();
    const booking = await slotOf50(servers);
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, (_, index) => {
        const url = servers.urls[index % servers.urls.length] ?? '';
        return startClient({ url, people: PEOPLE / CLIENTS, booking });
      }),
    );
    const reports = await Promise.all(clients.map((client) => client.go()));
    const answers = reports.reduce<Record<string, number>>((sum, { answers }) => {
      for (const [said, times] of Object.entries(answers)) sum[said] = (sum[said] ?? 0) + times;
      return sum;
    }, {});
    expect(answers).toEqual({ held: SEATS, SLOT_TAKEN: PEOPLE - SEATS });

    const held = reports.flatMap((report) => report.held);
    expect(new Set(held.map(({ id }) => id)).size).toBe(SEATS);
    const docs = await servers.mongo.collection('appointments').find({ occupies: true }).toArray();
    expect(new Set(docs.map(({ seat }) => seat)).size).toBe(SEATS);
    // Everyone who was told so really has it.
    const confirmed = await Promise.all(
      held.map(async ({ id, token }, index) => {
        const client = new Client(`${servers.urls[index % servers.urls.length]}/api/v1`, token);
        return (await client.get('POST /appointments/{id}/confirm', { params: { id } })).state;
      }),
    );
    expect(count(confirmed)).toEqual({ booked: SEATS });
  }, 400_000);

  it('through three processes without HTTP, with Redis emptied in the middle', async () => {
    const world = await openHall({ seats: SEATS, periods: [{ from: '09:00', to: '09:30' }] });
    closers.push(world.close);
    const processes = [world, await world.process(), await world.process()];
    const crowd = Array.from({ length: PEOPLE }, (_, index) =>
      world.citizen(`p${index}`, processes[index % processes.length]?.booking),
    );
    const said = await Promise.all(
      crowd.map(async (citizen, index) => {
        if (index === 200) await emptyRedis(world.redis);
        return citizen.hold(DAY1, '09:00');
      }),
    );
    expect(count(said.map(word))).toEqual({ held: SEATS, SLOT_TAKEN: PEOPLE - SEATS });
    const docs = await world.mongo.collection('appointments').find({ occupies: true }).toArray();
    expect(new Set(docs.map(({ seat }) => seat)).size).toBe(SEATS);
  });

  it('spread over a morning by “the earliest”: as many as there are seats', async () => {
    const world = await openHall({
      seats: 2,
      periods: [{ from: '08:30', to: '11:00' }],
      env: { BOOKING_MAX_DAYS_AHEAD: '2' },
    });
    closers.push(world.close);
    // Two queues, two days, five slots of two seats.
    const seats = 2 * 2 * 5 * 2;
    const crowd = Array.from({ length: seats + 20 }, (_, index) => world.citizen(`p${index}`));
    const said = await Promise.all(crowd.map((citizen) => citizen.holdEarliest()));
    expect(count(said.map(word))).toEqual({ held: seats, SLOT_TAKEN: 20 });
  });

  it('tells those who come too late without asking MongoDB each time', async () => {
    const world = await openHall({ seats: 5, periods: [{ from: '09:00', to: '10:00' }] });
    closers.push(world.close);
    for (let seat = 0; seat < 5; seat += 1) ok(await world.citizen(`early${seat}`).hold(DAY1, '09:00'));
    const asked: string[] = [];
    world.mongo.set('debug', (_collection: string, method: string) => asked.push(method));
    const late = await Promise.all(
      Array.from({ length: 300 }, (_, index) => world.citizen(`late${index}`).hold(DAY1, '09:00')),
    );
    expect(count(late.map(word))).toEqual({ SLOT_TAKEN: 300 });
    // Rebuilding a stock that has looked full for a while, and the times that are offered instead.
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(15);
  });
});

async function emptyRedis(redis: {
  keys(pattern: string): Promise<string[]>;
  del(...keys: string[]): unknown;
}) {
  for (const name of ['built', 'fresh', 'people', 'due', 'free:09:00'])
    await redis.del(`seats:{q1:${DAY1}}:${name}`);
}

interface Servers {
  urls: string[];
  mongo: mongoose.Connection;
}

/** Two BFF processes on real servers, or one with embedded stores, which are one process's own. */
async function startServers(): Promise<Servers> {
  const { MONGODB_URI, REDIS_URL } = process.env;
  // The crowd signs in from one address, and its stores may be slow stand-ins on a busy machine.
  const env = {
    IDENTITY_TRIES_PER_ADDRESS_PER_DAY: '100000',
    LIMIT_ADDRESS_FACTOR: '10000',
    STORE_TIMEOUT_MS: '60000',
    GATEWAY_TIMEOUT_MS: '60000',
  };
  if (!MONGODB_URI || !REDIS_URL) {
    const app = await startApp({ env });
    closers.push(app.stop);
    return { urls: [app.url], mongo: app.deps.mongo };
  }
  const tag = `t${randomBytes(6).toString('hex')}`;
  const uri = new URL(MONGODB_URI);
  uri.pathname = `/${tag}`;
  const mongo = await mongoose.createConnection(uri.toString()).asPromise();
  const processes: AppProcess[] = [];
  for (let index = 0; index < 2; index += 1) {
    const dir = await mkdtemp(join(tmpdir(), 'crowd-'));
    const server = await startAppProcess({
      ...env,
      MONGODB_URI: uri.toString(),
      TEST_REDIS_PREFIX: `${tag}:`,
      DATA_DIR: dir,
      LOG_LEVEL: 'silent',
    });
    // Each has a sandbox of its own, and they invent the same people in the same order: later ones here.
    if (index > 0) await inventCitizens(server, PEOPLE * index);
    processes.push(server);
    closers.push(async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    });
  }
  closers.unshift(async () => {
    await mongo.dropDatabase();
    await mongo.close();
  });
  return { urls: processes.map(({ url }) => url), mongo };
}

/** Makes the slots of one queue as large as the crowd wants, and waits until every process knows. */
async function slotOf50({ urls, mongo }: Servers): Promise<CrowdOrder['booking']> {
  const visitor = new Client(`${urls[0]}/api/v1`);
  const { items } = await visitor.get('GET /items', { query: { q: '身份证', county: '530600' } });
  const itemCode = items.find(({ bookable }) => bookable)?.code ?? '';
  const halls = await visitor.get('GET /venues', { query: { item: itemCode } });
  const id = halls.items.find(({ queueId }) => queueId !== null)?.queueId ?? '';
  await mongo.collection<{ _id: string }>('queues').updateOne({ _id: id }, { $set: { seatsPerSlot: SEATS } });
  await mongo
    .collection<{ _id: string; version: number }>('data_versions')
    .updateOne({ _id: 'venues' }, { $inc: { version: 1 } });
  const { days } = await visitor.get('GET /queues/{id}/days', { params: { id } });
  const date = days.find(({ left }) => left > 0)?.date ?? '';
  let slot = '';
  for (const url of urls) {
    const client = new Client(`${url}/api/v1`);
    for (;;) {
      const { slots } = await client.get('GET /queues/{id}/slots', { params: { id }, query: { date } });
      slot = slots[0]?.slot ?? '';
      if (slots[0]?.seats === SEATS) break;
    }
  }
  return { itemCode, queueId: id, date, slot };
}

async function startClient(order: CrowdOrder): Promise<{ go(): Promise<CrowdReport> }> {
  const child: ChildProcess = fork(fileURLToPath(new URL('../support/crowd-client.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const next = async () => {
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'close').then(() => {
        throw new Error(`A client of the crowd ended early: ${complaint}`);
      }),
    ]);
    return message;
  };
  child.send(order);
  await next();
  return {
    go: async () => {
      const report = next();
      child.send('go');
      return (await report) as CrowdReport;
    },
  };
}
