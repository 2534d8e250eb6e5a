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

/** Where `source` stands in `heard` (both 48 kHz mono), whatever sounds before and after it, and how alike they are. */
export function align(heard: Int16Array, source: Int16Array): Alignment {
  const guess = coarseLag(decimate(heard), decimate(source)) * DECIMATION;
  let best: Alignment = { correlation: -1, at: guess };
  for (let at = guess - 2 * DECIMATION; at <= guess + 2 * DECIMATION; at++) {
    const correlation = correlate(heard, source, at, 7);
    if (correlation > best.correlation) best = { correlation, at };
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

/** The lag of the highest normalised correlation among those where at least half of the source is in `heard`. */
function coarseLag(heard: Float64Array, source: Float64Array): number {
  const products = crossCorrelate(heard, source);
  const power = powerBefore(heard);
  const sourcePower = powerBefore(source);
  const at = (sums: Float64Array, index: number) => sums[Math.max(0, Math.min(index, sums.length - 1))] ?? 0;
  const whole = at(sourcePower, source.length);
  let best = { lag: 0, value: Number.NEGATIVE_INFINITY };
  for (let lag = -(source.length >> 1); lag < heard.length - (source.length >> 1); lag++) {
    const product = products[lag < 0 ? products.length + lag : lag] ?? 0;
    const window = at(power, lag + source.length) - at(power, lag);
    // Where next to nothing sounds, anything would correlate with it.
    if (window < whole * 1e-6) continue;
    const value = product / Math.sqrt(window * whole);
    if (value > best.value) best = { lag, value };
  }
  if (best.value === Number.NEGATIVE_INFINITY) throw new RangeError('there is no sound in it');
  return best.lag;
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
