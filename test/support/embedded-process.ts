import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The embedded endpoint in another process. */
export interface EmbeddedProcess {
  uri: string;
  /** Memory of its own after a garbage collection, in bytes. */
  memory(): Promise<number>;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts the endpoint on a folder, in a process that can be killed. */
export async function startEmbeddedProcess(dir: string): Promise<EmbeddedProcess> {
  const child: ChildProcess = fork(
    fileURLToPath(new URL('./embedded-process-main.ts', import.meta.url)),
    [dir],
    {
      execArgv: ['--expose-gc', '--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const exited = once(child, 'exit');
  const message = async <T>(): Promise<T> => {
    const said = await Promise.race([once(child, 'message'), exited.then(() => undefined)]);
    if (!said) throw new Error('The embedded endpoint ended before it answered');
    return said[0] as T;
  };
  const { uri } = await message<{ uri: string }>();
  return {
    uri,
    memory: async () => {
      child.send('memory');
      return (await message<{ bytes: number }>()).bytes;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
