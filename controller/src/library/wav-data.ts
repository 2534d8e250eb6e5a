/** Programs that write to a pipe cannot know the size and put one of these in its place, or something near the largest. */
const PLACEHOLDER_FROM = 0x7fff_0000;

/**
 * Milliseconds of sound that a WAV file's `data` chunk promises and the file does not hold, with the promised total; undefined
 * when the header does not tell. ffmpeg silently takes the file's size instead of the promise.
 */
export function wavMissing(
  head: Uint8Array,
  fileBytes: number,
): { missingMs: number; promisedMs: number } | undefined {
  const data = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= data.length; ) {
    const name = data.toString('latin1', at, at + 4);
    const size = data.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= data.length) bytesPerSecond = data.readUInt32LE(at + 16);
    if (name === 'data') {
      if (size === 0 || size >= PLACEHOLDER_FROM || bytesPerSecond === 0) return undefined;
      const missing = Math.max(0, at + 8 + size - fileBytes);
      return { missingMs: (missing / bytesPerSecond) * 1000, promisedMs: (size / bytesPerSecond) * 1000 };
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}
