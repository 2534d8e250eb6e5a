import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createALaw, createMuLaw } from '../../../edge-agent/src/outputs/codecs/g711.js';
import { createG722Encoder } from '../../../edge-agent/src/outputs/codecs/g722.js';
import { createPayloadEncoder, type RtpCodec } from '../../../edge-agent/src/outputs/codecs/payload.js';
import { align, decodeFile } from '../../support/audio-correlate.js';

const SPEECH = join(import.meta.dirname, '../../../audio-samples/xin-chao.opus');
const FRAME = 960;

/** What a decoder that is not ours makes of the bytes. */
function decoded(bytes: Uint8Array, format: string[], rate = 48_000): Int16Array {
  const out = execFileSync(
    'ffmpeg',
    ['-v', 'error', ...format, '-i', 'pipe:0', '-f', 's16le', '-ar', String(rate), '-ac', '1', 'pipe:1'],
    { input: bytes, maxBuffer: 64e6 },
  );
  return new Int16Array(Uint8Array.from(out).buffer);
}

const everySample = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);

describe.each([
  { name: 'µ-law', encode: createMuLaw, format: 'mulaw', code: 'pcm_mulaw' },
  { name: 'A-law', encode: createALaw, format: 'alaw', code: 'pcm_alaw' },
])('$name', ({ encode, format }) => {
  it('is within half an interval of every 16-bit sample, as ffmpeg decodes it', () => {
    const back = decoded(encode()(everySample), ['-f', format, '-ar', '8000', '-ac', '1'], 8_000);
    for (const [index, sample] of everySample.entries()) {
      // Intervals grow with the sample: a sixteenth of its power of two, and 16 at least; the ends are clipped.
      const allowed = Math.max(16, 2 ** Math.floor(Math.log2(Math.abs(sample) + 132)) / 32) + 8;
      const clipped = Math.max(0, Math.abs(sample) - 32_256);
      expect(Math.abs((back[index] ?? 0) - sample)).toBeLessThanOrEqual(allowed + clipped);
    }
  });
});

describe('G.722', () => {
  const at16k = (samples: Int16Array) => samples.filter((_, index) => index % 3 === 0);
  const format = ['-f', 'g722'];

  it('gives what the reference’s decoder turns back into speech', () => {
    const speech = at16k(decodeFile(SPEECH).subarray(0, 48_000 * 6));
    const back = decoded(createG722Encoder().encode(speech), format, 16_000);
    expect(align(back, speech).correlation).toBeGreaterThan(0.99);
  });

  it('is byte for byte what ffmpeg encodes', () => {
    const speech = at16k(decodeFile(SPEECH)).subarray(0, 16_000 * 15);
    const args = ['-v', 'error', '-f', 's16le', '-ar', '16000', '-ac', '1', '-i', 'pipe:0'];
    const theirs = execFileSync('ffmpeg', [...args, '-c:a', 'g722', '-f', 'g722', 'pipe:1'], {
      input: new Uint8Array(speech.buffer, speech.byteOffset, speech.byteLength),
      maxBuffer: 64e6,
    });
    const ours = createG722Encoder().encode(speech);
    expect(ours.length).toBeGreaterThan(100_000);
    expect(theirs.equals(ours)).toBe(true);
  });

  it('keeps a tone 35 dB above the noise it adds, also at full scale', () => {
    for (const amplitude of [1_000, 30_000]) {
      const tone = Int16Array.from({ length: 32_000 }, (_, index) =>
        Math.round(amplitude * Math.sin((2 * Math.PI * 1_000 * index) / 16_000)),
      );
      const back = decoded(createG722Encoder().encode(tone), format, 16_000);
      const { correlation } = align(back.subarray(1_000), tone.subarray(4_000, 28_000));
      expect(10 * Math.log10(correlation ** 2 / (1 - correlation ** 2))).toBeGreaterThan(35);
    }
  });
});

describe.each<{ codec: RtpCodec; bytes: number; format: string[]; atLeast: number }>([
  { codec: 'L16', bytes: 1_920, format: ['-f', 's16be', '-ar', '48000', '-ac', '1'], atLeast: 0.9999 },
  { codec: 'PCMU', bytes: 160, format: ['-f', 'mulaw', '-ar', '8000', '-ac', '1'], atLeast: 0.95 },
  { codec: 'PCMA', bytes: 160, format: ['-f', 'alaw', '-ar', '8000', '-ac', '1'], atLeast: 0.95 },
  { codec: 'G722', bytes: 160, format: ['-f', 'g722'], atLeast: 0.97 },
])('speech as $codec', ({ codec, bytes, format, atLeast }) => {
  it(`is ${bytes} bytes every 20 ms and correlates at least ${atLeast}`, () => {
    const speech = decodeFile(SPEECH).subarray(0, FRAME * 300);
    const { encode } = createPayloadEncoder(codec);
    const payloads = Array.from({ length: 300 }, (_, index) =>
      Uint8Array.from(encode(speech.subarray(index * FRAME, (index + 1) * FRAME))),
    );
    expect(new Set(payloads.map((payload) => payload.length))).toEqual(new Set([bytes]));
    const { correlation, at } = align(decoded(Buffer.concat(payloads), format), speech);
    expect(correlation).toBeGreaterThan(atLeast);
    expect(Math.abs(at)).toBeLessThan(48 * 5);
  });
});
