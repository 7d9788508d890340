import { parentPort, workerData } from 'node:worker_threads';
import { judgePdf } from './features/uploads/judge-pdf';

/** A thread of its own for one PDF: it is given the bytes, says what it found, and ends. */
parentPort?.postMessage(await judgePdf(Buffer.from(workerData as Uint8Array)));
