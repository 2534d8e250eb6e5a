/**
 * Whether a text is base64url in its one canonical spelling. Decoders ignore stray bits and characters, so
 * without this a document altered in a bit that carries nothing would still verify.
 */
export function strictBase64url(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;
}
