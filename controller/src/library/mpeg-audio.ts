/** MPEG-1/2/2.5 audio frame headers (ISO/IEC 11172-3), as far as telling an MP3 from something else needs them. */

const KBITS_V1_L3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_V1_L2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const KBITS_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const HERTZ_V1 = [44_100, 48_000, 32_000];
const LAYER_3 = 1;
const LAYER_2 = 2;

export interface MpegFrame {
  readonly bytes: number;
}

/** The frame whose header stands at `at`, or undefined. Layer I is left out: nobody uploads it, and a UTF-16 text looks like it. */
export function mpegFrameAt(data: Uint8Array, at: number): MpegFrame | undefined {
  const [sync = 0, kind = 0, rate = 0] = data.subarray(at, at + 3);
  if (sync !== 0xff || (kind & 0xe0) !== 0xe0) return undefined;
  const version = (kind >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5, 1: reserved
  const layer = (kind >> 1) & 3;
  if (version === 1 || (layer !== LAYER_3 && layer !== LAYER_2)) return undefined;

  const table = version !== 3 ? KBITS_V2 : layer === LAYER_3 ? KBITS_V1_L3 : KBITS_V1_L2;
  const kbits = table[rate >> 4];
  const baseHertz = HERTZ_V1[(rate >> 2) & 3];
  if (!kbits || !baseHertz) return undefined;

  const hertz = version === 3 ? baseHertz : version === 2 ? baseHertz / 2 : baseHertz / 4;
  const bytesPerFrameFactor = layer === LAYER_3 && version !== 3 ? 72_000 : 144_000;
  return { bytes: Math.floor((bytesPerFrameFactor * kbits) / hertz) + ((rate >> 1) & 1) };
}

/** Where the first of two chained frames begins (junk before it is common after a tag), or undefined. */
export function findMpegFrames(data: Uint8Array, from: number, searchBytes: number): number | undefined {
  const end = Math.min(data.length, from + searchBytes);
  for (let at = from; at < end; at++) {
    const first = mpegFrameAt(data, at);
    if (first === undefined) continue;
    const next = at + first.bytes;
    if (next + 4 > data.length || mpegFrameAt(data, next) !== undefined) return at;
  }
  return undefined;
}

/** Whether the first frame carries a Xing, Info or VBRI header, which states the true number of frames. */
export function statesItsLength(data: Uint8Array, frameAt: number): boolean {
  const frame = Buffer.from(data.subarray(frameAt, frameAt + 64)).toString('latin1');
  return frame.includes('Xing') || frame.includes('Info') || frame.includes('VBRI');
}
