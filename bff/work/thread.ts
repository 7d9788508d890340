import { Worker } from 'node:worker_threads';

export interface ThreadBounds {
  /** Milliseconds after which it is ended. */
  ms: number;
  /** Of its heap. */
  megabytes: number;
}

/**
 * Has a piece of work done in a thread of its own, which may take so much time and memory and no more: what it is given may
 * be made so that it never ends, and what takes long would hold up every request.
 * @param file beside the commands: `pdf-worker`; it is given `workerData`, posts one message and ends
 * @returns that message; null when it took too much, broke, or ended without one
 */
export function inThread<T>(
  file: string,
  workerData: unknown,
  { ms, megabytes }: ThreadBounds,
  transferList: ArrayBuffer[] = [],
): Promise<T | null> {
  const worker = start(file, {
    workerData,
    transferList,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  return new Promise<T | null>((resolve) => {
    const nothing = () => resolve(null);
    const timer = setTimeout(nothing, ms);
    worker.once('message', resolve);
    // Out of memory, or it broke in another way.
    worker.once('error', nothing);
    worker.once('exit', () => {
      clearTimeout(timer);
      nothing();
    });
  }).finally(() => worker.terminate()) as Promise<T | null>;
}

/** Compiled, the thread's file lies beside the commands; uncompiled it is read through tsx, which a thread must ask for. */
function start(file: string, options: ConstructorParameters<typeof Worker>[1]): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${file}.js`, import.meta.url), options);
  const source = new URL(`../${file}.ts`, import.meta.url).href;
  const loading = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); });`;
  return new Worker(loading, { ...options, eval: true });
}
