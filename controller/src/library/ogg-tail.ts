/** How much of the end of an Ogg file must be seen: its largest page (RFC 3533) is 65,307 bytes. */
export const OGG_TAIL_BYTES = 65_307;

const HEADER_BYTES = 27;

/**
 * Whether the last page of an Ogg file promises more bytes than are there. Ogg states no duration, so a file cut anywhere
 * looks like a shorter one; but a cut almost never falls on the border of a page. (A missing end-of-stream mark alone is no
 * sign: saved web streams lack it.)
 */
export function oggEndsInsideAPage(tail: Uint8Array): boolean {
  const buffer = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const at = buffer.lastIndexOf('OggS');
  if (at < 0) return true;
  const lacing = buffer.subarray(at + HEADER_BYTES, at + HEADER_BYTES + (buffer[at + 26] ?? 0));
  const page = HEADER_BYTES + (buffer[at + 26] ?? 0) + lacing.reduce((sum, byte) => sum + byte, 0);
  return buffer.length - at < Math.max(page, HEADER_BYTES);
}
