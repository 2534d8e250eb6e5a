import { parentPort, workerData } from 'node:worker_threads';
import { askRealTime } from '@loa/shared/node/real-time';
import { createThreadClock, holdUntil } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { createEar } from '../capture/ear.js';
import { buildOutputs } from '../outputs/build-outputs.js';
import { createEngine } from './engine.js';
import type { EngineCommand, EngineEvent } from './engine-messages.js';
import type { EngineData } from './engine-thread.js';
import { createPortLogger } from './port-logger.js';
import { serveEngine } from './serve-engine.js';
import { createOpenSource } from './sources/open-source.js';

// The engine's thread: here its adapters meet its ports. It imports neither database nor network clients, for a second
// copy of them would cost a small box more memory than all the sound.
const data: EngineData = workerData;
const clock = createThreadClock(data.clockOrigin);
const pulse = new Int32Array(data.pulse);
const post = (event: EngineEvent) => parentPort?.postMessage(event);
const log = createPortLogger(post);
const beat = () => Atomics.add(pulse, 0, 1);

const engine = createEngine({
  outputs: buildOutputs({ ...data, clock, random: systemRandom, log }),
  clock,
  holdUntil: (monotonic) => holdUntil(clock, monotonic),
  open: createOpenSource({ clock, random: systemRandom, log }),
  delayMs: data.delayMs,
  ear: data.capture && createEar({ spec: data.capture, clock, log }),
  onBeat: () => server.onBeat(),
  log,
});
const server = serveEngine({ engine, post, beat });

parentPort?.on('message', async (command: EngineCommand) => {
  // Letting go of the port lets the thread end when its outputs are closed.
  if (await server.command(command)) parentPort?.close();
});
// Speakers hear when a frame leaves: no decoder's time slice comes before it, where the system allows that.
void askRealTime().then((why) => {
  if (why !== null) log.debug({ why }, 'sound has no real-time priority');
});
await server.start();
