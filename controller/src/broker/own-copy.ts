/** What is kept would else keep alive all that was read from the network with it, up to 64 kB for a few bytes. */
export function ownCopy(payload: string | Buffer): string | Buffer {
  if (typeof payload === 'string' || payload.buffer.byteLength === payload.byteLength) return payload;
  const copy = Buffer.allocUnsafeSlow(payload.byteLength);
  payload.copy(copy);
  return copy;
}
