import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Live } from '../../bff/live/hub';
import { createLiveSockets, type LiveSockets } from '../../bff/live/sockets';
import { createLog } from '../../bff/log';
import { Follower } from '../support/follower';

/** Push connections on a server of their own, with what they push in the test's hand. */

const path = '/queues/q1/live';
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Given {
  perAddress?: number;
  inAll?: number;
  heartbeatEvery?: number;
  read?: () => Promise<{ now: string }>;
}

interface Place {
  api: string;
  port: number;
  sockets: LiveSockets;
  /** Something changed. */
  change(): void;
}

async function open({
  perAddress = 100,
  inAll = 100,
  heartbeatEvery,
  read = async () => ({ now: 'now' }),
}: Given): Promise<Place> {
  const listeners = new Set<() => void>();
  const live: Live = {
    publish: () => undefined,
    subscribe: (_topic, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const sockets = createLiveSockets({
    live,
    log: createLog('silent'),
    settings: { live: { perAddress, inAll }, corsOrigins: [], proxyHops: 0 },
    sources: { queues: read },
    heartbeatEvery,
  });
  const server: Server = createServer();
  sockets.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    await sockets.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    api: `http://127.0.0.1:${port}/api/v1`,
    port,
    sockets,
    change: () => {
      for (const listener of listeners) listener();
    },
  };
}

const upgrade = (key = randomBytes(16).toString('base64'), where = path) =>
  `GET /api/v1${where} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`;

/** What the server says first to these bytes; it must hang up by itself. */
async function saidTo(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(bytes);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  await once(socket, 'end');
  socket.destroy();
  return said.split('\r\n')[0] ?? '';
}

const pinged = (socket: WebSocket) => once(socket, 'ping');

describe('a heartbeat', () => {
  it('drops who does not answer, and keeps who does', async () => {
    const place = await open({ heartbeatEvery: 20 });
    const gone = new Follower(place.api, path, { autoPong: false });
    const there = new Follower(place.api, path);
    await Promise.all([gone, there].map((follower) => follower.until(() => true)));
    expect(await gone.closed).toBe(1006);
    for (let n = 0; n < 3; n += 1) await pinged(there.socket);
    expect(there.socket.readyState).toBe(there.socket.OPEN);
    expect(place.sockets.size).toBe(1);
  });
});

describe('who takes in nothing', () => {
  it('is dropped, and keeps nobody else waiting', async () => {
    let version = 0;
    const fill = 'x'.repeat(4 * 1_024 * 1_024);
    const place = await open({ read: async () => ({ now: 'now', version, fill }) });
    const slow = new Follower(place.api, path);
    const quick = new Follower(place.api, path);
    await Promise.all([slow, quick].map((follower) => follower.until(() => true)));
    slow.socket.pause();
    while (place.sockets.size === 2) {
      version += 1;
      const wanted = version;
      place.change();
      await quick.until<{ version: number }>((said) => said.version === wanted);
    }
    slow.socket.resume();
    expect(await slow.closed).toBe(1006);
    expect(quick.socket.readyState).toBe(quick.socket.OPEN);
  });
});

describe('connections', () => {
  it('are so many in all, however many addresses', async () => {
    const place = await open({ inAll: 2 });
    const [first, second] = [new Follower(place.api, path), new Follower(place.api, path)];
    await Promise.all([first, second].map((follower) => follower.until(() => true)));
    expect(await saidTo(place.port, upgrade())).toContain(' 503 ');
    await first.end();
    const next = new Follower(place.api, path);
    await next.until(() => true);
  });

  it('that never came about do not count, whatever was wrong with them', async () => {
    const place = await open({ perAddress: 2 });
    for (let n = 0; n < 5; n += 1) expect(await saidTo(place.port, upgrade('no key'))).toContain(' 400 ');
    const follower = new Follower(place.api, path);
    await follower.until(() => true);
  });

  it('that break off while they are made harm nobody', async () => {
    let asked = 0;
    const waiting: (() => void)[] = [];
    const place = await open({
      perAddress: 2,
      read: async () => {
        asked += 1;
        if (asked <= 2) await new Promise<void>((resolve) => waiting.push(resolve));
        return { now: 'now' };
      },
    });
    for (let n = 1; n <= 2; n += 1) {
      const socket = connect(place.port, '127.0.0.1');
      socket.write(upgrade());
      await expect.poll(() => asked, { interval: 5 }).toBe(n);
      socket.resetAndDestroy();
    }
    for (const answer of waiting) answer();
    for (;;) {
      const follower = new Follower(place.api, path);
      const word = await Promise.race([follower.until(() => true), follower.closed]);
      if (typeof word === 'object') break;
    }
  });
});

describe('what could not be read', () => {
  it('is read again, and told', async () => {
    let version = 0;
    let failures = 1;
    const place = await open({
      read: async () => {
        if (version > 0 && failures > 0) {
          failures -= 1;
          throw new Error('the store is away');
        }
        return { now: 'now', version };
      },
    });
    const follower = new Follower(place.api, path);
    await follower.until(() => true);
    version = 1;
    place.change();
    await follower.until<{ version: number }>((said) => said.version === 1);
    expect(failures).toBe(0);
  });
});
