import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FRAME_SAMPLES } from './output.js';

/** What `loa-agent outputs test` plays, and what it is in words. */
export interface TestSound {
  what: string;
  samples: Int16Array;
}

const RECORDING = fileURLToPath(new URL('../../sounds/ban-tin-thu.opus', import.meta.url));
const WORDS = '“Đây là bản tin thử của loa. Một, hai, ba, bốn, năm. Hết bản tin thử.”';
/** Low: a loudspeaker is heard by a whole village. */
export const TEST_GAIN_DB = -20;
const TONE_HZ = 440;
const TONE_MS = 3_000;
const FADE_SAMPLES = 2_400;

/** The recording that comes with the agent; a tone where it is missing or there is no ffmpeg. */
export async function testSound(recording = RECORDING): Promise<TestSound> {
  const spoken = existsSync(recording) ? await decoded(recording) : null;
  const sound = spoken
    ? { what: `the words ${WORDS}`, samples: spoken }
    : { what: `a tone of ${TONE_HZ} Hz`, samples: tone() };
  return { ...sound, samples: wholeFrames(sound.samples) };
}

function decoded(path: string): Promise<Int16Array | null> {
  const program = process.env.FFMPEG_PATH || 'ffmpeg';
  const input = ['-nostdin', '-v', 'error', '-protocol_whitelist', 'file', '-f', 'ogg', '-i', path];
  const output = ['-af', `volume=${TEST_GAIN_DB}dB`, '-f', 's16le', '-ar', '48000', '-ac', '1', 'pipe:1'];
  const options = { encoding: 'buffer' as const, maxBuffer: 10_000_000, timeout: 20_000 };
  return new Promise((resolve) => {
    execFile(program, [...input, ...output], options, (error, pcm) => {
      const copy = Uint8Array.from(pcm);
      resolve(error || copy.length === 0 ? null : new Int16Array(copy.buffer, 0, copy.length >> 1));
    });
  });
}

function tone(): Int16Array {
  const peak = 32_767 * 10 ** (TEST_GAIN_DB / 20);
  const length = TONE_MS * 48;
  return Int16Array.from({ length }, (_, index) => {
    const fade = Math.min(1, index / FADE_SAMPLES, (length - index) / FADE_SAMPLES);
    return Math.round(peak * fade * Math.sin((2 * Math.PI * TONE_HZ * index) / 48_000));
  });
}

function wholeFrames(samples: Int16Array): Int16Array {
  const whole = new Int16Array(Math.ceil(samples.length / FRAME_SAMPLES) * FRAME_SAMPLES);
  whole.set(samples);
  return whole;
}
