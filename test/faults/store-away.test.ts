import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorBody } from '../../shared/contract';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { startMongo } from '../support/mongo';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

const { REDIS_URL } = process.env;

/** The same URI through a wire that can be cut. A replica set's own addresses would lead around it. */
function through(uri: string, proxy: TcpProxy): string {
  const url = new URL(uri);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  if (url.protocol === 'mongodb:') url.searchParams.set('directConnection', 'true');
  return url.toString();
}

/** Asks until the answer is as wished; the test's time-out is the limit. */
async function until(
  ask: () => Promise<Response>,
  wished: (response: Response) => boolean,
): Promise<Response> {
  for (;;) {
    const response = await ask();
    if (wished(response)) return response;
  }
}

describe('MongoDB away', () => {
  let app: TestApp;
  let proxy: TcpProxy;
  let citizen: SignedIn;
  let stopMongo: () => Promise<void>;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'one-stop-away-'));
    const mongo = await startMongo();
    stopMongo = mongo.stop;
    proxy = await startTcpProxy(Number(new URL(mongo.uri).port || 27017));
    app = await startApp({
      dataDir,
      env: { MONGODB_URI: through(mongo.uri, proxy), STORE_TIMEOUT_MS: '700' },
    });
    citizen = await person(app);
  });
  afterAll(async () => {
    await app.stop();
    await proxy.close();
    await stopMongo();
    await rm(dataDir, { recursive: true, force: true });
  });

  const mine = () =>
    fetch(`${app.api}/appointments`, { headers: { authorization: `Bearer ${citizen.token}` } });
  const ready = () => fetch(`${app.url}/readyz`);

  for (const fault of ['cut', 'stall'] as const) {
    it(`${fault}: gives 503 with a code and a time to come back, names the store, and recovers by itself`, async () => {
      proxy[fault]();
      const refused = await mine();
      expect(refused.status).toBe(503);
      expect(errorBody.parse(await refused.json()).error.code).toBe('STORE_UNAVAILABLE');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const state = await ready();
      expect(state.status).toBe(503);
      expect(((await state.json()) as { stores: object }).stores).toMatchObject({
        mongodb: 'down',
        redis: 'ok',
      });
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      proxy.mend();
      expect((await until(ready, ({ ok }) => ok)).status).toBe(200);
      expect((await until(mine, ({ ok }) => ok)).status).toBe(200);
    });
  }
});

if (REDIS_URL) {
  describe('Redis away', () => {
    let app: TestApp;
    let proxy: TcpProxy;

    beforeAll(async () => {
      proxy = await startTcpProxy(Number(new URL(REDIS_URL).port || 6379));
      app = await startApp({ env: { REDIS_URL: through(REDIS_URL, proxy), STORE_TIMEOUT_MS: '700' } });
    });
    afterAll(async () => {
      await app.stop();
      await proxy.close();
    });

    for (const fault of ['cut', 'stall'] as const) {
      it(`${fault}: is named, and citizens are served from the truth in MongoDB`, async () => {
        const citizen = await person(app);
        proxy[fault]();
        const state = await fetch(`${app.url}/readyz`);
        expect(state.status).toBe(503);
        expect(((await state.json()) as { stores: object }).stores).toMatchObject({
          mongodb: 'ok',
          redis: 'down',
        });
        await citizen.get('GET /me');
        const [item] = (await citizen.get('GET /items', { query: { q: '身份证', county: '530600' } })).items;
        const held = await citizen.get('POST /appointments', {
          body: { itemCode: item?.code ?? '', earliest: true },
        });
        expect(
          (await citizen.get('POST /appointments/{id}/confirm', { params: { id: held.id } })).state,
        ).toBe('booked');
        proxy.mend();
        expect(
          (
            await until(
              () => fetch(`${app.url}/readyz`),
              ({ ok }) => ok,
            )
          ).status,
        ).toBe(200);
      });
    }
  });
}
