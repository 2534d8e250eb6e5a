import { createPredictor, saturate } from './g722-predictor.js';
import { IHN, IHP, ILB, ILN, ILP, Q2, Q6, QM2, QM4, QMF, RH2, RL42, WH, WL } from './g722-tables.js';

/** ITU-T G.722 at 64 kbit/s (mode 1): 16 kHz in, one byte for every two samples. Keeps its state between calls. */
export interface G722Encoder {
  encode(samples: Int16Array): Uint8Array;
}

export function createG722Encoder(): G722Encoder {
  const line = new Int32Array(24);
  const lower = createLowerBand();
  const higher = createHigherBand();

  /** The transmit quadrature mirror filter: one sample of each sub-band for two of the input. */
  function split(first: number, second: number): { low: number; high: number } {
    line.copyWithin(0, 2);
    line[22] = first;
    line[23] = second;
    let odd = 0;
    let even = 0;
    for (let index = 0; index < 12; index++) {
      odd += (line[2 * index] ?? 0) * (QMF[index] ?? 0);
      even += (line[2 * index + 1] ?? 0) * (QMF[11 - index] ?? 0);
    }
    return { low: (even + odd) >> 14, high: (even - odd) >> 14 };
  }

  return {
    encode(samples) {
      const bytes = new Uint8Array(samples.length >> 1);
      for (let index = 0; index < bytes.length; index++) {
        const { low, high } = split(samples[2 * index] ?? 0, samples[2 * index + 1] ?? 0);
        bytes[index] = (higher(high) << 6) | lower(low);
      }
      return bytes;
    },
  };
}

/** Six bits a sample (blocks 1L to 4L); the last two are not in the loop, so that they may be robbed. */
function createLowerBand(): (sample: number) => number {
  const predictor = createPredictor();
  let log = 0;
  let scale = 32;
  return (sample) => {
    const error = saturate(sample - predictor.predicted());
    const size = error >= 0 ? error : -(error + 1);
    let level = 1;
    while (level < 30 && size >= ((Q6[level] ?? 0) * scale) >> 12) level++;
    const code = (error < 0 ? ILN[level] : ILP[level]) ?? 0;
    const kept = code >> 2;
    const difference = (scale * (QM4[kept] ?? 0)) >> 15;
    log = clamp(((log * 127) >> 7) + (WL[RL42[kept] ?? 0] ?? 0), 18_432);
    scale = linear(log, 8);
    predictor.adapt(difference);
    return code;
  };
}

/** Two bits a sample (blocks 1H to 4H). */
function createHigherBand(): (sample: number) => number {
  const predictor = createPredictor();
  let log = 0;
  let scale = 8;
  return (sample) => {
    const error = saturate(sample - predictor.predicted());
    const size = error >= 0 ? error : -(error + 1);
    const level = size >= (Q2 * scale) >> 12 ? 2 : 1;
    const code = (error < 0 ? IHN[level] : IHP[level]) ?? 0;
    const difference = (scale * (QM2[code] ?? 0)) >> 15;
    log = clamp(((log * 127) >> 7) + (WH[RH2[code] ?? 0] ?? 0), 22_528);
    scale = linear(log, 10);
    predictor.adapt(difference);
    return code;
  };
}

function clamp(value: number, highest: number): number {
  return Math.max(0, Math.min(highest, value));
}

/** SCALEL and SCALEH: from the log domain to a linear scale factor. */
function linear(log: number, exponent: number): number {
  const mantissa = ILB[(log >> 6) & 31] ?? 0;
  const shift = exponent - (log >> 11);
  return (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
}
