import { MAX_DOWN_BYTES, MAX_UP_BYTES } from '@loa/shared/topics';
import type { Identity } from './acl.js';
import type { Rate } from './token-bucket.js';

/** Topic and packet id beside the payload, bytes, at most. */
const OVERHEAD_BYTES = 512;
/** CONNECT with its token and will fits in it easily, bytes. */
export const PRE_AUTH_BYTES = 4 * 1024;

/** Largest Remaining Length of a packet from this peer, bytes; null is one that has not proved who it is. */
export function packetLimit(identity: Identity | null): number {
  switch (identity?.kind) {
    case 'controller':
      return MAX_DOWN_BYTES + OVERHEAD_BYTES;
    case 'box':
      return MAX_UP_BYTES + OVERHEAD_BYTES;
    case undefined:
      return PRE_AUTH_BYTES;
  }
}

/**
 * Bytes that may wait in the broker for a slow peer before it is dropped. A box holds a few plans at most and
 * hears the retained ones again when it returns; the controller hears from everybody at once.
 */
export function backlogLimit(identity: Identity): number {
  return identity.kind === 'controller' ? 64 * MAX_DOWN_BYTES : 4 * MAX_DOWN_BYTES;
}

export interface BrokerLimits {
  /** What one box may send; beyond it the broker reads on later. Connecting anew does not help. */
  box: { packets: Rate; bytes: Rate };
  /** A subscription costs so many packets: its answer may be a megabyte that is retained. */
  packetsPerSubscription: number;
  /** Connections that have not proved who they are, by address and altogether. */
  strangers: { perAddress: number; altogether: number; arrivals: Rate };
}

/**
 * A box back after a month sends some hundred reports, one after the other; at home it sends one a minute. Behind one
 * address of a mobile network may stand all boxes of a province, which come back together after a power cut.
 */
export const DEFAULT_LIMITS: BrokerLimits = {
  box: {
    packets: { burst: 1_000, perSecond: 100 },
    bytes: { burst: 4 * 1024 * 1024, perSecond: 512 * 1024 },
  },
  packetsPerSubscription: 10,
  strangers: { perAddress: 500, altogether: 2_000, arrivals: { burst: 2_000, perSecond: 100 } },
};
