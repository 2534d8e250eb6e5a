/** A factor that moves evenly from `from` to `to` over `samples`, of which `done` have passed, and then holds. */
export interface Ramp {
  from: number;
  to: number;
  samples: number;
  done: number;
}

/** The factor of a gain in decibels. */
export function factorOf(gainDb: number): number {
  return 10 ** (gainDb / 20);
}

/** Where a ramp stands `ahead` samples from now. */
export function rampAt({ from, to, samples, done }: Ramp, ahead = 0): number {
  const part = samples <= 0 ? 1 : Math.min(1, (done + ahead) / samples);
  return from + (to - from) * part;
}

/** Multiplies s16 samples in place by a ramp; what would overflow saturates. */
export function applyGain(samples: Int16Array, ramp: Ramp): void {
  if (ramp.from === 1 && ramp.to === 1) return;
  for (let index = 0; index < samples.length; index++) {
    const value = Math.round((samples[index] ?? 0) * rampAt(ramp, index));
    samples[index] = Math.max(-32_768, Math.min(32_767, value));
  }
}
