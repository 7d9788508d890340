import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process is asked to do; `id` comes back when it is done. */
export interface Told {
  id: number;
  /** Set the clock to that instant, forward or back, and do what is due then. */
  at?: string;
  /** Empty Redis. */
  forget?: boolean;
}

export interface AppProcess {
  url: string;
  api: string;
  child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Asks it to do something. @returns when it is done: `gone` when the process ended instead */
  tell(what: Omit<Told, 'id'>): Promise<'done' | 'gone'>;
  /** When it has ended, however it did. */
  gone: Promise<unknown>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Ends it in good order. @returns its exit code */
  stop(): Promise<number | null>;
}

/**
 * The BFF in a process of its own, with the environment given, so that it can be killed, and so that several can
 * share one pair of stores.
 */
export async function startAppProcess(env: Record<string, string>): Promise<AppProcess> {
  const child = fork(fileURLToPath(new URL('./app-process-main.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const closed = once(child, 'close');
  const ready = once(child, 'message').then(([message]) => message as { url: string });
  const first = await Promise.race([ready, closed.then(() => undefined)]);
  if (!first) throw new Error(`The app did not start:\n${printed}`);
  let asked = 0;
  const waiting = new Map<number, () => void>();
  child.on('message', (message: { did?: number }) => waiting.get(message.did ?? -1)?.());
  return {
    url: first.url,
    api: `${first.url}/api/v1`,
    child,
    output: () => printed,
    gone: closed,
    tell: async (what) => {
      asked += 1;
      const id = asked;
      const done = new Promise<'done'>((resolve) => {
        waiting.set(id, () => resolve('done'));
      });
      if (child.connected) child.send({ id, ...what }, () => undefined);
      return Promise.race([done, closed.then(() => 'gone' as const)]);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
  };
}
