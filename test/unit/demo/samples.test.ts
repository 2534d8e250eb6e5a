import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { villages } from '../../../controller/src/demo/place.js';
import { languagesOf, readSamples } from '../../../controller/src/demo/samples.js';

const folder = fileURLToPath(new URL('../../../audio-samples/', import.meta.url));

it('reads the sample bulletins, shortest first, each with its files and languages', async () => {
  const samples = await readSamples(folder);
  expect(samples.length).toBeGreaterThanOrEqual(8);
  const lengths = samples.map(({ durationSeconds }) => durationSeconds);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  for (const recording of samples.flatMap(({ recordings }) => recordings)) {
    expect(existsSync(recording.file)).toBe(true);
    expect(recording.textFile !== null && existsSync(recording.textFile)).toBe(true);
  }
});

it('begins with a bulletin of at most 25 seconds, so that the first sound comes early', async () => {
  const [first] = await readSamples(folder);
  expect(first?.durationSeconds).toBeLessThanOrEqual(25);
});

it('has a bulletin in the language of a village beside Vietnamese', async () => {
  expect(languagesOf(await readSamples(folder)).sort()).toEqual(['jra', 'km', 'vi']);
});

it('the demonstration has five villages with five first languages, and six clusters', () => {
  expect(villages.map(({ area }) => area.languages?.[0])).toEqual(['vi', 'jra', 'km', 'bdq', 'blt']);
  expect(villages.flatMap(({ clusters }) => clusters)).toHaveLength(6);
});
