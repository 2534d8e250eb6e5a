/** The factor of a gain in decibels. */
export function factorOf(gainDb: number): number {
  return 10 ** (gainDb / 20);
}

/**
 * Multiplies s16 samples in place by a factor that moves evenly from `from` to `to`; what would overflow saturates.
 * Reaches `to` after `rampSamples`, and holds it.
 */
export function applyGain(samples: Int16Array, from: number, to: number, rampSamples: number): void {
  if (from === 1 && to === 1) return;
  for (let index = 0; index < samples.length; index++) {
    const part = rampSamples <= 0 ? 1 : Math.min(1, index / rampSamples);
    const value = Math.round((samples[index] ?? 0) * (from + (to - from) * part));
    samples[index] = Math.max(-32_768, Math.min(32_767, value));
  }
}
