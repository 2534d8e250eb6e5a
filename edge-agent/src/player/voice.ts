import { FRAME_SAMPLES, SAMPLES_PER_MS } from '../outputs/output.js';
import type { PlayProgress, PlayRequest, PlayResult } from '../sound-port.js';
import { applyGain, factorOf, type Ramp, rampAt } from './gain.js';
import { createLevelMeter } from './level-meter.js';
import type { PcmReader } from './pcm-reader.js';

/** Short enough not to be heard as a fade, long enough not to be heard as a click: 10 ms. */
export const FADE_SAMPLES = 480;

/** A frame of a voice; its own samples are those from `from` to `to`, the rest is silence. */
export interface VoiceFrame {
  samples: Int16Array;
  from: number;
  to: number;
  /** Whether it holds the voice's first sample (at `from`). */
  first: boolean;
}

/** One playback on its way through the outputs: reads, fades, gains, measures. */
export interface Voice {
  readonly request: PlayRequest;
  /** Its audio is in memory: from now on frames may begin. */
  prime(): void;
  /** The frame due at this instant, null while that lies wholly before the voice's start. */
  frame(dueAt: number): VoiceFrame | null;
  /** What became of the frame just given: handed at this monotonic instant to these outputs, or to none. */
  handed(frame: VoiceFrame, atMonotonic: number, takers: readonly string[]): void;
  /** So many frames passed in which nothing could be handed over. */
  skipped(frames: number): void;
  /** Fades out within the next frame and ends; one that has not begun ends at once. */
  stop(): void;
  /** Set once the last frame was given. */
  over(): PlayResult['end'] | null;
  fail(detail: string): void;
  progress(): PlayProgress;
  result(): PlayResult;
}

export function createVoice({ request, reader }: { request: PlayRequest; reader: PcmReader }): Voice {
  const gain = factorOf(request.gainDb);
  const meter = createLevelMeter();
  const takers = new Set<string>();
  let primed = false;
  /** Samples rendered so far; what was really taken of them is `delivered`. */
  let rendered = 0;
  let delivered = 0;
  let first: number | null = null;
  let underruns = 0;
  let stopping = false;
  let end: PlayResult['end'] | null = null;
  let detail: string | undefined;

  function fail(words: string): void {
    end = 'output_failed';
    detail = words;
  }

  /** The factor now: rising over a join at an offset, falling to nothing over a stop. */
  function ramp(): Ramp {
    const rising = { from: request.offsetMs > 0 ? 0 : gain, to: gain, samples: FADE_SAMPLES, done: rendered };
    return stopping ? { from: rampAt(rising), to: 0, samples: FADE_SAMPLES, done: 0 } : rising;
  }

  function render(from: number): VoiceFrame {
    const samples = new Int16Array(FRAME_SAMPLES);
    const taken = reader.take(FRAME_SAMPLES - from);
    if (taken === null) {
      underruns++;
      if (stopping) end = 'stopped';
      return { samples, from, to: from, first: false };
    }
    const heard = stopping ? taken.subarray(0, FADE_SAMPLES) : taken;
    samples.set(heard, from);
    const to = from + heard.length;
    applyGain(samples.subarray(from, to), ramp());
    const isFirst = rendered === 0 && heard.length > 0;
    rendered += heard.length;
    const failure = reader.failure();
    if (stopping) end = 'stopped';
    else if (taken.length < FRAME_SAMPLES - from) {
      if (failure === null) end = 'completed';
      else fail(`the prepared audio could not be read: ${failure}`);
    }
    return { samples, from, to, first: isFirst };
  }

  function progress(): PlayProgress {
    return {
      deliveredMs: Math.round(delivered / SAMPLES_PER_MS),
      ...meter.levels(),
      underruns,
      firstSampleMonotonic: first,
      output: [...takers].join('+'),
    };
  }

  return {
    request,
    prime() {
      primed = true;
    },
    frame(dueAt) {
      if (!primed || end !== null) return null;
      const ahead = Math.round((request.startAtMonotonic - dueAt) * SAMPLES_PER_MS);
      const from = rendered > 0 ? 0 : Math.max(0, ahead);
      return from >= FRAME_SAMPLES ? null : render(from);
    },
    handed(frame, atMonotonic, took) {
      if (frame.to === frame.from) return;
      if (took.length === 0) {
        underruns++;
        return;
      }
      first ??= atMonotonic + frame.from / SAMPLES_PER_MS;
      delivered += frame.to - frame.from;
      meter.add(frame.samples.subarray(frame.from, frame.to));
      for (const id of took) takers.add(id);
    },
    skipped(frames) {
      if (rendered > 0) underruns += frames;
    },
    stop() {
      stopping = true;
      if (rendered === 0) end ??= 'stopped';
    },
    over: () => end,
    fail,
    progress,
    result() {
      if (end === 'completed' && rendered > 0 && delivered === 0) fail('no output took any of it');
      return { ...progress(), end: end ?? 'stopped', ...(detail === undefined ? {} : { detail }) };
    },
  };
}
