import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  isOwnNetwork,
  literalAddress,
  lookupElsewhere,
} from '../../../edge-agent/src/player/sources/own-network.js';

describe('the box’s own network', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '100.64.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.1.75',
    '255.255.255.255',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:192.168.1.1',
    '::ffff:7f00:1',
  ])('holds %s', (address) => expect(isOwnNetwork(address)).toBe(true));

  it.each(['113.160.0.1', '172.32.0.1', '100.128.0.1', '2402:800::1', '::ffff:113.160.0.1', 'vov.vn', ''])(
    'does not hold %j',
    (address) => expect(isOwnNetwork(address)).toBe(false),
  );

  it.each([
    ['http://192.168.1.1:80/x', '192.168.1.1'],
    ['http://[::1]/', '::1'],
    // As other numbers, too: URLs know but one way to write an address.
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://vov.vn/', null],
  ])('sees what address %s is', (url, address) => expect(literalAddress(new URL(url))).toBe(address));

  it('is not found through a name that points into it', async () => {
    const find = promisify(lookupElsewhere);
    await expect(find('localhost', {})).rejects.toThrow('redirects into this network');
  });
});
