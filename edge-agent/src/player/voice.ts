import { FRAME_SAMPLES } from '../outputs/output.js';
import type { PlayProgress, PlayRequest, PlayResult } from '../sound-port.js';
import { applyGain, factorOf } from './gain.js';
import { createLevelMeter } from './level-meter.js';
import type { PcmReader } from './pcm-reader.js';

/** Short enough not to be heard as a fade, long enough not to be heard as a click: 10 ms. */
const FADE_SAMPLES = 480;
const SAMPLES_PER_MS = 48;

/** A frame of a voice, and where in it the voice's first sample stands, if it does. */
export interface VoiceFrame {
  samples: Int16Array;
  firstOffset: number | null;
}

/** One playback on its way through the outputs: reads, fades, gains, measures. */
export interface Voice {
  readonly request: PlayRequest;
  /** Null while the frame lies wholly before its start. */
  frame(dueAt: number): VoiceFrame | null;
  /** The frame with the first sample was handed over at this monotonic instant. */
  markFirst(monotonic: number): void;
  fadeOut(): void;
  /** Ends it without another sample. */
  cut(): void;
  /** Set once the last frame was given. */
  over(): PlayResult['end'] | null;
  fail(detail: string): void;
  progress(): PlayProgress;
  result(): PlayResult;
}

export function createVoice(ports: { request: PlayRequest; reader: PcmReader; output: () => string }): Voice {
  const { request, reader } = ports;
  const gain = factorOf(request.gainDb);
  const meter = createLevelMeter();
  let first: number | null = null;
  let begun = false;
  let delivered = 0;
  let underruns = 0;
  let fading = false;
  let end: PlayResult['end'] | null = null;
  let detail: string | undefined;

  function progress(): PlayProgress {
    return {
      deliveredMs: Math.round(delivered / SAMPLES_PER_MS),
      ...meter.levels(),
      underruns,
      firstSampleMonotonic: first,
      output: ports.output(),
    };
  }

  /** Samples from the reader into `out` from `offset` on; the rest stays silent. */
  function read(out: Int16Array, offset: number): void {
    const taken = reader.take(FRAME_SAMPLES - offset);
    if (taken === null) {
      underruns++;
      return;
    }
    out.set(taken, offset);
    const sounding = out.subarray(offset, offset + taken.length);
    const joins = !begun && request.offsetMs > 0;
    applyGain(sounding, joins ? 0 : gain, fading ? 0 : gain, joins || fading ? FADE_SAMPLES : 0);
    if (fading && joins) sounding.fill(0);
    const heard = fading ? sounding.subarray(0, FADE_SAMPLES) : sounding;
    meter.add(heard);
    delivered += heard.length;
    if (taken.length < FRAME_SAMPLES - offset) end = 'completed';
    if (end === 'completed' && reader.failure() !== null) {
      end = 'output_failed';
      detail = `the prepared audio could not be read: ${reader.failure()}`;
    }
  }

  return {
    request,
    frame(dueAt) {
      const offset = begun ? 0 : Math.max(0, Math.round((request.startAtMonotonic - dueAt) * SAMPLES_PER_MS));
      if (end !== null || offset >= FRAME_SAMPLES) {
        if (fading) end = 'stopped';
        return null;
      }
      const samples = new Int16Array(FRAME_SAMPLES);
      read(samples, offset);
      if (fading) end = 'stopped';
      const firstOffset = begun ? null : offset;
      begun = true;
      return { samples, firstOffset };
    },
    markFirst(monotonic) {
      first = monotonic;
    },
    fadeOut() {
      fading = true;
    },
    cut() {
      end ??= 'stopped';
    },
    over: () => end,
    fail(words) {
      end = 'output_failed';
      detail = words;
    },
    progress,
    result: () => ({ ...progress(), end: end ?? 'stopped', ...(detail === undefined ? {} : { detail }) }),
  };
}
