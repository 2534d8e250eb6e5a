import { createPrivateKey } from 'node:crypto';
import type { Random } from '@loa/shared/ports/random';
import { importSigningKey, PrivateJwk, type SigningKey } from '@loa/shared/trust/keys';
import { createSeededRandom } from '../support/seeded-random.js';

/** PKCS #8 before the 32 bytes of an Ed25519 private key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A stream of chance of its own for each thing that needs one: what one draws does not move what others draw. */
export function streamOf(seed: number, name: string): Random {
  let mixed = seed >>> 0;
  for (const char of name) mixed = Math.imul(mixed ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return createSeededRandom(mixed);
}

const keys = new Map<string, Promise<SigningKey>>();

/** The same key pair for the same name, in every world. */
export function keyNamed(name: string): Promise<SigningKey> {
  const known = keys.get(name) ?? makeKey(name);
  keys.set(name, known);
  return known;
}

async function makeKey(name: string): Promise<SigningKey> {
  const der = Buffer.concat([PKCS8, Buffer.from(streamOf(1, name).bytes(32))]);
  const jwk = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  return importSigningKey(PrivateJwk.parse(jwk));
}

export function pick<T>(list: readonly T[], unit: number): T | undefined {
  return list[Math.min(list.length - 1, Math.floor(unit * list.length))];
}

/** Linear between two numbers. */
export function between(low: number, high: number, unit: number): number {
  return low + (high - low) * unit;
}
