/**
 * A process of its own that pages for a while as a box does: the outputs of the settings in argv[2] (JSON), on the
 * engine's frame clock; sound is argv[3] (raw s16le 48 kHz mono, repeated), for argv[4] ms. Says `end` when it is over.
 */
import { readFileSync } from 'node:fs';
import { askRealTime } from '@loa/shared/node/real-time';
import { systemClock as clock, holdUntil } from '@loa/shared/node/system-clock';
import { createOutputs } from '../../../edge-agent/src/outputs/create-outputs.js';
import { FRAME_SAMPLES } from '../../../edge-agent/src/outputs/output.js';
import { createFramePacer } from '../../../edge-agent/src/player/frame-pacer.js';
import { silentLogger } from '../silent-logger.js';

// As on a box; where it is not allowed, whoever measures has to try more often.
await askRealTime();
const [, , settings = '', pcmPath = '', durationMs = ''] = process.argv;
const bytes = Uint8Array.from(readFileSync(pcmPath));
const pcm = new Int16Array(bytes.buffer, 0, bytes.byteLength >> 1);
const frames = Math.floor(pcm.length / FRAME_SAMPLES);
const total = Number(durationMs) / 20;

const outputs = createOutputs({
  outputs: [JSON.parse(settings)],
  ...{ dataDir: '/nonexistent', boxId: 'box_1', wavQuotaBytes: 1e6, clock, log: silentLogger },
});
for (const output of outputs) {
  await output.start();
  output.begin({ playbackId: 'playback_1', sessionId: 'session_1', startAt: clock.now() });
}
let sent = 0;
const pacer = createFramePacer({
  clock,
  holdUntil: (at) => holdUntil(clock, at),
  onSkip() {},
  onFrame(dueAt) {
    const from = (sent % frames) * FRAME_SAMPLES;
    const first = { offsetSamples: 0, firstSampleAt: clock.now() };
    for (const output of outputs) {
      output.write(pcm.subarray(from, from + FRAME_SAMPLES), dueAt, sent === 0 ? first : undefined);
    }
    if (++sent < total) return;
    pacer.stop();
    process.stdout.write('end\n');
    clock.after(50, () => process.exit(0));
  },
});
pacer.start(clock.monotonic() + 300);
