import { describe, expect, it } from 'vitest';
import { align } from '../../support/audio-correlate.js';
import { createSeededRandom } from '../../support/seeded-random.js';

/** Noise that a low pass has made a little like speech: syllables of 200 ms with pauses between. */
function speechLike(seed: number, seconds: number): Int16Array {
  const random = createSeededRandom(seed);
  let smooth = 0;
  return Int16Array.from({ length: seconds * 48_000 }, (_, index) => {
    smooth += (random.unit() - 0.5 - smooth) * 0.2;
    return index % 14_400 < 9_600 ? smooth * 30_000 : 0;
  });
}

/** `parts` one after the other. */
function joined(...parts: Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe('the ear of the tests', () => {
  const source = speechLike(1, 4);
  const other = speechLike(2, 3);

  it('finds a source to the sample, after other sound and at another gain', () => {
    const quiet = source.map((sample) => sample / 3);
    const { correlation, at } = align(joined(other, new Int16Array(12_345), quiet, other), source);
    expect(at).toBe(other.length + 12_345);
    expect(correlation).toBeGreaterThan(0.999);
  });

  it('knows that the beginning is missing', () => {
    const { correlation, at } = align(joined(source.subarray(20_000), other), source);
    expect(at).toBe(-20_000);
    expect(correlation).toBeLessThan(0.95);
  });

  it('is not satisfied with another sound, a half one or one with a second cut out', () => {
    expect(align(joined(other, other), source).correlation).toBeLessThan(0.3);
    expect(
      align(joined(source.subarray(0, 96_000), new Int16Array(96_000)), source).correlation,
    ).toBeLessThan(0.8);
    const cut = joined(source.subarray(0, 72_000), source.subarray(120_000), new Int16Array(48_000));
    expect(align(cut, source).correlation).toBeLessThan(0.8);
  });

  it('throws where nothing sounds', () => {
    expect(() => align(new Int16Array(300_000), source)).toThrow(RangeError);
  });
});
