import { MAX_DOWN_BYTES, MAX_UP_BYTES } from '@loa/shared/topics';
import type { Identity } from './acl.js';

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
