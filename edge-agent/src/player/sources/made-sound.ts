import { SAMPLES_PER_MS } from '../../outputs/output.js';
import type { MadeAudio } from '../../sound-port.js';
import type { SampleSource } from './sample-source.js';

/** A tenth of full scale is −20 dBFS at the peak; 48 samples are one period of 1 kHz. */
const PEAK = 3_277;
const PERIOD = 48;

/** A test tone or silence, made as it is needed. */
export function makeSound({ kind, durationMs }: MadeAudio, offsetMs: number): SampleSource {
  const end = Math.round(durationMs * SAMPLES_PER_MS);
  let at = Math.round(offsetMs * SAMPLES_PER_MS);
  const sampleAt = (index: number) => Math.round(PEAK * Math.sin((2 * Math.PI * (index % PERIOD)) / PERIOD));
  return {
    primed: Promise.resolve(),
    failure: () => null,
    close() {},
    take(samples) {
      const out = new Int16Array(Math.max(0, Math.min(samples, end - at)));
      if (kind === 'tone') for (let index = 0; index < out.length; index++) out[index] = sampleAt(at + index);
      at += out.length;
      return out;
    },
  };
}
