import { SAMPLES_PER_MS } from '../outputs/output.js';
import { BIN_MS, type Ear } from './ear.js';

/** How like what was heard is what was handed to the outputs, over so many ms. */
export interface Heard {
  /** 0…1 */
  likeness: number;
  ms: number;
}

export interface Likeness {
  /** Samples handed over at this monotonic instant. */
  add(at: number, samples: Int16Array): void;
  /** Null before there is enough to say anything. */
  heard(): Heard | null;
}

/** Of the source, ten milliseconds at a time are compared. */
const STEP_SAMPLES = 10 * SAMPLES_PER_MS;
const STEP_BINS = 10 / BIN_MS;
/** The sound is looked for from a moment before (clocks) to a second after it was handed over: devices, air, capture. */
const EARLY_BINS = 50 / BIN_MS;
const LATE_BINS = 1_000 / BIN_MS;
const LAGS = EARLY_BINS + LATE_BINS + 1;
/** Below five seconds any two sounds may be alike by chance, steps. */
const LEAST_STEPS = 500;
/** Steps that wait to be heard at the most (4 s). */
const MOST_WAITING = 400;
/** Sound below −80 dBFS is a pause, and sound that never changes has no likeness. */
const LEAST_VARIANCE = 1e-8;

/**
 * The correlation of two envelopes (amplitude by 10 ms) at the best of all delays, one delay for the whole item. Gain does
 * not matter, nor phase, nor what a loudspeaker and a room make of the sound; noise beside it makes it less. Sums alone are
 * kept, so that an hour costs no more than a moment.
 */
export function createLikeness({ ear }: { ear: Pick<Ear, 'powerAt' | 'latest'> }): Likeness {
  const waiting: { index: number; amplitude: number }[] = [];
  const heardNow = new Float64Array(LAGS);
  const sums = { y: new Float64Array(LAGS), yy: new Float64Array(LAGS), xy: new Float64Array(LAGS) };
  let n = 0;
  let x = 0;
  let xx = 0;

  /** What was heard around a step, by delay; false where some of it is missing. */
  function listen(index: number): boolean {
    for (let lag = 0; lag < LAGS; lag++) {
      const first = ear.powerAt(index - EARLY_BINS + lag);
      const second = ear.powerAt(index - EARLY_BINS + lag + 1);
      if (first === null || second === null) return false;
      heardNow[lag] = Math.sqrt((first + second) / STEP_BINS);
    }
    return true;
  }

  function count({ index, amplitude }: { index: number; amplitude: number }): void {
    if (!listen(index)) return;
    n++;
    x += amplitude;
    xx += amplitude * amplitude;
    for (let lag = 0; lag < LAGS; lag++) {
      const y = heardNow[lag] ?? 0;
      sums.y[lag] = (sums.y[lag] ?? 0) + y;
      sums.yy[lag] = (sums.yy[lag] ?? 0) + y * y;
      sums.xy[lag] = (sums.xy[lag] ?? 0) + amplitude * y;
    }
  }

  function settle(): void {
    const through = ear.latest() - LATE_BINS - STEP_BINS;
    for (let next = waiting[0]; next && next.index <= through; next = waiting[0]) {
      count(next);
      waiting.shift();
    }
    // An ear that is away must not fill the memory.
    if (waiting.length > MOST_WAITING) waiting.splice(0, waiting.length - MOST_WAITING);
  }

  /** Pearson's, at one delay. */
  function correlation(lag: number): number {
    const [y, yy, xy] = [sums.y[lag] ?? 0, sums.yy[lag] ?? 0, sums.xy[lag] ?? 0];
    const varianceY = yy / n - (y / n) ** 2;
    if (varianceY <= 1e-14) return 0;
    return (xy / n - (x / n) * (y / n)) / Math.sqrt((xx / n - (x / n) ** 2) * varianceY);
  }

  return {
    add(at, samples) {
      for (let from = 0; from + STEP_SAMPLES <= samples.length; from += STEP_SAMPLES) {
        const index = Math.round((at + from / SAMPLES_PER_MS) / BIN_MS);
        waiting.push({ index, amplitude: amplitudeOf(samples.subarray(from, from + STEP_SAMPLES)) });
      }
      settle();
    },
    heard() {
      settle();
      if (n < LEAST_STEPS || xx / n - (x / n) ** 2 < LEAST_VARIANCE) return null;
      let best = 0;
      for (let lag = 0; lag < LAGS; lag++) best = Math.max(best, correlation(lag));
      return { likeness: Math.min(1, best), ms: n * 10 };
    },
  };
}

/** Two parts of an item that were compared apart. */
export function addHeard(a: Heard | null, b: Heard | null): Heard | null {
  if (a === null || b === null) return a ?? b;
  const ms = a.ms + b.ms;
  return { likeness: (a.likeness * a.ms + b.likeness * b.ms) / ms, ms };
}

function amplitudeOf(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += (sample / 32_768) ** 2;
  return Math.sqrt(sum / samples.length);
}
