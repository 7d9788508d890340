import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Redis } from 'ioredis';
import type { Middleware } from 'koa';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { type App, createApp } from './app';
import type { Clock } from './clock';
import { createCipher } from './crypto';
import type { Deps } from './deps';
import { createExpressGateway } from './gateways/couriers/express';
import { createTrackGateway } from './gateways/couriers/kuaidi100';
import { createIdentityGateway } from './gateways/identity/client';
import { createSmsGateway } from './gateways/sms/client';
import { createWeChatCaller } from './gateways/wechat/caller';
import { createWeChatGateway } from './gateways/wechat/client';
import { createWeChatPayGateway } from './gateways/wechat-pay/client';
import { errorBodyOf } from './http/errors';
import type { LimiterFactory } from './http/limits';
import { LiveHub } from './live/hub';
import { Problem } from './problem';
import type { Settings } from './settings';
import { createIndexes, missingIndexes } from './stores/indexes';
import { Work } from './work';
import { nothingHappens, type Reached } from './work/crash-points';
import { Outboxes } from './work/outbox';

export interface ServerParts {
  settings: Settings;
  clock: Clock;
  log: Logger;
  mongo: Connection;
  redis: Redis;
  limiters: LimiterFactory;
  web: string | null;
  sandbox?: Middleware;
  /** Told of the steps of sending; for tests that end the process there. */
  reached?: Reached;
  /** Runs after the indexes are there and before the first request: development loads its sample data here. */
  prepare?: (deps: Deps) => Promise<void>;
}

export interface RunningServer {
  /** e.g. `http://127.0.0.1:3000` */
  url: string;
  deps: Deps;
  app: App;
  /** Answers what is under way, then closes the stores. */
  close(): Promise<void>;
}

type Given = Pick<ServerParts, 'settings' | 'clock' | 'log' | 'mongo' | 'redis' | 'limiters' | 'reached'>;

/** What the features are built from. */
export function buildDeps({
  settings,
  clock,
  log,
  mongo,
  redis,
  limiters,
  reached = nothingHappens,
}: Given): Deps {
  const cipher = createCipher(settings.personalData);
  const outside = { settings, clock, log, redis, cipher };
  const caller = createWeChatCaller(outside);
  return {
    settings,
    clock,
    log,
    mongo,
    redis,
    limiters,
    cipher,
    work: new Work(log),
    outboxes: new Outboxes(),
    live: new LiveHub(redis, log),
    wechat: createWeChatGateway(outside, caller),
    identity: createIdentityGateway(outside),
    sms: createSmsGateway(outside),
    express: createExpressGateway({ settings, caller }),
    tracks: createTrackGateway(outside),
    pay: createWeChatPayGateway(outside),
    reached,
  };
}

/** Builds the BFF around its stores and listens. @throws when the port is taken or an index is missing */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { settings, mongo, redis } = parts;
  const deps = buildDeps(parts);
  const { work } = deps;
  const app = await createApp({ deps, web: parts.web, sandbox: parts.sandbox });
  await requireIndexes(app, settings.production);
  await parts.prepare?.(deps);
  const server = createServer(app.koa.callback());
  // A phone that vanished in a tunnel does not hold a socket for ever.
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  server.on('clientError', refuseMalformed);
  app.sockets.attach(server);
  deps.live.start();
  await listen(server, settings.port, settings.host);
  work.start();
  return {
    url: `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${(server.address() as AddressInfo).port}`,
    deps,
    app,
    close: async () => {
      await app.sockets.close();
      await stopListening(server);
      deps.live.close();
      await work.stop();
      redis.disconnect();
      await mongo.close();
    },
  };
}

/** What node could not parse never reaches koa; it is answered in the same shape all the same. */
function refuseMalformed(_error: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(errorBodyOf(new Problem('REQUEST_MALFORMED'), randomUUID()));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

async function requireIndexes(app: App, production: boolean): Promise<void> {
  if (!production) return createIndexes(app.models);
  const missing = await missingIndexes(app.models);
  if (missing.length > 0) {
    throw new Error(
      `Indexes are missing; run \`npm run db:indexes\` first:\n${missing.map((m) => `  - ${m}`).join('\n')}`,
    );
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Requests are short; whatever still talks after five seconds is cut.
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
}
