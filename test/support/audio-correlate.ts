import { execFileSync } from 'node:child_process';
import { crossCorrelate } from './fft.js';

/** Any audio file as 48 kHz mono s16 samples, by ffmpeg. */
export function decodeFile(path: string): Int16Array {
  const pcm = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-f', 's16le', '-ac', '1', '-ar', '48000', 'pipe:1'],
    { maxBuffer: 512 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const copy = Uint8Array.from(pcm);
  return new Int16Array(copy.buffer, 0, copy.byteLength >> 1);
}

export interface Alignment {
  /** Normalised cross-correlation at the best lag over the whole source, −1 … 1; 1 is the same sound, at any gain. */
  correlation: number;
  /**
   * The index in `heard` of the first sample of `source`; negative where its beginning is missing. With
   * `arrivedAt(at)` of a pipe listener that is the instant at which the source began.
   */
  at: number;
}

/** The lag is searched at 4 kHz over all of `heard`, then to the sample. */
const DECIMATION = 12;
/** A tone is nearly as good some periods off, at 4 kHz even better: so many peaks are looked at closely. */
const CANDIDATES = 24;

/** Where `source` stands in `heard` (both 48 kHz mono), whatever sounds before and after it, and how alike they are. */
export function align(heard: Int16Array, source: Int16Array): Alignment {
  let best: Alignment = { correlation: -1, at: 0 };
  for (const lag of coarseLags(decimate(heard), decimate(source))) {
    const guess = lag * DECIMATION;
    for (let at = guess - DECIMATION; at <= guess + DECIMATION; at++) {
      const correlation = correlate(heard, source, at, 7);
      if (correlation > best.correlation) best = { correlation, at };
    }
  }
  return { at: best.at, correlation: correlate(heard, source, best.at, 1) };
}

/** Means of `DECIMATION` samples each: a low pass that is good enough to find speech by. */
function decimate(samples: Int16Array): Float64Array {
  return Float64Array.from({ length: Math.floor(samples.length / DECIMATION) }, (_, index) => {
    let sum = 0;
    for (let k = 0; k < DECIMATION; k++) sum += samples[index * DECIMATION + k] ?? 0;
    return sum / DECIMATION;
  });
}

/** The lags of the highest peaks of the normalised correlation, where at least half of the source is in `heard`. */
function coarseLags(heard: Float64Array, source: Float64Array): number[] {
  const products = crossCorrelate(heard, source);
  const power = powerBefore(heard);
  const before = (index: number) => power[Math.max(0, Math.min(index, heard.length))] ?? 0;
  const whole = powerBefore(source)[source.length] ?? 0;
  const valueAt = (lag: number) => {
    const window = before(lag + source.length) - before(lag);
    // Where next to nothing sounds, anything would correlate with it.
    if (window <= whole * 1e-6) return 0;
    return (products[lag < 0 ? products.length + lag : lag] ?? 0) / Math.sqrt(window * whole);
  };
  const peaks: { lag: number; value: number }[] = [];
  for (let lag = -(source.length >> 1); lag < heard.length - (source.length >> 1); lag++) {
    const value = valueAt(lag);
    if (value > 0 && value >= valueAt(lag - 1) && value > valueAt(lag + 1)) peaks.push({ lag, value });
  }
  if (peaks.length === 0) throw new RangeError('there is no sound in it');
  return peaks
    .sort((a, b) => b.value - a.value)
    .slice(0, CANDIDATES)
    .map(({ lag }) => lag);
}

/** The power of the first `index` samples, for every `index`. */
function powerBefore(samples: Float64Array): Float64Array {
  const sums = new Float64Array(samples.length + 1);
  for (let index = 0; index < samples.length; index++) {
    sums[index + 1] = (sums[index] ?? 0) + (samples[index] ?? 0) ** 2;
  }
  return sums;
}

/** Over every `step`-th sample of the source; what lies outside of `heard` counts as silence. */
function correlate(heard: Int16Array, source: Int16Array, at: number, step: number): number {
  let product = 0;
  let heardPower = 0;
  let sourcePower = 0;
  for (let index = 0; index < source.length; index += step) {
    const a = heard[at + index] ?? 0;
    const b = source[index] ?? 0;
    product += a * b;
    heardPower += a * a;
    sourcePower += b * b;
  }
  return heardPower === 0 || sourcePower === 0 ? 0 : product / Math.sqrt(heardPower * sourcePower);
}
