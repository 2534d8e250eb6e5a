import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BYTES_PER_SAMPLE } from './decode.js';

/** Below this RMS over the whole, dB below full scale, a recording holds nothing but what coding leaves of silence. */
export const SILENT_DBFS = -70;
const SILENT_SQUARE = (32_768 * 10 ** (SILENT_DBFS / 20)) ** 2;

/**
 * Whether a file of s16le is digital silence. Reading ends where it is clear that it is not: with the first words of
 * speech, so that only silence is read to its end.
 */
export async function isDigitalSilence(path: string): Promise<boolean> {
  const enough = ((await stat(path)).size / BYTES_PER_SAMPLE) * SILENT_SQUARE;
  let squares = 0;
  for await (const chunk of createReadStream(path)) {
    squares += sumOfSquares(chunk);
    if (squares >= enough) return false;
  }
  return true;
}

function sumOfSquares(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 1 < bytes.length; at += BYTES_PER_SAMPLE) {
    const sample = bytes.readInt16LE(at);
    sum += sample * sample;
  }
  return sum;
}
