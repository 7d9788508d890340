import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { build } from 'esbuild';
import { median, type Row, row } from './report';

const compiled = 'dist/bench/http-server.js';
const ROUNDS = 5;
const REQUESTS = 8_000;

interface Server {
  child: ChildProcess;
  url: string;
}

/** Requests per second and user CPU per request of the hottest answers, beside a bare server and bare koa. */
export async function bench(): Promise<Row[]> {
  await compile();
  const [node, koa, bff] = await Promise.all([open('node'), open('koa'), open('bff')]);
  const found = (await (
    await fetch(`${bff.url}/api/v1/items?q=${encodeURIComponent('身份证')}&county=530600`)
  ).json()) as {
    items: { code: string }[];
  };
  const code = found.items[0]?.code;
  const guide = (await (await fetch(`${bff.url}/api/v1/items/${code}`)).json()) as {
    soonest: { queueId: string; time: { date: string } };
  };
  const { queueId, time } = guide.soonest;
  const targets: Record<string, [Server, string]> = {
    'bare node:http': [node, '/'],
    'bare koa': [koa, '/'],
    home: [bff, '/api/v1/home'],
    guide: [bff, `/api/v1/items/${code}`],
    slots: [bff, `/api/v1/queues/${queueId}/slots?date=${time.date}`],
  };
  const empty = () => Object.fromEntries(Object.keys(targets).map((what) => [what, [] as number[]]));
  const cpu = empty();
  const rps = empty();
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [what, [server, path]] of Object.entries(targets)) {
      const measured = await measure(server, path);
      if (round < 0) continue;
      cpu[what]?.push(measured.cpu);
      rps[what]?.push(measured.rps);
    }
  }
  for (const { child } of [node, koa, bff]) child.disconnect();

  const ratio = (of: Record<string, number[]>, what: string, beside: string) =>
    median((of[what] ?? []).map((value, round) => value / (of[beside]?.[round] ?? Number.NaN)));
  return Object.keys(targets).flatMap((what) => [
    row(`${what}: user CPU a request / bare koa`, ratio(cpu, what, 'bare koa'), 'ratio', goalOf(what)),
    row(`${what}: requests a second / bare node:http`, ratio(rps, what, 'bare node:http'), 'ratio'),
    row(`${what}: user CPU a request`, median(cpu[what] ?? []), 'µs'),
  ]);
}

const goalOf = (what: string) => (what.startsWith('bare') ? undefined : { atMost: 2.5 });

/** As production is: compiled, not translated on the way in. */
async function compile(): Promise<void> {
  await build({
    entryPoints: ['test/bench/http-server.ts'],
    outfile: compiled,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'warning',
  });
}

async function open(kind: string): Promise<Server> {
  const child = fork(compiled, [kind], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { child, url };
}

async function measure({ child, url }: Server, path: string): Promise<{ cpu: number; rps: number }> {
  const before = await userMicros(child);
  const started = performance.now();
  let answered = started;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon({ url: url + path, amount: REQUESTS, connections: 10 }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
    // It tells of its end only once a second; the last answer came before.
    run.on('response', () => {
      answered = performance.now();
    });
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${path}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  const used = (await userMicros(child)) - before;
  return {
    cpu: used / REQUESTS,
    rps: REQUESTS / ((answered - started) / 1_000),
  };
}

async function userMicros(child: ChildProcess): Promise<number> {
  child.send('cpu');
  const [{ userMicros: micros }] = (await once(child, 'message')) as [{ userMicros: number }];
  return micros;
}
