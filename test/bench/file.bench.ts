import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { startAppProcess } from '../support/app-process';
import { person } from '../support/citizens';
import { aFiling } from '../support/complaint-stories';
import { startEmbeddedProcess } from '../support/embedded-process';
import { median, type Row, row } from './report';

const ROUNDS = 5;
const REQUESTS = 200;
/** A busy machine is not a server that hangs. */
const PATIENCE_SECONDS = 60;
const MANY = '100000000';

/**
 * Complaints that are filed by name in a second, over HTTP, with all that makes them safe to repeat, beside bare koa that inserts
 * the same body as one document into the same store. What follows from each (content check, repeats, tasks) is done by the jobs
 * meanwhile, as it always is.
 */
export async function bench(): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'file-bench-'));
  const configured = process.env.MONGODB_URI;
  const embedded = configured ? null : await startEmbeddedProcess(join(dir, 'mongo'));
  const uri = new URL(configured ?? embedded?.uri ?? '');
  uri.pathname = `/bench${randomUUID().slice(0, 8)}`;
  const MONGODB_URI = uri.toString();
  const app = await startAppProcess({
    MONGODB_URI,
    DATA_DIR: join(dir, 'app'),
    LOG_LEVEL: 'error',
    // A busy machine is not a store that hangs.
    STORE_TIMEOUT_MS: '20000',
    LIMIT_WRITE_PER_MINUTE: MANY,
    COMPLAINTS_PER_PERSON_PER_DAY: MANY,
  });
  const koa = fork(fileURLToPath(new URL('./file-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, MONGODB_URI },
  });
  const [{ url }] = (await once(koa, 'message')) as [{ url: string }];
  const who = await person(app);
  const body = JSON.stringify({ ...aFiling, venueId: 'v530600' });
  const filing: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = -1; round < ROUNDS; round += 1) {
      const inserted = await perSecond(url, body);
      const filed = await perSecond(`${app.api}/complaints`, body, who.token);
      if (round < 0) continue;
      filing.push(filed);
      bare.push(inserted);
    }
  } finally {
    koa.disconnect();
    await app.kill();
    await embedded?.kill();
    await rm(dir, { recursive: true, force: true });
  }
  const beside = median(filing.map((value, index) => value / (bare[index] ?? Number.NaN)));
  return [
    row('complaints filed a second / bare koa with one insert', beside, 'ratio', { atLeast: 0.3 }),
    row('complaints filed', median(filing), '1/s'),
    row('bare koa with one insert', median(bare), '1/s'),
  ];
}

async function perSecond(url: string, body: string, token?: string): Promise<number> {
  const started = performance.now();
  let answered = started;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        amount: REQUESTS,
        timeout: PATIENCE_SECONDS,
        connections: 10,
        method: 'POST',
        body,
        requests: [
          {
            setupRequest: (request) => ({
              ...request,
              headers: {
                'content-type': 'application/json',
                'idempotency-key': randomUUID(),
                ...(token && { authorization: `Bearer ${token}` }),
              },
            }),
          },
        ],
      },
      (error, found) => (error ? reject(error) : resolve(found)),
    );
    // It tells of its end only once a second; the last answer came before.
    run.on('response', () => {
      answered = performance.now();
    });
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return REQUESTS / ((answered - started) / 1_000);
}
