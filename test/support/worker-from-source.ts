import { Worker } from 'node:worker_threads';
import type { OpenWorker } from '../../edge-agent/src/player/engine-thread.js';

const ENTRY = new URL('../../edge-agent/src/player/engine-worker.ts', import.meta.url);

/** The sound engine's thread from its TypeScript source, as tests run everything else. */
export const workerFromSource: OpenWorker = (workerData) =>
  new Worker(new URL('./source-worker.mjs', import.meta.url), {
    workerData,
    argv: [ENTRY.href],
    execArgv: ['--conditions=source'],
  });
