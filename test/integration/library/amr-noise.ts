const FRAME_BYTES = 31; // of the 12.2 kbit/s mode, after its one-byte header (RFC 4867 §5.3)
const MODE_12_2 = 0x3c;

/**
 * An AMR file made by hand: no common ffmpeg can write AMR. Every frame of 20 ms is valid to a decoder whatever its bits are;
 * seeded random ones sound like a rough noise.
 */
export function amrNoise(frames: number): Buffer {
  let state = 57;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const body = Array.from({ length: frames }, () => [
    MODE_12_2,
    ...Array.from({ length: FRAME_BYTES }, noise),
  ]);
  return Buffer.concat([Buffer.from('#!AMR\n'), Buffer.from(body.flat())]);
}
