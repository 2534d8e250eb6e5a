/** The most that sound is stretched or squeezed: ±0.05%, less than a hundredth of a semitone. */
export const MOST_PPM = 500;

/** So many observations (one a second) make one step of the loop. */
const STEP = 10;
/** Per sample of error: gentle, for a crystal changes over minutes. */
const PROPORTIONAL = 0.5;
const INTEGRAL = 0.05;
/** A backlog that jumps by so much (50 ms) is a new device or a stall, no drift: it is the new normal. */
const JUMP_SAMPLES = 2_400;

/** Keeps what waits in a device constant by telling how much more or less sound it wants. */
export interface DriftLoop {
  /** What waits in the device now, samples; call it about once a second. Returns parts per million to add. */
  observe(backlog: number): number;
  /** Parts per million by which the device seems to run fast, for people. */
  ppm(): number;
  reset(): void;
}

export function createDriftLoop(): DriftLoop {
  let seen: number[] = [];
  let target: number | null = null;
  let integral = 0;
  let correction = 0;

  function reset(): void {
    seen = [];
    target = null;
  }

  function step(average: number): void {
    if (target === null) {
      target = average;
      return;
    }
    // Less than before waits in it: the device is fast and wants more.
    const missing = target - average;
    integral = clamp(integral + missing * INTEGRAL);
    correction = clamp(missing * PROPORTIONAL + integral);
  }

  return {
    observe(backlog) {
      const last = seen.at(-1) ?? target;
      if (last !== null && last !== undefined && Math.abs(backlog - last) > JUMP_SAMPLES) reset();
      seen.push(backlog);
      if (seen.length < STEP) return correction;
      step(seen.reduce((sum, value) => sum + value, 0) / seen.length);
      seen = [];
      return correction;
    },
    ppm: () => integral,
    reset,
  };
}

function clamp(ppm: number): number {
  return Math.max(-MOST_PPM, Math.min(MOST_PPM, ppm));
}
