import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Loopback, private, shared (CGNAT), link-local, multicast and unspecified: RFC 6890. */
const OWN = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  OWN.addSubnet(net, prefix, 'ipv4');
OWN.addAddress('::', 'ipv6');
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fc00::', 7, 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');
OWN.addSubnet('ff00::', 8, 'ipv6');

/** Whether an address leads to the box itself or to what stands beside it: its modem, cameras, the office. */
export function isOwnNetwork(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && OWN.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

export class OwnNetworkError extends Error {
  override name = 'OwnNetworkError';
  constructor(address: string) {
    super(`it redirects into this network, to ${address}`);
  }
}

/** A URL's host as an address, where it is written as one. */
export function literalAddress({ hostname }: URL): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

/** Names are looked up as always, but to nothing that stands in this network: whoever owns a name may point it anywhere. */
export const lookupElsewhere: LookupFunction = (hostname, options, done) => {
  const all: LookupAllOptions = { ...options, all: true };
  lookup(hostname, all, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error) return done(error, '', 0);
    const own = addresses.find(({ address }) => isOwnNetwork(address));
    if (own || !first) return done(new OwnNetworkError(own?.address ?? hostname), '', 0);
    if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
