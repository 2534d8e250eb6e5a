import { applyGain } from '../../edge-agent/src/player/gain.js';
import { FADE_SAMPLES } from '../../edge-agent/src/player/policy.js';

/** A stretch of a recording as the policy table says that it is heard. */
export interface Stretch {
  pcm: Int16Array;
  /** Its first sample's place in what was heard. */
  at: number;
  /** The first sample of the recording that is heard. */
  from?: number;
  /** How many samples of it; to its end unless said. */
  samples?: number;
  /** Its first or last 10 ms rise or fall. */
  fadeIn?: boolean;
  fadeOut?: boolean;
}

/** The whole of what must be heard: these stretches, and silence between. */
export function score(samples: number, stretches: readonly Stretch[]): Int16Array {
  const whole = new Int16Array(samples);
  for (const { pcm, at, from = 0, samples: length, fadeIn = false, fadeOut = false } of stretches) {
    const part = pcm.slice(from, length === undefined ? undefined : from + length);
    const ramp = { samples: FADE_SAMPLES, done: 0 };
    if (fadeIn) applyGain(part.subarray(0, FADE_SAMPLES), { from: 0, to: 1, ...ramp });
    if (fadeOut) applyGain(part.subarray(part.length - FADE_SAMPLES), { from: 1, to: 0, ...ramp });
    whole.set(part.subarray(0, Math.max(0, samples - at)), at);
  }
  return whole;
}

/** Where what was heard first differs from what should have been, in words; null where it nowhere does. */
export function difference(heard: Int16Array, expected: Int16Array): string | null {
  const length = Math.max(heard.length, expected.length);
  for (let index = 0; index < length; index++) {
    if (heard[index] === expected[index]) continue;
    return `sample ${index} (${(index / 48_000).toFixed(4)} s): ${heard[index]} instead of ${expected[index]}`;
  }
  return null;
}

/** Where the first sound stands. */
export function firstSound(heard: Int16Array): number {
  return heard.findIndex((sample) => sample !== 0);
}
