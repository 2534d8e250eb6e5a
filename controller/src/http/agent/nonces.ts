import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@loa/shared/ports/clock';
import type { Random } from '@loa/shared/ports/random';

/** How long a challenge may be answered, milliseconds. */
export const NONCE_LIFE_MS = 60_000;

const TIME_BYTES = 6;
const SALT_BYTES = 2;
const TAG_BYTES = 8;

export interface Nonces {
  /** 16 bytes, base64url, good once for this box within `NONCE_LIFE_MS`. */
  issue(boxId: string): string;
  /** True once, in time, for the box it was issued to. Call it only when the proof over it has verified. */
  spend(nonce: string, boxId: string): boolean;
}

/**
 * Nonces that carry their own time and tag, so that challenges nobody answers cost no memory: a stranger who asks for
 * thousands pushes nobody out. Only those spent are remembered, until they would have ended anyway. The tag is short
 * because forging one gains nothing: the box signs the nonce. They end with the process.
 */
export function createNonces({ clock, random }: { clock: Clock; random: Random }): Nonces {
  const secret = Buffer.from(random.bytes(32));
  /** Nonce → when it ends on the monotonic clock; oldest first. */
  const spent = new Map<string, number>();

  const tagOf = (head: Buffer, boxId: string) =>
    createHmac('sha256', secret).update(head).update(boxId).digest().subarray(0, TAG_BYTES);

  const forgetEnded = (now: number) => {
    for (const [nonce, endsAt] of spent) {
      if (endsAt > now) return;
      spent.delete(nonce);
    }
  };

  return {
    issue(boxId) {
      const time = Buffer.alloc(TIME_BYTES);
      time.writeUIntBE(Math.floor(clock.monotonic()), 0, TIME_BYTES);
      const head = Buffer.concat([time, random.bytes(SALT_BYTES)]);
      return Buffer.concat([head, tagOf(head, boxId)]).toString('base64url');
    },
    spend(nonce, boxId) {
      const now = clock.monotonic();
      forgetEnded(now);
      const bytes = Buffer.from(nonce, 'base64url');
      if (bytes.length !== TIME_BYTES + SALT_BYTES + TAG_BYTES) return false;
      const head = bytes.subarray(0, TIME_BYTES + SALT_BYTES);
      if (!timingSafeEqual(bytes.subarray(head.length), tagOf(head, boxId))) return false;
      const endsAt = bytes.readUIntBE(0, TIME_BYTES) + NONCE_LIFE_MS;
      const canonical = bytes.toString('base64url');
      if (endsAt < now || spent.has(canonical)) return false;
      spent.set(canonical, now + NONCE_LIFE_MS);
      return true;
    },
  };
}
