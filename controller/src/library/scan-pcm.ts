import { createReadStream } from 'node:fs';

/** Samples a second that are looked at: speech stands below 2 kHz, and an hour is 29 MB. */
export const SCAN_RATE = 4000;
/** As 16-bit little-endian mono without a header. */
export const SCAN_OUTPUT: readonly string[] = ['-ac', '1', '-ar', String(SCAN_RATE), '-f', 's16le'];

/** The loudest sample (0 to 1) of each 20 ms of a file of raw samples. */
export async function loudestEach20Ms(path: string): Promise<Float32Array> {
  const perStep = SCAN_RATE / 50;
  const steps: number[] = [];
  let [inStep, loudest, odd] = [0, 0, -1];
  const take = (sample: number) => {
    loudest = Math.max(loudest, Math.abs(sample) / 32_768);
    inStep += 1;
    if (inStep < perStep) return;
    steps.push(loudest);
    [inStep, loudest] = [0, 0];
  };
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = Buffer.from(chunk);
    let at = 0;
    if (odd >= 0 && bytes.length > 0) {
      take(((odd | ((bytes[0] ?? 0) << 8)) << 16) >> 16);
      [at, odd] = [1, -1];
    }
    for (; at + 1 < bytes.length; at += 2) take(bytes.readInt16LE(at));
    if (at < bytes.length) odd = bytes[at] ?? 0;
  }
  if (inStep > 0) steps.push(loudest);
  return Float32Array.from(steps);
}

/** `count` points, each the loudest of its stretch, 0 to 100. Fewer where there are fewer steps. */
export function peaksOf(steps: Float32Array, count: number): number[] {
  const points = Math.min(count, steps.length);
  return Array.from({ length: points }, (_, index) => {
    const from = Math.floor((index * steps.length) / points);
    const to = Math.max(from + 1, Math.floor(((index + 1) * steps.length) / points));
    return Math.round(100 * Math.min(1, Math.max(...steps.subarray(from, to))));
  });
}

/** A recording none of which is louder than -50 dB of full scale is silence; sound is what comes within 34 dB of its loudest. */
const AUDIBLE = 10 ** (-50 / 20);
const BELOW_LOUDEST = 10 ** (-34 / 20);
/** Kept before the first sound and after the last, so that no breath is cut, milliseconds. */
const LEAD_MS = 150;
const TAIL_MS = 300;

/** Where sound begins and ends, milliseconds, with a little air; null where there is none at all. */
export function soundBounds(steps: Float32Array): { startMs: number; endMs: number } | null {
  const loudest = steps.reduce((most, step) => Math.max(most, step), 0);
  const threshold = loudest * BELOW_LOUDEST;
  if (loudest < AUDIBLE) return null;
  const first = steps.findIndex((step) => step > threshold);
  const last = steps.findLastIndex((step) => step > threshold);
  return {
    startMs: Math.max(0, first * 20 - LEAD_MS),
    endMs: Math.min(steps.length * 20, (last + 1) * 20 + TAIL_MS),
  };
}
