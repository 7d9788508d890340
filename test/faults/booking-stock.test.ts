import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { afterEach, describe, expect, it } from 'vitest';
import { startAppProcess } from '../support/app-process';
import { DAY1, DAY2, type OpenHall, ok, openHall, refused, type Said } from '../support/booking';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const word = (said: Said) => ('ok' in said ? said.ok.state : said.refused);

async function hall(options: Parameters<typeof openHall>[0]): Promise<OpenHall> {
  const world = await openHall({ periods: [{ from: '09:00', to: '10:00' }], ...options });
  closers.push(world.close);
  return world;
}

async function emptyRedis(world: OpenHall, day = DAY1) {
  for (const name of ['built', 'fresh', 'people', 'due', 'free:09:00', 'free:09:30'])
    await world.redis.del(`seats:{q1:${day}}:${name}`);
}

/** Seats taken, counted where the truth is. */
async function taken(world: OpenHall): Promise<number> {
  return world.mongo.collection('appointments').countDocuments({ occupies: true });
}

/** Asks until it succeeds; the test's time-out is the limit. */
async function untilHeld(ask: () => Promise<Said>) {
  for (;;) {
    const said = await ask();
    if ('ok' in said) return said.ok;
    expect(said.refused).toBe('SLOT_TAKEN');
  }
}

describe('Redis loses everything', () => {
  it('and the stock is built again from the appointments', async () => {
    const world = await hall({ seats: 4 });
    ok(await world.citizen('a').hold(DAY1, '09:00'));
    const b = world.citizen('b');
    ok(await b.confirm(ok(await b.hold(DAY1, '09:00')).id));
    await emptyRedis(world);
    ok(await world.citizen('c').hold(DAY1, '09:00'));
    await emptyRedis(world);
    ok(await world.citizen('d').hold(DAY1, '09:00'));
    expect(refused(await world.citizen('e').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    expect(await taken(world)).toBe(4);
  });

  it('and a hold that had run out is not taken for a seat', async () => {
    const world = await hall({ seats: 1 });
    ok(await world.citizen('a').hold(DAY1, '09:00'));
    await world.clock.advance(300_000);
    await emptyRedis(world);
    ok(await world.citizen('b').hold(DAY1, '09:00'));
  });

  it('or keeps only a part: what is missing comes back, what is too much is refused by the database', async () => {
    const world = await hall({ seats: 3 });
    ok(await world.citizen('a').hold(DAY1, '09:00'));
    // An evicted key, and an old copy that offers every seat again.
    await world.redis.del(`seats:{q1:${DAY1}}:free:09:30`);
    await world.redis.sadd(`seats:{q1:${DAY1}}:free:09:00`, 1, 2, 3);
    const crowd = Array.from({ length: 8 }, (_, index) => world.citizen(`p${index}`).hold(DAY1, '09:00'));
    expect((await Promise.all(crowd)).filter((said) => 'ok' in said)).toHaveLength(2);
    await untilHeld(() => world.citizen('late').hold(DAY1, '09:30'));
  });
});

describe('a process that dies between the seat and the appointment', () => {
  it('loses the seat for a moment only', async () => {
    const world = await hall({ seats: 1 });
    const dying = await world.process();
    const died = new Promise<void>((resolve) => {
      world.hall.meanwhile = () => {
        world.hall.meanwhile = undefined;
        resolve();
        // Nothing after this point ever runs in it.
        return new Promise(() => undefined);
      };
    });
    void world.citizen('a', dying.booking).hold(DAY1, '09:00');
    await died;
    expect(await taken(world)).toBe(0);
    await untilHeld(() => world.citizen('b').hold(DAY1, '09:00'));
    expect(refused(await world.citizen('c').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
  });

  it('or in the middle of a move keeps the old seat', async () => {
    const world = await hall({ seats: 1 });
    const held = ok(await world.citizen('a').hold(DAY1, '09:00'));
    const dying = await world.process();
    const died = new Promise<void>((resolve) => {
      world.hall.meanwhile = () => {
        world.hall.meanwhile = undefined;
        resolve();
        return new Promise(() => undefined);
      };
    });
    void world.citizen('a', dying.booking).move(held.id, DAY2, '09:00');
    await died;
    expect(ok(await world.citizen('a').get(held.id))).toMatchObject({ date: DAY1, state: 'held' });
    await untilHeld(() => world.citizen('b').hold(DAY2, '09:00'));
  });
});

describe('Redis away', () => {
  /** A Redis whose every transaction fails while `away` says so. */
  function cuttable() {
    const state = { away: false };
    const wrap = (redis: Redis) =>
      new Proxy(redis, {
        get(target, name) {
          if (state.away && ['multi', 'set', 'get', 'exists', 'del'].includes(String(name))) {
            return () => {
              throw new Error('Connection is closed.');
            };
          }
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    return { state, wrap };
  }

  it('seats come from the appointments: none twice, none left over', async () => {
    const { state, wrap } = cuttable();
    const world = await hall({ seats: 5, redis: wrap });
    const other = await world.process();
    ok(await world.citizen('before').hold(DAY1, '09:00'));
    state.away = true;
    const said = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        world.citizen(`p${index}`, index % 2 ? other.booking : world.booking).hold(DAY1, '09:00'),
      ),
    );
    expect(said.filter((each) => word(each) === 'held')).toHaveLength(4);
    expect(said.filter((each) => word(each) === 'SLOT_TAKEN')).toHaveLength(26);
    const first = said.find((each) => 'ok' in each);
    const winner = world.citizen(`p${said.indexOf(first as Said)}`);
    ok(await winner.cancel(ok(first as Said).id));
    ok(await world.citizen('late').hold(DAY1, '09:00'));
    expect(await taken(world)).toBe(5);

    state.away = false;
    // It still offers what was taken meanwhile.
    await world.clock.advance(2_000);
    expect(refused(await world.citizen('later').hold(DAY1, '09:00'))).toBe('SLOT_TAKEN');
    expect(await taken(world)).toBe(5);
  });

  it('a hold that has run out is free, and what was freed meanwhile comes back with Redis', async () => {
    const { state, wrap } = cuttable();
    const world = await hall({ seats: 1, redis: wrap });
    const held = ok(await world.citizen('a').hold(DAY1, '09:00'));
    state.away = true;
    await world.clock.advance(300_000);
    ok(await world.citizen('b').hold(DAY1, '09:00'));
    expect(ok(await world.citizen('a').get(held.id)).state).toBe('expired');
    const [mine] = (await world.citizen('b').list('ahead')).items;
    ok(await world.citizen('b').cancel(mine?.id ?? ''));
    state.away = false;
    await world.clock.advance(2_000);
    await untilHeld(() => world.citizen('c').hold(DAY1, '09:00'));
  });
});

describe('the BFF killed while a crowd books', () => {
  it('has lost nothing when it is back: who asks again has one appointment, and no seat two people', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'booking-kill-'));
    const tag = `t${randomBytes(6).toString('hex')}`;
    const env: Record<string, string> = {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      TEST_REDIS_PREFIX: `${tag}:`,
      STORE_TIMEOUT_MS: '60000',
    };
    if (process.env.MONGODB_URI) {
      const uri = new URL(process.env.MONGODB_URI);
      uri.pathname = `/${tag}`;
      env.MONGODB_URI = uri.toString();
      closers.push(async () => {
        const mongo = await mongoose.createConnection(uri.toString()).asPromise();
        await mongo.dropDatabase();
        await mongo.close();
      });
    }
    const first = await startAppProcess(env);
    closers.push(() => rm(dataDir, { recursive: true, force: true }), first.kill);
    const crowd: { citizen: SignedIn; key: string }[] = [];
    while (crowd.length < 12) crowd.push({ citizen: await person(first), key: randomUUID() });
    const visitor = new Client(first.api);
    const { items } = await visitor.get('GET /items', { query: { q: '身份证', county: '530600' } });
    const itemCode = items.find(({ bookable }) => bookable)?.code ?? '';
    const body = { itemCode, earliest: true as const };

    // Four ask at a time. At the third answer the process dies: some have theirs, others are being served, and
    // the rest find nobody.
    const waiting = [...crowd];
    let answered = 0;
    let unanswered = 0;
    const asking = Array.from({ length: 4 }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { citizen, key } = next;
        try {
          await citizen.ask('POST /appointments', { key, body });
          answered += 1;
          if (answered === 3) await first.kill();
        } catch {
          unanswered += 1;
        }
      }
    });
    await Promise.all(asking);
    expect(unanswered).toBeGreaterThan(0);

    const second = await startAppProcess(env);
    closers.push(second.kill);
    // Past the lease of whoever was being served.
    await advanceClock(second, 31);
    const held = await Promise.all(
      crowd.map(async ({ citizen, key }) => {
        const again = new Client(second.api, citizen.token);
        const appointment = await again.get('POST /appointments', { key, body });
        expect((await again.get('GET /appointments')).total).toBe(1);
        return appointment;
      }),
    );
    expect(new Set(held.map(({ id }) => id)).size).toBe(crowd.length);
    const { slots } = await new Client(second.api).get('GET /queues/{id}/slots', {
      params: { id: held[0]?.queueId ?? '' },
      query: { date: held[0]?.date ?? '' },
    });
    for (const { slot, seats, left } of slots) {
      const here = held.filter((each) => each.slot === slot && each.queueId === held[0]?.queueId);
      expect(seats - left, slot).toBe(here.length);
    }
  });
});
