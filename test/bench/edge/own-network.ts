import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { findProgram } from '../../support/needs.js';

/** Bytes of IP packets, headers included, since the network was made. */
export interface WireCount {
  up: number;
  down: number;
}

/** A network with one cable, between this machine and a box: what goes over it is counted by the kernel. */
export interface OwnNetwork {
  /** This machine's address there. */
  address: string;
  /** Runs a program inside. */
  prefix: readonly string[];
  count(): WireCount;
  /** Pulls the cable, without a word to either end, or puts it in again. */
  cable(connected: boolean): void;
  close(): void;
}

const ADDRESS = '10.213.77.1';
const INSIDE = '10.213.77.2';
const MACS = { [ADDRESS]: '02:00:00:00:77:01', [INSIDE]: '02:00:00:00:77:02' };
const ETHERNET_HEADER = 14;

/** Needs root and iproute2. */
export function openOwnNetwork(): OwnNetwork {
  const ip = findProgram('ip');
  if (ip === null || process.getuid?.() !== 0)
    throw new Error('The wire is counted in a network of its own, which needs root and the program `ip`.');
  const name = `loa-edge-${process.pid}`;
  const cable = `loaE${process.pid}`;
  const run = (...words: string[]) => execFileSync(ip, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  run('netns', 'add', name);
  run('link', 'add', cable, 'address', MACS[ADDRESS], 'type', 'veth', 'peer', 'name', 'box', 'netns', name);
  // One packet is one packet, as on a SIM: not many in one for the sake of speed.
  run('link', 'set', cable, 'gso_max_segs', '1');
  run('-n', name, 'link', 'set', 'box', 'address', MACS[INSIDE], 'gso_max_segs', '1');
  // Neither neighbour discovery nor IPv6's own talk: a SIM has none, and nobody would be charged for it.
  writeFileSync(`/proc/sys/net/ipv6/conf/${cable}/disable_ipv6`, '1');
  run('netns', 'exec', name, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6');
  run('addr', 'add', `${ADDRESS}/30`, 'dev', cable);
  run('-n', name, 'addr', 'add', `${INSIDE}/30`, 'dev', 'box');
  run('link', 'set', cable, 'up');
  run('-n', name, 'link', 'set', 'box', 'up');
  run('-n', name, 'link', 'set', 'lo', 'up');
  run('neigh', 'replace', INSIDE, 'lladdr', MACS[INSIDE], 'dev', cable, 'nud', 'permanent');
  run('-n', name, 'neigh', 'replace', ADDRESS, 'lladdr', MACS[ADDRESS], 'dev', 'box', 'nud', 'permanent');
  const counter = (what: string) =>
    Number(readFileSync(`/sys/class/net/${cable}/statistics/${what}`, 'utf8'));
  return {
    address: ADDRESS,
    prefix: [ip, 'netns', 'exec', name],
    count: () => ({
      up: counter('rx_bytes') - ETHERNET_HEADER * counter('rx_packets'),
      down: counter('tx_bytes') - ETHERNET_HEADER * counter('tx_packets'),
    }),
    cable(connected) {
      // Routes stay: both ends believe that they are connected.
      run('-n', name, 'link', 'set', 'box', connected ? 'up' : 'down');
    },
    close() {
      run('netns', 'del', name);
    },
  };
}
