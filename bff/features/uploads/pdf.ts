import { Worker } from 'node:worker_threads';
import { Problem } from '../../problem';
import type { PdfVerdict } from './judge-pdf';

/** An honest file of 10 MB takes a second or two. */
const TIME_MS = 15_000;
const MEGABYTES = 512;

/**
 * Has a PDF looked through in a thread of its own, which may take so much time and memory and no more: a file can be made
 * so that reading it never ends.
 * @returns its pages
 * @throws Problem UPLOAD_PDF_ACTIVE, UPLOAD_PDF_LOCKED, UPLOAD_UNREADABLE
 */
export async function inspectPdf(content: Buffer): Promise<number> {
  const verdict = await judgedApart(content);
  if ('refusal' in verdict) throw new Problem(verdict.refusal);
  return verdict.pages;
}

function judgedApart(content: Buffer): Promise<PdfVerdict> {
  const worker = startWorker(new Uint8Array(content));
  return new Promise<PdfVerdict>((resolve) => {
    const unreadable = () => resolve({ refusal: 'UPLOAD_UNREADABLE' });
    const timer = setTimeout(unreadable, TIME_MS);
    worker.once('message', (verdict: PdfVerdict) => resolve(verdict));
    // Out of memory, or it broke in another way.
    worker.once('error', unreadable);
    worker.once('exit', () => {
      clearTimeout(timer);
      unreadable();
    });
  }).finally(() => worker.terminate());
}

/** Compiled, the thread's file lies beside the commands; uncompiled it is read through tsx, which a thread must ask for. */
function startWorker(workerData: Uint8Array): Worker {
  const options = {
    workerData,
    transferList: [workerData.buffer as ArrayBuffer],
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
    execArgv: [],
    stdout: true,
    stderr: true,
  };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./pdf-worker.js', import.meta.url), options);
  const source = new URL('../../pdf-worker.ts', import.meta.url).href;
  const loading = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); });`;
  return new Worker(loading, { ...options, eval: true });
}
