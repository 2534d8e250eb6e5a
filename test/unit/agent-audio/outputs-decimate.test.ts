import { describe, expect, it } from 'vitest';
import { createDecimator } from '../../../edge-agent/src/outputs/codecs/decimate.js';

const FRAME = 960;

function tone(hz: number, frames: number): Int16Array {
  return Int16Array.from({ length: frames * FRAME }, (_, index) =>
    Math.round(20_000 * Math.sin((2 * Math.PI * hz * index) / 48_000)),
  );
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** What is left of a tone, dB, after the filter has filled. */
function gainDb(factor: 3 | 6, hz: number): number {
  const decimator = createDecimator(factor);
  const input = tone(hz, 20);
  const output: number[] = [];
  for (let at = 0; at < input.length; at += FRAME)
    output.push(...decimator.feed(input.subarray(at, at + FRAME)));
  return 20 * Math.log10(rms(Int16Array.from(output.slice(output.length / 2))) / rms(input));
}

describe('before every sixth sample is taken', () => {
  it.each([100, 300, 1_000, 2_000, 3_000, 3_300])('%i Hz passes unchanged', (hz) => {
    expect(Math.abs(gainDb(6, hz))).toBeLessThan(0.1);
  });
  it.each([4_700, 5_000, 7_000, 7_900, 9_000, 15_700, 23_000])('%i Hz does not fold back', (hz) => {
    expect(gainDb(6, hz)).toBeLessThan(-55);
  });
});

describe('before every third sample is taken', () => {
  it.each([100, 1_000, 4_000, 6_500, 6_900])('%i Hz passes unchanged', (hz) => {
    expect(Math.abs(gainDb(3, hz))).toBeLessThan(0.1);
  });
  it.each([9_100, 12_000, 15_900, 17_000, 23_000])('%i Hz does not fold back', (hz) => {
    expect(gainDb(3, hz)).toBeLessThan(-55);
  });
});

it('frames join without a seam: many small feeds give what one large one gives', () => {
  const input = tone(440, 6);
  const whole = Array.from(createDecimator(6).feed(input));
  const parts = createDecimator(6);
  const joined: number[] = [];
  for (let at = 0; at < input.length; at += FRAME) joined.push(...parts.feed(input.subarray(at, at + FRAME)));
  expect(joined).toEqual(whole);
});

it('full scale saturates and does not wrap round', () => {
  const square = Int16Array.from({ length: 4 * FRAME }, (_, index) => (index % 192 < 96 ? 32_767 : -32_768));
  const out = createDecimator(6).feed(square);
  for (let index = 40; index < out.length - 1; index++) {
    expect(Math.abs((out[index] ?? 0) - (out[index + 1] ?? 0))).toBeLessThan(45_000);
  }
  expect(Math.max(...out)).toBe(32_767);
});
