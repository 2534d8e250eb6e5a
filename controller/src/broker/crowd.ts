import type { Clock } from '@loa/shared/ports/clock';
import type { BrokerLimits } from './limits.js';
import { createTokenBucket, type TokenBucket } from './token-bucket.js';

/** Bounds how many connections wait to prove who they are, so that strangers cannot fill the memory or the door. */
export interface Crowd {
  /** A place among the strangers, to be left when they prove who they are or go; null when there is none. */
  enter(address: string): (() => void) | null;
}

interface Visitors {
  waiting: number;
  arrivals: TokenBucket;
}

/** Addresses remembered before the quiet ones are forgotten. */
const SWEEP_AT = 1_000;

export function createCrowd({ limits, clock }: { limits: BrokerLimits['strangers']; clock: Clock }): Crowd {
  const visitors = new Map<string, Visitors>();
  let altogether = 0;

  const sweep = () => {
    for (const [address, { waiting, arrivals }] of visitors) {
      if (waiting === 0 && arrivals.isFull()) visitors.delete(address);
    }
  };
  const of = (address: string): Visitors => {
    const known = visitors.get(address);
    if (known) return known;
    if (visitors.size >= SWEEP_AT) sweep();
    const fresh = { waiting: 0, arrivals: createTokenBucket(limits.arrivals, { clock }) };
    visitors.set(address, fresh);
    return fresh;
  };

  return {
    enter(address) {
      const visitor = of(networkOf(address));
      if (altogether >= limits.altogether || visitor.waiting >= limits.perAddress) return null;
      if (visitor.arrivals.waitMs() > 0) return null;
      visitor.arrivals.take(1);
      visitor.waiting += 1;
      altogether += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        visitor.waiting -= 1;
        altogether -= 1;
      };
    },
  };
}

/** One household or one server has a whole /64 of IPv6: its addresses count as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}
