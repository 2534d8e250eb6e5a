/** One byte a sample, ITU-T G.711. */
export type SampleCode = (samples: Int16Array) => Uint8Array;

export function createMuLaw(): SampleCode {
  return byTable(muLawByte);
}

export function createALaw(): SampleCode {
  return byTable(aLawByte);
}

/** A table over all 16-bit values, 64 kB: one look-up a sample. */
function byTable(encode: (sample: number) => number): SampleCode {
  const table = Uint8Array.from({ length: 65_536 }, (_, index) => encode(index - 32_768));
  return (samples) => {
    const bytes = new Uint8Array(samples.length);
    for (let index = 0; index < bytes.length; index++) {
      bytes[index] = table[(samples[index] ?? 0) + 32_768] ?? 0;
    }
    return bytes;
  };
}

const MU_BIAS = 33;
const MU_CLIP = 8_158;

/** Table 2a: a 14-bit magnitude plus 33 in eight segments, all bits inverted. */
function muLawByte(sample: number): number {
  const negative = sample < 0;
  const magnitude = Math.min((negative ? -sample : sample) >> 2, MU_CLIP) + MU_BIAS;
  const segment = 26 - Math.clz32(magnitude);
  const code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0f);
  return ~(code | (negative ? 0x80 : 0)) & 0xff;
}

/** Table 1a: a 12-bit magnitude in eight segments, of which the first two are alike; even bits inverted. */
function aLawByte(sample: number): number {
  const negative = sample < 0;
  // One's complement: -1 … -16 are the first interval below zero.
  const magnitude = (negative ? ~sample : sample) >> 4;
  const segment = Math.max(0, 28 - Math.clz32(magnitude));
  const code = (segment << 4) | ((magnitude >> Math.max(0, segment - 1)) & 0x0f);
  return (code | (negative ? 0 : 0x80)) ^ 0x55;
}
