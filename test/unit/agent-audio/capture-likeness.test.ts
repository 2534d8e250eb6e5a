import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../edge-agent/src/capture/capture-spec.js';
import { BIN_MS, type Ear } from '../../../edge-agent/src/capture/ear.js';
import { addHeard, createLikeness } from '../../../edge-agent/src/capture/likeness.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const S = 48_000;

/** Something like speech: noise whose loudness changes syllable by syllable. */
function speech(seconds: number, seed: number): Int16Array {
  const random = createSeededRandom(seed);
  let loudness = 0;
  return Int16Array.from({ length: seconds * S }, (_, index) => {
    if (index % (S / 8) === 0) loudness = random.unit() < 0.3 ? 0 : 12_000 * random.unit();
    return (random.unit() - 0.5) * loudness;
  });
}

const mixed = (a: Int16Array, b: Int16Array, gain: number) =>
  a.map((sample, index) => gain * sample + (b[index] ?? 0));

/** What an ear keeps of these samples, which it began to hear at this instant, ms. */
function earOf(samples: Int16Array, from: number): Pick<Ear, 'powerAt' | 'latest'> {
  const size = BIN_MS * 48;
  const first = Math.round(from / BIN_MS);
  const powers = Array.from({ length: Math.floor(samples.length / size) }, (_, bin) => {
    const part = samples.subarray(bin * size, (bin + 1) * size);
    return part.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / size;
  });
  return { powerAt: (index) => powers[index - first] ?? null, latest: () => first + powers.length - 1 };
}

/** The source is handed over from 1,000 ms on, frame by frame. */
function likenessOf(source: Int16Array, ear: Pick<Ear, 'powerAt' | 'latest'>) {
  const likeness = createLikeness({ ear });
  for (let at = 0; at < source.length; at += 960)
    likeness.add(1_003 + at / 48, source.subarray(at, at + 960));
  return likeness.heard();
}

const source = speech(12, 1);
const noise = speech(14, 2).map((_, index) => (index * 7_919) % 301);

describe('what a microphone heard of a sound', () => {
  it.each([
    ['at once', 1_000],
    ['a third of a second later', 1_337],
    ['nearly a second later', 1_950],
  ])('is it, %s', (_, from) => {
    const heard = likenessOf(source, earOf(Int16Array.from([...source, ...new Int16Array(2 * S)]), from));
    expect(heard?.likeness).toBeGreaterThan(0.97);
    expect(heard?.ms).toBeGreaterThan(10_000);
  });

  it('is still it, faintly and with noise beside it', () => {
    const faint = mixed(noise, source, 0.05);
    expect(likenessOf(source, earOf(faint, 1_200))?.likeness).toBeGreaterThan(0.6);
  });

  it.each<[string, Int16Array]>([
    ['something else', speech(14, 3)],
    ['noise alone', noise],
    ['nothing', new Int16Array(14 * S)],
  ])('is not it when it is %s', (_, other) => {
    expect(likenessOf(source, earOf(other, 1_000))?.likeness).toBeLessThan(0.3);
  });

  it('is not said of what was too short, of silence, or while nobody listened', () => {
    expect(likenessOf(source.subarray(0, 4 * S), earOf(source, 1_000))).toBeNull();
    expect(likenessOf(new Int16Array(12 * S), earOf(source, 1_000))).toBeNull();
    const away = { powerAt: () => null, latest: () => Number.NEGATIVE_INFINITY };
    expect(likenessOf(source, away)).toBeNull();
  });

  it('is weighted by its length where an item was compared in two parts', () => {
    expect(addHeard({ likeness: 1, ms: 30_000 }, { likeness: 0.5, ms: 10_000 })).toEqual({
      ...{ likeness: 0.875, ms: 40_000 },
    });
    expect(addHeard(null, { likeness: 0.5, ms: 10_000 })?.likeness).toBe(0.5);
  });
});

describe('the setting', () => {
  it('names a card or a pipe', () => {
    expect(readCapture('alsa:plughw:1,0')).toEqual({ kind: 'alsa', device: 'plughw:1,0' });
    expect(readCapture('pipe:/run/ear')).toEqual({ kind: 'pipe', path: '/run/ear' });
    expect(() => readCapture('microphone')).toThrow(/LOA_AGENT_CAPTURE/);
  });
});
