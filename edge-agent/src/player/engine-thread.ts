import { Worker } from 'node:worker_threads';
import type { CaptureSpec } from '../capture/capture-spec.js';
import type { OutputSpec } from '../outputs/output-spec.js';
import type { EngineCommand, EngineEvent, EngineThread } from './engine-messages.js';

/** What the engine's thread needs to know from its beginning. */
export interface EngineData {
  /** The agent's `Clock.monotonic()` at zero, so that both threads speak of the same instants. */
  clockOrigin: number;
  /** One Int32 that counts the thread's signs of life. */
  pulse: SharedArrayBuffer;
  specs: readonly OutputSpec[];
  boxId: string;
  /** Milliseconds by which this box sounds later than planned, for its distance from others. */
  delayMs: number;
  /** Where the box listens to itself, if it does. */
  capture?: CaptureSpec | undefined;
}

export type OpenWorker = (data: EngineData, limits: Worker['resourceLimits']) => Worker;

const openWorker: OpenWorker = (workerData, resourceLimits) =>
  new Worker(new URL('./engine-worker.js', import.meta.url), {
    workerData,
    ...(resourceLimits ? { resourceLimits } : {}),
  });

/** The engine makes little garbage and holds little: a small heap keeps a small box small. Megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48, stackSizeMb: 1 };

/** The thread that owns the outputs. */
export function startEngineThread(
  data: Omit<EngineData, 'pulse'>,
  open: OpenWorker = openWorker,
): EngineThread {
  const pulse = new SharedArrayBuffer(4);
  const beats = new Int32Array(pulse);
  const worker = open({ ...data, pulse }, LIMITS);
  let broken: string | null = null;
  worker.on('error', (error) => {
    broken = error instanceof Error ? error.message : String(error);
  });
  return {
    post: (command: EngineCommand) => worker.postMessage(command),
    beats: () => Atomics.load(beats, 0),
    onEvent: (hear) => worker.on('message', (event: EngineEvent) => hear(event)),
    onEnd: (hear) => worker.once('exit', (code) => hear(broken ?? `its thread ended with ${code}`)),
    async terminate() {
      await worker.terminate();
    },
  };
}
