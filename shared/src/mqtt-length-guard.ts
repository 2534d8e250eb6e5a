/**
 * Watches the raw bytes of an MQTT connection and says false as soon as a packet's header announces more than
 * `limitNow()` bytes of Remaining Length, or one that the standard does not allow (MQTT 3.1.1 §2.2.3). The parsers of
 * brokers and clients buffer whatever is announced, up to 256 MB, so the guard stands before them. `onPacket` is told of
 * each packet that begins.
 */
export function createLengthGuard(
  limitNow: () => number,
  onPacket: () => void = () => {},
): (chunk: Uint8Array) => boolean {
  let step: 'type' | 'length' | 'body' = 'type';
  let remaining = 0;
  let lengthBytes = 0;

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (step === 'body') {
        const skipped = Math.min(remaining, chunk.length - at);
        at += skipped;
        remaining -= skipped;
        if (remaining === 0) step = 'type';
      } else if (step === 'type') {
        onPacket();
        at += 1;
        step = 'length';
        remaining = 0;
        lengthBytes = 0;
      } else {
        const byte = chunk[at] ?? 0;
        at += 1;
        remaining += (byte & 0x7f) * 128 ** lengthBytes;
        lengthBytes += 1;
        if (remaining > limitNow()) return false;
        const more = (byte & 0x80) !== 0;
        if (more && lengthBytes === 4) return false;
        if (!more) step = remaining > 0 ? 'body' : 'type';
      }
    }
    return true;
  };
}
