/**
 * A process of its own that pages as a box does: the whole sound engine in its thread, with the output of the settings in
 * argv[2] (JSON), plays the recording argv[3] (raw s16le 48 kHz mono) once.
 */
import { statSync } from 'node:fs';
import { systemClock as clock, clockOrigin } from '@loa/shared/node/system-clock';
import { readOutputs } from '../../../edge-agent/src/outputs/read-outputs.js';
import { createEnginePlayer } from '../../../edge-agent/src/player/engine-player.js';
import { startEngineThread } from '../../../edge-agent/src/player/engine-thread.js';
import { silentLogger } from '../silent-logger.js';
import { workerFromSource } from '../worker-from-source.js';

const BYTES_PER_MS = 96;
/** Time for the thread to start and for the output to be told. */
const AHEAD_MS = 1_500;

const [, , setting = '', path = ''] = process.argv;
const specs = readOutputs({ outputs: [JSON.parse(setting)], dataDir: '/nonexistent', wavQuotaBytes: 1e6 });
const data = { specs, boxId: 'box_1', clockOrigin: clockOrigin(), delayMs: 0 };
const player = createEnginePlayer({
  startThread: () => startEngineThread(data, workerFromSource),
  clock,
  log: silentLogger,
});
const stop = await player.start();
const playing = player.play({
  ...{ playbackId: 'playback_1', sessionId: 'session_1', offsetMs: 0, gainDb: 0 },
  audio: { path, durationMs: statSync(path).size / BYTES_PER_MS },
  startAtMonotonic: clock.monotonic() + AHEAD_MS,
  startAt: clock.now() + AHEAD_MS,
});
const { end, detail } = await playing.ended;
await stop();
if (end !== 'completed') throw new Error(`${end}: ${detail}`);
process.exit(0);
