import { parentPort, workerData } from 'node:worker_threads';
import { drawResult, type ResultPaper } from './features/results/draw-result';

/** A thread of its own for one result: reading the font takes half a second. */
parentPort?.postMessage(await drawResult(workerData as ResultPaper));
