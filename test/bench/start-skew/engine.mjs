// The engine in its thread as on a box, before an output that notes when it was handed a playback's first sample.
import { parentPort, workerData } from 'node:worker_threads';
import { askRealTime } from '@loa/shared/node/real-time';
import { holdUntil } from '@loa/shared/node/system-clock';
import { createEngine } from '../../../edge-agent/dist/player/engine.js';
import { makeSound } from '../../../edge-agent/dist/player/sources/made-sound.js';
import { sharedNow, skewedClock } from './shared-clock.mjs';

const clock = skewedClock(workerData);
const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
const output = {
  id: 'note',
  continuous: false,
  begin() {},
  write(_frame, _dueAt, first) {
    const at = sharedNow();
    // Told later, so that telling delays no other box of this machine.
    if (first) setTimeout(() => parentPort.postMessage({ at, offsetMs: first.offsetSamples / 48 }), 100);
    return 'taken';
  },
  finish() {},
  health: () => ({ ok: true }),
  start: async () => async () => {},
};
const engine = createEngine({
  outputs: [output],
  clock,
  holdUntil: (monotonic) => holdUntil(clock, monotonic),
  open: (audio, offsetMs) => makeSound(audio, offsetMs),
  log,
});
await askRealTime();
await engine.start();
parentPort.on('message', (startAtMonotonic) =>
  engine.play({
    ...{ playbackId: 'p', sessionId: 's', startAt: 0, offsetMs: 0, gainDb: 0 },
    audio: { kind: 'tone', durationMs: 100 },
    startAtMonotonic,
  }),
);
parentPort.postMessage('ready');
