import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import RedisMock from 'ioredis-mock';
import Koa from 'koa';
import pino from 'pino';
import { MovableClock } from '../../bff/clock';
import { createCipher } from '../../bff/crypto';
import { createExpressGateway } from '../../bff/gateways/couriers/express';
import { createTrackGateway } from '../../bff/gateways/couriers/kuaidi100';
import { createIdentityGateway } from '../../bff/gateways/identity/client';
import { createSmsGateway } from '../../bff/gateways/sms/client';
import { createWeChatCaller } from '../../bff/gateways/wechat/caller';
import { createWeChatGateway } from '../../bff/gateways/wechat/client';
import { createWeChatPayGateway } from '../../bff/gateways/wechat-pay/client';
import { type Sandbox, startSandbox } from '../../bff/sandbox';
import { readSettings } from '../../bff/settings';
import type { PaySettings } from '../../bff/settings/pay';

/** The sandbox with its doors on a port of its own, and gateways that find it by its base URL: no BFF around. */
export interface OutsideWorld {
  /** Where the doors are, without `/sandbox`. */
  url: string;
  sandbox: Sandbox;
  clock: MovableClock;
  /** Everything that the gateways logged. */
  logged(): string;
  /** Calls a door. @returns status and body */
  door(method: string, path: string, body?: unknown): Promise<{ status: number; body: DoorBody }>;
  /** A new process's gateways: nothing shared but Redis. */
  gateways(redis?: Redis, account?: Partial<PaySettings>): ReturnType<typeof gatewaysOf>;
  redis: Redis;
  close(): Promise<void>;
}

export interface DoorBody {
  code: string;
  now: string;
  citizens: { id: string; name: string; idNumber: string; phone: string; openid: string }[];
  calls: {
    id: number;
    target: string;
    query: Record<string, string>;
    body: unknown;
    status: number;
    answer: unknown;
  }[];
  faults: unknown[];
  error: { code: string; message: string; fields?: Record<string, string>; requestId: string };
}

function gatewaysOf(parts: Parameters<typeof createWeChatGateway>[0]) {
  const caller = createWeChatCaller(parts);
  return {
    wechat: createWeChatGateway(parts, caller),
    express: createExpressGateway({ settings: parts.settings, caller }),
    tracks: createTrackGateway(parts),
    identity: createIdentityGateway(parts),
    sms: createSmsGateway(parts),
    pay: createWeChatPayGateway(parts),
  };
}

/** @param timeoutMs how long the gateways wait @param env variables on top */
export async function startOutsideWorld(
  timeoutMs = 5_000,
  dataDir?: string,
  env: Record<string, string> = {},
): Promise<OutsideWorld> {
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'outside-')));
  const clock = new MovableClock();
  let logged = '';
  const sink = new Writable({
    write: (line, _encoding, done) => {
      logged += String(line);
      done();
    },
  });
  const log = pino({ level: 'debug' }, sink);
  const settings = readSettings({ NODE_ENV: 'test', GATEWAY_TIMEOUT_MS: String(timeoutMs), ...env });
  const sandbox = await startSandbox({ clock, dataDir: dir, log, settings });
  settings.wechat.baseUrl = sandbox.wechatBaseUrl;
  settings.identity.baseUrl = sandbox.identityBaseUrl;
  if (settings.sms) settings.sms.baseUrl = sandbox.smsBaseUrl;
  if (settings.couriers.kuaidi100) settings.couriers.kuaidi100.baseUrl = sandbox.kuaidi100BaseUrl;
  const server = createServer(new Koa().use(sandbox.middleware).callback());
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keyPrefix = `t${randomBytes(6).toString('hex')}:`;
  const redis: Redis = process.env.REDIS_URL
    ? new Redis(process.env.REDIS_URL, { keyPrefix })
    : new RedisMock({ keyPrefix });
  return {
    url,
    sandbox,
    clock,
    redis,
    logged: () => logged,
    gateways: (own = redis, account = {}) =>
      gatewaysOf({
        settings: { ...settings, pay: accountWith(sandbox.pay, account) },
        clock,
        log,
        redis: own,
        cipher: createCipher(settings.personalData),
      }),
    async door(method, path, body) {
      const response = await fetch(`${url}/sandbox${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
      redis.disconnect();
      if (!dataDir) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The account with something else in it; what is not changed is read when it is asked for. */
function accountWith(account: PaySettings, change: Partial<PaySettings>): PaySettings {
  return Object.create(account, Object.getOwnPropertyDescriptors(change));
}
