import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedRedis } from '../../bff/embedded';
import { LiveHub } from '../../bff/live/hub';
import { createLog } from '../../bff/log';
import { type QueueLive, queueLive, venueLive } from '../../shared/contract/live';
import { startApp, type TestApp } from '../support/app';
import { advanceClock } from '../support/citizens';
import { Client } from '../support/client';
import { Follower } from '../support/follower';
import { type StaffClient, staff } from '../support/staff';

const QUEUE = 'q530600-gongan';
const queue = { params: { id: QUEUE } };
const path = `/queues/${QUEUE}/live`;

let app: TestApp;
let clerk: StaffClient;
beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { LIVE_CONNECTIONS_PER_ADDRESS: '5' },
  });
  clerk = await staff(app, 'window', { window: '530600-w01' });
});
afterAll(() => app?.stop());

/** The status with which an upgrade is refused. */
function refusedWith(where: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(app.api + where, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        ...headers,
      },
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('it was let in'));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('a push connection', () => {
  it('says what is, then what changes: the same as the GET of that path', async () => {
    const follower = new Follower(app.api, path);
    const hall = new Follower(app.api, '/venues/v530600/live');
    const first = queueLive.parse(await follower.until(() => true));
    const taken = await clerk.get('POST /staff/queues/{id}/tickets', { ...queue, body: {} });
    await follower.until<QueueLive>(({ waiting }) => waiting === first.waiting + 1);
    await clerk.get('POST /staff/queues/{id}/call-next', queue);
    const told = await follower.until<QueueLive>(({ called }) =>
      called.some(({ ticket }) => ticket === taken.ticket),
    );
    const asked = await new Client(app.api).get('GET /queues/{id}/live', queue);
    expect({ ...queueLive.parse(told), now: '' }).toEqual({ ...asked, now: '' });
    const onScreen = await hall.until<{ called: { ticket: string }[] }>(({ called }) => called.length > 0);
    expect(venueLive.parse(onScreen).called).toEqual(told.called);
    await advanceClock(app, 15);
    await clerk.get('POST /staff/appointments/{id}/recall', { params: { id: taken.id } });
    await follower.until<QueueLive>(({ called }) => called[0]?.calls === 2);
    await Promise.all([follower.end(), hall.end()]);
  });

  it('tells who connects again what was missed', async () => {
    const follower = new Follower(app.api, path);
    const before = await follower.until<QueueLive>(() => true);
    await follower.end();
    await clerk.get('POST /staff/queues/{id}/tickets', { ...queue, body: {} });
    const again = new Follower(app.api, path);
    const first = await again.until<QueueLive>(() => true);
    expect(first.waiting).toBe(before.waiting + 1);
    await again.end();
  });

  it('is for our own pages and for who is no browser', async () => {
    const { host, origin } = new URL(app.url);
    expect(await refusedWith(path, { Origin: 'https://elsewhere.example' })).toBe(403);
    expect(await refusedWith(path, { Origin: 'null' })).toBe(403);
    for (const from of [origin, 'https://servicewechat.com', `http://${host}`]) {
      const follower = new Follower(app.api, path, { headers: { Origin: from } });
      await follower.until(() => true);
      await follower.end();
    }
  });

  it('is only of what there is', async () => {
    expect(await refusedWith('/queues/nobody/live')).toBe(404);
    expect(await refusedWith('/venues/nobody/live')).toBe(404);
    expect(await refusedWith('/items/x/live')).toBe(404);
    expect(await refusedWith('/appointments')).toBe(404);
  });

  it('is kept by so many from one address, and free again when one leaves', async () => {
    const followers = Array.from({ length: 5 }, () => new Follower(app.api, path));
    await Promise.all(followers.map((follower) => follower.until(() => true)));
    expect(await refusedWith(path)).toBe(429);
    await Promise.all(followers.map((follower) => follower.end()));
    const next = new Follower(app.api, path);
    await next.until(() => true);
    await next.end();
  });

  it('ends for who talks instead of listening', async () => {
    const talker = new Follower(app.api, path);
    await talker.until(() => true);
    for (let n = 0; n < 30; n += 1) talker.socket.send('hello');
    expect(await talker.closed).toBe(1008);
    const shouter = new Follower(app.api, path);
    await shouter.until(() => true);
    shouter.socket.send('x'.repeat(10_000));
    expect(await shouter.closed).toBe(1009);
  });

  it('is closed politely when the server goes', async () => {
    const other = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
    const follower = new Follower(other.api, path);
    await follower.until(() => true);
    await other.stop();
    expect(await follower.closed).toBe(1001);
  });
});

describe('several processes', () => {
  it('hear of each other over Redis, and of themselves without it', async () => {
    const context = `live-${randomBytes(4).toString('hex')}`;
    const redises = [1, 2].map(() => createEmbeddedRedis({ context }));
    const [one, two] = redises.map((redis) => new LiveHub(redis, createLog('silent'), 60_000));
    if (!one || !two) throw new Error('no hubs');
    const heard = new Promise<void>((resolve) => {
      let looks = 0;
      two.subscribe('queues/q1', () => {
        looks += 1;
        // Once because it has just begun to listen, once because of what the other one said.
        if (looks === 2) resolve();
      });
    });
    const own = new Promise<void>((resolve) => one.subscribe('queues/q1', resolve));
    one.start();
    const ready = new Promise<void>((resolve) => two.subscribe('ready', resolve));
    two.start();
    await ready;
    one.publish('queues/q1');
    await Promise.all([heard, own]);
    for (const hub of [one, two]) hub.close();
    for (const redis of redises) redis.disconnect();
  });

  it('look for themselves while Redis is away', async () => {
    const redis = createEmbeddedRedis();
    const hub = new LiveHub(redis, createLog('silent'), 10);
    let looks = 0;
    const looked = new Promise<void>((resolve) => {
      hub.subscribe('queues/q1', () => {
        looks += 1;
        if (looks === 4) resolve();
      });
    });
    Object.assign(redis, {
      duplicate: () =>
        Object.assign(createEmbeddedRedis(), { subscribe: () => Promise.reject(new Error('away')) }),
    });
    hub.start();
    await looked;
    hub.close();
    redis.disconnect();
  });
});
