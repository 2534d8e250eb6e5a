import { FRAME_SAMPLES } from '../outputs/output.js';
import type { Voice } from './voice.js';

/** Samples of one voice within a frame: those from `from` to `to` are its samples from `position` on. */
export interface Span {
  voice: Voice;
  from: number;
  to: number;
  position: number;
}

export interface Frame {
  samples: Int16Array;
  spans: readonly Span[];
}

/** Holds sound back by a number of samples, and knows whose it is. */
export interface DelayLine {
  readonly delay: number;
  /** Puts a frame in and gives out the one that entered `delay` samples ago; silence before that. */
  pass(frame: Frame): Frame;
  /** Whether sound of a voice is still in it. */
  holds(): boolean;
}

export function createDelayLine(delay: number): DelayLine {
  if (delay === 0) return { delay, pass: (frame) => frame, holds: () => false };
  const ring = new Int16Array(delay + FRAME_SAMPLES);
  /** With `from` and `to` counted from the first sample that ever went in. */
  let inside: Span[] = [];
  let written = 0;

  function put({ samples, spans }: Frame): void {
    const at = written % ring.length;
    const fits = Math.min(samples.length, ring.length - at);
    ring.set(samples.subarray(0, fits), at);
    ring.set(samples.subarray(fits), 0);
    for (const span of spans) inside.push({ ...span, from: span.from + written, to: span.to + written });
    written += samples.length;
  }

  function take(): Frame {
    const begin = written - FRAME_SAMPLES - delay;
    const samples = new Int16Array(FRAME_SAMPLES);
    // What is before the first sample reads the ring's zeros.
    const at = (begin + ring.length * 2) % ring.length;
    const fits = Math.min(FRAME_SAMPLES, ring.length - at);
    samples.set(ring.subarray(at, at + fits), 0);
    samples.set(ring.subarray(0, FRAME_SAMPLES - fits), fits);
    const end = begin + FRAME_SAMPLES;
    const spans = inside.flatMap((span) => cut(span, begin, end));
    inside = inside.filter((span) => span.to > end);
    return { samples, spans };
  }

  return {
    delay,
    pass(frame) {
      put(frame);
      return take();
    },
    holds: () => inside.length > 0,
  };
}

/** The part of a span that lies in [begin, end), counted from `begin`. */
function cut(span: Span, begin: number, end: number): Span[] {
  const from = Math.max(span.from, begin);
  const to = Math.min(span.to, end);
  if (to <= from) return [];
  const position = span.position + from - span.from;
  return [{ voice: span.voice, from: from - begin, to: to - begin, position }];
}
