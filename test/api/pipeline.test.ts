import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorBody } from '../../shared/contract';
import { startApp, type TestApp } from '../support/app';
import { startAppProcess } from '../support/app-process';
import { codeFor, consented, inventCitizens, person, signIn } from '../support/citizens';
import { Client } from '../support/client';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ env: { CORS_ORIGINS: 'https://ours.example', METRICS_TOKEN: 'a-metrics-token-1' } });
});
afterAll(() => app.stop());

describe('an Idempotency-Key', () => {
  it('gives the first answer again, byte for byte, and does nothing again', async () => {
    const citizen = await consented(app);
    const key = randomUUID();
    const body = { elderMode: true, textScale: 1.4 };
    const first = await citizen.ask('PUT /me/settings', { body, key });
    await citizen.get('PUT /me/settings', { body: { elderMode: false, textScale: 1 } });
    const again = await citizen.ask('PUT /me/settings', { body, key });
    expect(again.answer).toEqual(first.answer);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await citizen.get('GET /me')).settings).toEqual({ elderMode: false, textScale: 1 });
  });

  it('is refused for another request, and for the same body at another address', async () => {
    const citizen = await consented(app);
    const key = randomUUID();
    await citizen.get('PUT /me/settings', { body: { elderMode: true, textScale: 1 }, key });
    expect(await citizen.refused('PUT /me/settings', { body: { elderMode: false, textScale: 1 }, key })).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect(await citizen.refused('DELETE /sessions/current', { key })).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('is kept for a day and more', async () => {
    const own = await startApp();
    const citizen = await consented(own);
    const key = randomUUID();
    const body = { elderMode: true, textScale: 1 };
    await citizen.get('PUT /me/settings', { body, key });
    await own.clock.advance(25 * 3_600_000);
    expect((await citizen.ask('PUT /me/settings', { body, key })).headers.get('idempotency-replayed')).toBe(
      'true',
    );
    await own.stop();
  });

  it('lets parallel twins run once: a single-use login code serves all of them', async () => {
    const [who] = await inventCitizens(app, 1);
    const code = await codeFor(app, who as NonNullable<typeof who>);
    const key = randomUUID();
    const client = new Client(app.api);
    const twins = await Promise.all(
      Array.from({ length: 12 }, () => client.get('POST /sessions', { body: { code }, key })),
    );
    expect(new Set(twins.map(({ token }) => token)).size).toBe(1);
    expect(await client.refused('POST /sessions', { body: { code } })).toBe('LOGIN_CODE_INVALID');
  });

  it("is each citizen's own", async () => {
    const [one, two] = [await consented(app), await consented(app)];
    const key = randomUUID();
    await one.get('PUT /me/settings', { body: { elderMode: true, textScale: 1 }, key });
    await two.get('PUT /me/settings', { body: { elderMode: false, textScale: 1.4 }, key });
    expect((await two.get('GET /me')).settings.textScale).toBe(1.4);
  });

  it('is asked for where a seat is at stake, and must look like one', async () => {
    const citizen = await person(app);
    expect(await citizen.refused('POST /appointments', { headers: { 'idempotency-key': '' } })).toBe(
      'IDEMPOTENCY_KEY_REQUIRED',
    );
    for (const key of ['short', 'with space in it', 'x'.repeat(129), 'semi;colon;semi']) {
      expect(await citizen.refused('POST /appointments', { headers: { 'idempotency-key': key } })).toBe(
        'IDEMPOTENCY_KEY_INVALID',
      );
    }
  });
});

describe('what is cached', () => {
  it('is answered 304 while nothing changed', async () => {
    const client = await signIn(app);
    const venues = await client.ask('GET /notices/privacy');
    const etag = venues.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"/);
    expect((await client.ask('GET /notices/privacy', { headers: { 'if-none-match': etag } })).status).toBe(
      304,
    );
    expect(
      (await client.ask('GET /notices/privacy', { headers: { 'if-none-match': '"other"' } })).status,
    ).toBe(200);
  });

  it('is never kept by others when it is mine', async () => {
    const client = await signIn(app);
    expect((await client.ask('GET /me')).headers.get('cache-control')).toContain('private');
    expect((await client.ask('GET /me/sessions')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('every answer', () => {
  it('has a request id of its own, which errors repeat', async () => {
    const one = await fetch(`${app.api}/me`, { headers: { 'x-request-id': 'forged' } });
    const { error } = errorBody.parse(await one.json());
    expect(error.requestId).toBe(one.headers.get('x-request-id'));
    expect(error.requestId).not.toBe('forged');
  });

  it('carries a policy that lets no script in but ours', async () => {
    const policy = (await fetch(`${app.url}/api/docs`)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('allows other origins only when they are ours', async () => {
    const from = async (origin: string) =>
      (await fetch(`${app.api}/home`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await from('https://ours.example')).toBe('https://ours.example');
    expect(await from('https://theirs.example')).toBeNull();
    expect(await from('null')).toBeNull();
  });
});

describe('limits', () => {
  it('stop one person and leave the next alone', async () => {
    const own = await startApp({ env: { LIMIT_WRITE_PER_MINUTE: '5' } });
    const [hasty, calm] = [await consented(own), await consented(own)];
    const body = { elderMode: true, textScale: 1 };
    const codes: (string | undefined)[] = [];
    for (let turn = 0; turn < 8; turn += 1)
      codes.push((await hasty.ask('PUT /me/settings', { body })).error?.code);
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    const refused = await hasty.ask('PUT /me/settings', { body });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await calm.get('PUT /me/settings', { body });
    await own.stop();
  });

  it('count the address that our own proxy saw, whatever a caller writes', async () => {
    const own = await startApp({
      env: { PROXY_HOPS: '1', LIMIT_READ_PER_MINUTE: '3', LIMIT_ADDRESS_FACTOR: '1' },
    });
    const ask = async (forwarded: string) =>
      (await fetch(`${own.api}/notices/privacy`, { headers: { 'x-forwarded-for': forwarded } })).status;
    const forged: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) forged.push(await ask(`10.0.0.${turn}, 203.0.113.7`));
    expect(forged).toEqual([200, 200, 200, 429, 429]);
    expect(await ask('203.0.113.7, 203.0.113.8')).toBe(200);
    await own.stop();
  });

  it('believe no header where there is no proxy', async () => {
    const own = await startApp({ env: { LIMIT_READ_PER_MINUTE: '3', LIMIT_ADDRESS_FACTOR: '1' } });
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn += 1)
      statuses.push(
        (await fetch(`${own.api}/notices/privacy`, { headers: { 'x-forwarded-for': `198.51.100.${turn}` } }))
          .status,
      );
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    await own.stop();
  });
});

describe('for who runs it', () => {
  it('says that it is alive and that both stores answer', async () => {
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${app.url}/readyz`);
    expect(await ready.json()).toEqual({ ready: true, stores: { mongodb: 'ok', redis: 'ok' } });
  });

  it('gives metrics to who has the token', async () => {
    expect((await fetch(`${app.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${app.url}/metrics`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(
      401,
    );
    const metrics = await fetch(`${app.url}/metrics`, {
      headers: { authorization: 'Bearer a-metrics-token-1' },
    });
    expect(await metrics.text()).toContain('http_request_duration_seconds_bucket');
  });

  it('logs every request and nothing about a person', async () => {
    const { MONGODB_URI: _mongo, REDIS_URL: _redis, ...env } = process.env as Record<string, string>;
    const { mkdtemp } = await import('node:fs/promises');
    const dataDir = await mkdtemp('/tmp/one-stop-log-');
    const own = await startAppProcess({
      ...env,
      MONGODB_URI: '',
      REDIS_URL: '',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'debug',
    });
    const citizen = await person(own);
    await citizen.get('POST /me/phone', { body: { code: await codeFor(own, citizen.citizen, 'phone') } });
    await citizen.refused('PUT /me/identity', {
      body: { name: citizen.citizen.name, idNumber: '530602199001011234' },
    });
    await citizen.get('GET /items', { query: { q: citizen.citizen.name } });
    await citizen.get('GET /me/export');
    await own.stop();
    const log = own.output();
    expect(log).toContain('PUT /me/identity');
    const { name, idNumber, phone } = citizen.citizen;
    for (const secret of [
      name,
      encodeURIComponent(name),
      idNumber,
      phone,
      '530602199001011234',
      citizen.token ?? '-',
    ])
      expect(log).not.toContain(secret);
  });
});
describe('a request that node cannot parse', () => {
  it('is answered in the one error shape', async () => {
    const { hostname, port } = new URL(app.url);
    for (const raw of ['GET /api/v1/items?q=身份证 HTTP/1.1\r\nHost: x\r\n\r\n', 'nonsense\r\n\r\n']) {
      const socket = connect(Number(port), hostname);
      socket.end(raw);
      let answer = '';
      for await (const chunk of socket) answer += chunk;
      expect(errorBody.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).error.code).toBe(
        'REQUEST_MALFORMED',
      );
    }
  });
});
