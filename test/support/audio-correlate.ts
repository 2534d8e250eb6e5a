import { execFileSync } from 'node:child_process';

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
  /** Normalised cross-correlation at the best lag, −1 … 1. */
  correlation: number;
  /** The index in `heard` of the first sample of `source`. */
  at: number;
}

/** Around the place where sound begins, samples searched each way: 10 ms. */
const SEARCH = 480;

/**
 * Where `source` stands in `heard`, and how alike they are. Both begin with (near) silence, so the search is about the
 * places where each first rises above it.
 */
export function align(heard: Int16Array, source: Int16Array): Alignment {
  const guess = firstAbove(heard, 200) - firstAbove(source, 200);
  let best: Alignment = { correlation: -1, at: guess };
  for (let at = guess - SEARCH; at <= guess + SEARCH; at++) {
    const correlation = correlate(heard, source, at, 7);
    if (correlation > best.correlation) best = { correlation, at };
  }
  return { at: best.at, correlation: correlate(heard, source, best.at, 1) };
}

function firstAbove(samples: Int16Array, level: number): number {
  const index = samples.findIndex((sample) => Math.abs(sample) > level);
  if (index < 0) throw new RangeError('there is no sound in it');
  return index;
}

/** Over every `step`-th sample of the source that falls within `heard`. */
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
