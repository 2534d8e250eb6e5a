import type { Rank } from '../output.js';

/**
 * How the speakers and phones of one maker rank multicast pages. `ranks` is what to enter beside our four addresses in
 * their own settings, `to` the addresses used where the box's settings name none.
 */
export interface PagingPreset {
  name: string;
  to: Readonly<Record<Rank, string>>;
  /** The maker's own priority for each rank; null where it is a matter of the zone and not of a number. */
  ranks: Readonly<Record<Rank, number>> | null;
  /** Whether odd ports are zones of their own; elsewhere RTP keeps to even ones (RFC 3550 §11). */
  oddPorts: boolean;
  source: string;
}

const LISTED: Readonly<Record<Rank, string>> = {
  emergency: '239.192.76.1:50000',
  live: '239.192.76.1:50002',
  priority: '239.192.76.1:50004',
  normal: '239.192.76.1:50006',
};
const ONE_IS_HIGHEST = { emergency: 1, live: 2, priority: 3, normal: 4 };

export const PAGING_VENDORS = ['algo', 'yealink', 'grandstream', 'snom', 'cyberdata'] as const;
export type PagingVendor = (typeof PAGING_VENDORS)[number];

export const PAGING_PRESETS: Readonly<Record<PagingVendor, PagingPreset>> = {
  algo: {
    name: 'Algo 8180/8186/8188/8301',
    to: {
      emergency: '224.0.2.60:50000',
      live: '224.0.2.60:50001',
      priority: '224.0.2.60:50001',
      normal: '224.0.2.60:50001',
    },
    ranks: null,
    oddPorts: true,
    source:
      'Algo 8188 installation and configuration, 90-00067 A (2014), p. 12 and 21: 224.0.2.60, ports 50000-50008 one zone each; RTCP “Next Higher Port” must be off (8301 manual, advanced multicast settings)',
  },
  yealink: {
    name: 'Yealink T2/T4/T5, CP920',
    to: LISTED,
    ranks: ONE_IS_HIGHEST,
    oddPorts: false,
    source:
      'Yealink administrator’s guide T2/T4/T5/CP920, multicast paging: “1 is the highest priority, 31 is the lowest”',
  },
  grandstream: {
    name: 'Grandstream GXP, GSC',
    to: LISTED,
    ranks: ONE_IS_HIGHEST,
    oddPorts: false,
    source:
      'Grandstream GXP21xx user manual 1.0.8.4, multicast paging: the place in the list 1-10 is the priority; 3 replaces 5',
  },
  snom: {
    name: 'Snom D series',
    to: LISTED,
    ranks: { emergency: 10, live: 8, priority: 7, normal: 5 },
    oddPorts: false,
    source: 'Snom service hub, mc_address: priority 0-10, “0 is the lowest and 10 the highest”, default 5',
  },
  cyberdata: {
    name: 'CyberData',
    to: LISTED,
    ranks: { emergency: 9, live: 7, priority: 6, normal: 3 },
    oddPorts: false,
    source:
      'CyberData operations guide 930500E §2.4.9: 9 is the highest (emergency, at full volume), 0 the lowest; SIP calls are 4.5; ports must be even',
  },
};
