import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, expect, it } from 'vitest';
import { createOutputs } from '../../../edge-agent/src/outputs/create-outputs.js';
import { FRAME_SAMPLES, type Output } from '../../../edge-agent/src/outputs/output.js';
import { createFramePacer } from '../../../edge-agent/src/player/frame-pacer.js';
import { align, decodeFile } from '../../support/audio-correlate.js';
import { describeNeeding } from '../../support/needs.js';
import { startPulseCard } from '../../support/pulse.js';
import { silentLogger } from '../../support/silent-logger.js';
import { waitUntil } from '../../support/wait-until.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/xin-chao.opus');
const SILENCE = new Int16Array(FRAME_SAMPLES);

const closing: (() => Promise<unknown>)[] = [];
const before = { ...process.env };
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  process.env = { ...before };
});

async function setUp(program: string, setting: Record<string, unknown> = {}) {
  const card = await startPulseCard(program);
  closing.push(card.close);
  Object.assign(process.env, card.env);
  const [output] = createOutputs({
    outputs: [{ kind: 'alsa', device: 'loa', ...setting }],
    ...{ dataDir: '/nonexistent', boxId: 'box_1', wavQuotaBytes: 1e6, clock: systemClock, log: silentLogger },
  });
  if (!output) throw new Error('no output');
  closing.push(await output.start());
  return { card, output, ...feed(output) };
}

/** Silence on its beat, and whatever is put in between. */
function feed(output: Output) {
  const queue: Int16Array[] = [];
  let taken = 0;
  const pacer = createFramePacer({
    clock: systemClock,
    onSkip() {},
    onFrame(dueAt) {
      if (output.write(queue.shift() ?? SILENCE, dueAt) === 'taken') taken++;
    },
  });
  pacer.start(systemClock.monotonic());
  closing.push(async () => pacer.stop());
  return {
    taken: () => taken,
    speak(samples: Int16Array) {
      for (let from = 0; from < samples.length; from += FRAME_SAMPLES) {
        queue.push(samples.subarray(from, from + FRAME_SAMPLES));
      }
      return () => queue.length === 0;
    },
  };
}

const PARTS = 10;

/**
 * How many tenths of the speech are heard as they are and where they belong. A busy sound server slips some samples now and
 * then, after which everything is a little later: that is not ours.
 */
function wellHeard(heard: Int16Array, speech: Int16Array): number {
  const length = speech.length / PARTS;
  const places = Array.from({ length: PARTS }, (_, part) => {
    const { at, correlation } = align(heard, speech.subarray(part * length, (part + 1) * length));
    return correlation > 0.98 ? at - part * length : null;
  }).filter((place) => place !== null);
  const middle = places.toSorted((a, b) => a - b)[places.length >> 1] ?? 0;
  return places.filter((place) => Math.abs(place - middle) < 10 * 48).length;
}

describeNeeding(
  'pulseaudio',
  'a sound card that keeps its own time (PulseAudio’s null sink behind ALSA)',
  (program) => {
    // Three tries: a sound server that gets no processor time loses more than some samples.
    it('sounds what it was given, in order and once', { retry: 2 }, async () => {
      const speech = decodeFile(SPEECH).subarray(24_000, 24_000 + 100 * FRAME_SAMPLES);
      const { card, output, taken, speak } = await setUp(program);
      await waitUntil('it takes sound', () => taken() > 25);
      const spoken = speak(speech);
      await waitUntil('it was all given', spoken);
      await waitUntil('it was heard in order', () => wellHeard(card.heard(), speech) >= 8, 10_000);
      expect(output.health()).toEqual({ ok: true });
    });

    it('has the volume of the settings', async () => {
      const { card, taken } = await setUp(program, {
        volume: { mixer: 'loa', control: 'Master', percent: 40 },
      });
      await waitUntil('it takes sound', () => taken() > 5);
      const volume = () =>
        execFileSync('pactl', ['get-sink-volume', 'loa'], {
          env: { ...process.env, ...card.env },
          encoding: 'utf8',
        });
      await waitUntil('the volume is set', () => volume().includes(' 40%'));
    });
  },
);
