// One clock for all processes of this machine, and the wrong ones that boxes have.

/** Milliseconds since the machine's start, the same in every process and thread. */
export const sharedNow = () => Number(process.hrtime.bigint()) / 1e6;

/** A box's own clock: `offsetMs` away at `from` (shared), and running `ppm` fast. */
export function skewedClock({ from, offsetMs, ppm }) {
  const rate = 1 + ppm * 1e-6;
  const after = (delayMs, fire) => {
    const timer = setTimeout(fire, Math.max(0, delayMs / rate));
    return () => clearTimeout(timer);
  };
  return {
    now: () => Date.now() + offsetMs,
    monotonic: () => (sharedNow() - from) * rate + offsetMs,
    /** The shared instant at one of this clock's. */
    sharedOf: (monotonic) => (monotonic - offsetMs) / rate + from,
    after,
    wait: (delayMs) => new Promise((resolve) => after(delayMs, resolve)),
  };
}
