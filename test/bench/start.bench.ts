import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { median, type Row, row } from './report';

const ROUNDS = 5;
const DATA = '.data/bench/start-data';

/** Time from `npm start` to ready, first with an empty store and then with a filled one, and resident memory. */
export async function bench(): Promise<Row[]> {
  await rm(DATA, { recursive: true, force: true });
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    bare.push(await timed(() => once(spawn('node', ['-e', '0']), 'close')));
  const first = await startOnce();
  const later: { seconds: number; megabytes: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) later.push(await startOnce());
  await rm(DATA, { recursive: true, force: true });
  const seconds = median(later.map((start) => start.seconds));
  return [
    row('first start, with sample data to load: until ready', first.seconds, 's'),
    row('later starts: until ready', seconds, 's', { atMost: 5 }),
    row('later starts / an empty node process', seconds / median(bare), 'ratio'),
    row('resident memory when ready', median(later.map((start) => start.megabytes)), 'MB'),
  ];
}

async function startOnce(): Promise<{ seconds: number; megabytes: number }> {
  const port = await freePort();
  const child = spawn('node', ['tools/start.mjs'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: DATA },
    stdio: 'ignore',
  });
  const seconds = await timed(() => ready(port, child));
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024;
  child.kill('SIGINT');
  await once(child, 'close');
  return { seconds, megabytes };
}

async function ready(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`npm start ended with ${child.exitCode}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
