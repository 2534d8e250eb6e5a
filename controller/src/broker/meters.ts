import type { Clock } from '@loa/shared/ports/clock';
import type { BrokerLimits } from './limits.js';
import { createTokenBucket } from './token-bucket.js';

/** What one box sends, whatever connection it uses. */
export interface Meter {
  packets(count: number): void;
  bytes(count: number): void;
  /** How long to leave its bytes unread, milliseconds. */
  waitMs(): number;
}

export interface Meters {
  of(boxId: string): Meter;
}

interface KnownMeter extends Meter {
  isQuiet(): boolean;
}

/** Boxes remembered before the quiet ones are forgotten. */
const SWEEP_AT = 10_000;

export function createMeters({ limits, clock }: { limits: BrokerLimits['box']; clock: Clock }): Meters {
  const known = new Map<string, KnownMeter>();
  const create = (): KnownMeter => {
    const packets = createTokenBucket(limits.packets, { clock });
    const bytes = createTokenBucket(limits.bytes, { clock });
    return {
      packets: packets.take,
      bytes: bytes.take,
      waitMs: () => Math.max(packets.waitMs(), bytes.waitMs()),
      isQuiet: () => packets.isFull() && bytes.isFull(),
    };
  };
  return {
    of(boxId) {
      const before = known.get(boxId);
      if (before) return before;
      if (known.size >= SWEEP_AT) {
        for (const [id, meter] of known) if (meter.isQuiet()) known.delete(id);
      }
      const meter = create();
      known.set(boxId, meter);
      return meter;
    },
  };
}
