import type { Denial } from './acl.js';

/** What the broker refused or put off since it started. */
export interface BrokerCounts {
  /** Publishes and wills set aside, by reason. */
  quarantined: Readonly<Record<Denial, number>>;
  refusedSignIns: number;
  refusedSubscriptions: number;
  /** Peers dropped because they announced a packet that is too large. */
  tooLarge: number;
  /** Peers dropped because they took nothing of what waited for them. */
  slowPeers: number;
  /** Times that a box sent too much and was read on later. */
  delayedReads: number;
  /** Connections closed because too many strangers came from one address, or altogether. */
  crowded: number;
}

export interface BrokerCounters {
  quarantine(denial: Denial): void;
  add(kind: Exclude<keyof BrokerCounts, 'quarantined'>): void;
  read(): BrokerCounts;
}

export function createCounters(): BrokerCounters {
  const quarantined: Record<Denial, number> = { qos: 0, topic: 0, retain: 0, size: 0 };
  const others = {
    refusedSignIns: 0,
    refusedSubscriptions: 0,
    tooLarge: 0,
    slowPeers: 0,
    delayedReads: 0,
    crowded: 0,
  };
  return {
    quarantine(denial) {
      quarantined[denial] += 1;
    },
    add(kind) {
      others[kind] += 1;
    },
    read: () => ({ ...others, quarantined: { ...quarantined } }),
  };
}
