import { FRAME_SAMPLES } from '../outputs/output.js';

/** Makes slightly more or fewer samples of the same sound, so that a device's own crystal never runs dry or over. */
export interface Stretch {
  /** Takes a frame in; gives out none, one or two whole frames, for what a crystal wants is no whole number. */
  pass(frame: Int16Array): Int16Array[];
  /** Samples that wait for the rest of their frame. */
  waiting(): number;
  /** Parts per million of samples to add; negative to leave out. */
  set(ppm: number): void;
}

/**
 * By linear interpolation at a point that moves by 1 − ppm: at most one sample in 2,000 is added, spread over all of them.
 * At 0 ppm the samples pass as they are.
 */
export function createStretch(): Stretch {
  let ppm = 0;
  /** Where the next output sample stands, in samples after `last`; 1 is the first sample of the next frame. */
  let at = 1;
  let last = 0;
  const out = new Int16Array(2 * FRAME_SAMPLES + 2);
  let waiting = 0;

  function resample(frame: Int16Array): void {
    const step = 1 - ppm * 1e-6;
    const sampleAt = (index: number) => (index === 0 ? last : (frame[index - 1] ?? 0));
    while (at <= frame.length) {
      const index = Math.floor(at);
      const part = at - index;
      const from = sampleAt(index);
      const to = index < frame.length ? sampleAt(index + 1) : from;
      out[waiting++] = Math.round(from + (to - from) * part);
      at += step;
    }
    at -= frame.length;
    last = frame[frame.length - 1] ?? 0;
  }

  return {
    waiting: () => waiting,
    set(wanted) {
      ppm = wanted;
    },
    pass(frame) {
      if (ppm === 0 && waiting === 0 && at === 1) return [frame];
      resample(frame);
      const frames: Int16Array[] = [];
      while (waiting >= FRAME_SAMPLES) {
        frames.push(out.slice(0, FRAME_SAMPLES));
        out.copyWithin(0, FRAME_SAMPLES, waiting);
        waiting -= FRAME_SAMPLES;
      }
      return frames;
    },
  };
}
