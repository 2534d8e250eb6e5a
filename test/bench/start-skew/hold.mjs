// The least that a thread can do: a timer to shortly before, then a wait. What the engine is measured beside.
import { parentPort } from 'node:worker_threads';
import { askRealTime } from '@loa/shared/node/real-time';
import { sharedNow } from './shared-clock.mjs';

const parked = new Int32Array(new SharedArrayBuffer(4));
parentPort.on('message', (at) =>
  setTimeout(
    () => {
      Atomics.wait(parked, 0, 0, Math.max(0, at - sharedNow()));
      const began = sharedNow();
      setTimeout(() => parentPort.postMessage({ at: began, offsetMs: 0 }), 100);
    },
    at - 20 - sharedNow(),
  ),
);
await askRealTime();
parentPort.postMessage('ready');
