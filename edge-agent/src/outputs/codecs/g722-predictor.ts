/** The adaptive predictor of one sub-band (ITU-T G.722, blocks 4L and 4H): two poles, six zeros, sign-driven. */
export interface Predictor {
  /** The predicted next sample (SL, SH). */
  predicted(): number;
  /** Adapts to the quantized difference signal (DLT, DH) and predicts anew. */
  adapt(difference: number): void;
}

/** All arithmetic is that of 16-bit registers which saturate; products are scaled by 2^15. */
export function saturate(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
}

const POLE_2_LIMIT = 12_288;
const POLE_1_LIMIT = 15_360;

export function createPredictor(): Predictor {
  let predicted = 0;
  let fromZeros = 0;
  /** Differences D1…D6, reconstructed R1, R2 and partially reconstructed P1, P2; newest first. */
  const differences = new Int32Array(6);
  const zeros = new Int32Array(6);
  let r1 = 0;
  let r2 = 0;
  let p1 = 0;
  let p2 = 0;
  let pole1 = 0;
  let pole2 = 0;

  /** UPPOL2 and UPPOL1: the poles follow the signs of the last partial reconstructions. */
  function adaptPoles(partial: number): void {
    const sign = partial >> 15;
    const alike1 = sign === p1 >> 15;
    const alike2 = sign === p2 >> 15;
    const scaled = saturate(pole1 << 2);
    const crossed = alike1 ? Math.min(-scaled, 32_767) : scaled;
    const second = (alike2 ? 128 : -128) + (crossed >> 7) + ((pole2 * 32_512) >> 15);
    pole2 = Math.max(-POLE_2_LIMIT, Math.min(POLE_2_LIMIT, second));
    const first = saturate((alike1 ? 192 : -192) + ((pole1 * 32_640) >> 15));
    const limit = saturate(POLE_1_LIMIT - pole2);
    pole1 = Math.max(-limit, Math.min(limit, first));
  }

  /** UPZERO. */
  function adaptZeros(difference: number): void {
    const step = difference === 0 ? 0 : 128;
    const sign = difference >> 15;
    for (let index = 0; index < 6; index++) {
      const towards = (differences[index] ?? 0) >> 15 === sign ? step : -step;
      zeros[index] = saturate(towards + (((zeros[index] ?? 0) * 32_640) >> 15));
    }
  }

  /** FILTEP, FILTEZ and PREDIC. */
  function predict(): void {
    const poles = ((pole1 * saturate(2 * r1)) >> 15) + ((pole2 * saturate(2 * r2)) >> 15);
    let sum = 0;
    for (let index = 0; index < 6; index++) {
      sum += ((zeros[index] ?? 0) * saturate(2 * (differences[index] ?? 0))) >> 15;
    }
    fromZeros = saturate(sum);
    predicted = saturate(saturate(poles) + fromZeros);
  }

  return {
    predicted: () => predicted,
    adapt(difference) {
      const reconstructed = saturate(predicted + difference);
      const partial = saturate(fromZeros + difference);
      adaptPoles(partial);
      adaptZeros(difference);
      differences.copyWithin(1, 0, 5);
      differences[0] = difference;
      r2 = r1;
      r1 = reconstructed;
      p2 = p1;
      p1 = partial;
      predict();
    },
  };
}
