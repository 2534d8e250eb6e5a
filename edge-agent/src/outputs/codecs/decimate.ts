/** Keeps its own history, so that frames join without a seam. */
export interface Decimator {
  /** 48 kHz in, 48 kHz / factor out; the length is a multiple of the factor. The result is overwritten by the next call. */
  feed(samples: Int16Array): Int16Array;
  /** Forgets what was heard, as after a silence. */
  reset(): void;
}

const RATE_HZ = 48_000;

/**
 * A low pass before every Nth sample is taken (polyphase: only the samples kept are computed). The window is
 * Kaiser's (Kaiser 1974; Oppenheim & Schafer §7.6) for 60 dB, which is below the noise of every codec here.
 *
 * To 8 kHz it passes 3.4 kHz and stops at 4.6 kHz, so that what folds back lands above 3.4 kHz, where telephony
 * carries nothing (ITU-T G.712); to 16 kHz it passes 7 kHz (ITU-T G.722) and stops at 9 kHz.
 */
export function createDecimator(factor: 3 | 6): Decimator {
  const band = factor === 6 ? { pass: 3_400, stop: 4_600 } : { pass: 7_000, stop: 9_000 };
  const taps = lowPass(band.pass, band.stop);
  const length = taps.length;
  let history = new Float64Array(length - 1);
  let joined = new Float64Array(0);
  let out = new Int16Array(0);

  return {
    feed(samples) {
      const count = samples.length / factor;
      if (joined.length !== length - 1 + samples.length) {
        joined = new Float64Array(length - 1 + samples.length);
        out = new Int16Array(count);
      }
      joined.set(history);
      joined.set(samples, length - 1);
      for (let index = 0; index < count; index++) {
        const from = index * factor;
        let sum = 0;
        for (let tap = 0; tap < length; tap++) sum += (joined[from + tap] ?? 0) * (taps[tap] ?? 0);
        out[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
      }
      history = joined.slice(samples.length);
      return out;
    },
    reset() {
      history.fill(0);
    },
  };
}

/** How late a decimator's output is, ms: half its length. */
export function decimatorDelayMs(factor: 3 | 6): number {
  return ((factor === 6 ? lowPass(3_400, 4_600) : lowPass(7_000, 9_000)).length - 1) / 2 / (RATE_HZ / 1000);
}

const STOPPED_DB = 60;

/** A symmetric FIR of odd length whose gain at 0 Hz is 1. */
function lowPass(passHz: number, stopHz: number): Float64Array {
  const width = (2 * Math.PI * (stopHz - passHz)) / RATE_HZ;
  const beta = 0.1102 * (STOPPED_DB - 8.7);
  const half = Math.ceil((STOPPED_DB - 8) / (2.285 * width) / 2);
  const cut = (Math.PI * (passHz + stopHz)) / RATE_HZ;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const at = index - half;
    const ideal = at === 0 ? cut / Math.PI : Math.sin(cut * at) / (Math.PI * at);
    return (ideal * bessel(beta * Math.sqrt(1 - (at / half) ** 2))) / bessel(beta);
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
