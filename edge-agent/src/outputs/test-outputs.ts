import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { applyGain, factorOf } from '../player/gain.js';
import { buildOutputs } from './build-outputs.js';
import { FRAME_MS, FRAME_SAMPLES, type Output, SAMPLES_PER_MS, type Taken } from './output.js';
import type { OutputSpec } from './output-spec.js';

export interface TestReport {
  id: string;
  ok: boolean;
  words: string;
}

/** An output is opened this long before the sound at least, as the engine does. */
const LEAD_MS = 1_000;
/** Silence after the sound, so that all of it comes out before the output is closed. */
const TAIL_MS = 700;
const SILENCE = new Int16Array(FRAME_SAMPLES);
/** A sound of which so much went out was heard. */
const ENOUGH = 0.98;

/** How long the test of these outputs takes, ms. */
export function testLengthMs(specs: readonly OutputSpec[], samples: Int16Array): number {
  const lead = (spec: OutputSpec) => Math.max(LEAD_MS, spec.warmUp?.leadMs ?? 0);
  return specs.reduce((sum, spec) => sum + lead(spec) + samples.length / SAMPLES_PER_MS + TAIL_MS, 0);
}

/** Plays a sound on one output after the other, as a box would, and says of each whether it took it. */
export async function testOutputs(ports: {
  specs: readonly OutputSpec[];
  samples: Int16Array;
  boxId: string;
  clock: Clock;
  random: Random;
  log: Logger;
  onReport(report: TestReport): void;
  signal: AbortSignal;
}): Promise<boolean> {
  let ok = true;
  for (const spec of ports.specs) {
    if (ports.signal.aborted) return false;
    const [output] = buildOutputs({ ...ports, specs: [spec] });
    if (!output) continue;
    const report = await testOne(output, { ...ports, samples: trimmed(ports.samples, spec.trim.gainDb) });
    ports.onReport(report);
    ok &&= report.ok;
  }
  return ok;
}

/** As loud beside the others as the box's own settings want it. */
function trimmed(samples: Int16Array, gainDb: number): Int16Array {
  const own = samples.slice();
  const factor = factorOf(gainDb);
  applyGain(own, { from: factor, to: factor, samples: 0, done: 0 });
  return own;
}

async function testOne(
  output: Output,
  ports: { samples: Int16Array; clock: Clock; signal: AbortSignal },
): Promise<TestReport> {
  const { samples, clock, signal } = ports;
  const stop = await output.start();
  const beat = createBeat(output, clock, signal);
  try {
    const startAt = clock.now();
    output.begin({ playbackId: 'test', sessionId: `test-${startAt}`, startAt, rank: 'normal' });
    await beat.silence(Math.max(LEAD_MS, output.leadMs ?? 0));
    const { taken, trouble } = await beat.sound(samples, startAt);
    output.finish();
    await beat.silence(TAIL_MS);
    return reportOf(output, taken / (samples.length / FRAME_SAMPLES), trouble);
  } catch (error) {
    if (!signal.aborted) throw error;
    return { id: output.id, ok: false, words: 'stopped' };
  } finally {
    await stop();
  }
}

function reportOf(output: Output, part: number, trouble: string | null): TestReport {
  const state = output.health();
  const why = state.ok ? trouble : state.detail;
  const { id } = output;
  if (part >= ENOUGH && state.ok) return { id, ok: true, words: 'took all of it. Did you hear it?' };
  if (part > 0) {
    const percent = Math.floor(part * 100);
    return { id, ok: false, words: `took ${percent}% of it${why === null ? '' : `: ${why}`}` };
  }
  return { id, ok: false, words: `took nothing: ${why ?? 'nobody listens'}` };
}

/** Frames on absolute deadlines of ordinary timers: enough for a test of whether something sounds. */
function createBeat(output: Output, clock: Clock, signal: AbortSignal) {
  let dueAt = clock.monotonic();

  async function next(): Promise<void> {
    await clock.wait(Math.max(0, dueAt - clock.monotonic()), signal);
    dueAt += FRAME_MS;
  }

  return {
    async silence(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += FRAME_MS) {
        await next();
        if (output.continuous) output.write(SILENCE, dueAt);
      }
    },
    async sound(samples: Int16Array, at: number): Promise<{ taken: number; trouble: string | null }> {
      let taken = 0;
      let trouble: string | null = null;
      for (let from = 0; from < samples.length; from += FRAME_SAMPLES) {
        await next();
        const first = from === 0 ? { offsetSamples: 0, firstSampleAt: at } : undefined;
        const fate: Taken = output.write(samples.subarray(from, from + FRAME_SAMPLES), dueAt, first);
        const state = output.health();
        if (fate === 'taken') taken++;
        if (!state.ok) trouble = state.detail;
      }
      return { taken, trouble };
    },
  };
}
