import { createHash, generateKeyPairSync } from 'node:crypto';
import { type CryptoKey, importJWK } from 'jose';
import { z } from 'zod';
import { jcs } from '../jcs.js';
import { Ed25519Jwk, type PublicJwk } from '../messages/jwk.js';

/** An Ed25519 private key as kept in a key file of mode 0600. */
export const PrivateJwk = Ed25519Jwk.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type PrivateJwk = z.infer<typeof PrivateJwk>;

/** A key ready to sign: its id, its public half and the imported private half. */
export interface SigningKey {
  kid: string;
  publicJwk: Ed25519Jwk;
  key: CryptoKey;
}

/**
 * A new Ed25519 key pair from the operating system's randomness. Node writes it down while it makes it: exporting a key
 * that was just made can stop a process for good (measured with Node 20.20.2). The export holds the key's lock, and when
 * memory is collected meanwhile, so is the finished job that made the key, which waits for the same lock.
 */
export function generatePrivateJwk(): PrivateJwk {
  const { privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'jwk' },
  });
  return PrivateJwk.parse(privateKey);
}

export function publicOf(jwk: PrivateJwk): Ed25519Jwk {
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}

/** The key's id: RFC 7638 thumbprint, base64url sha256 of its required members in canonical JSON. */
export function keyId(jwk: PublicJwk): string {
  return createHash('sha256')
    .update(jcs(requiredMembers(jwk)))
    .digest('base64url');
}

export async function importSigningKey(jwk: PrivateJwk): Promise<SigningKey> {
  const publicJwk = publicOf(jwk);
  return { kid: keyId(publicJwk), publicJwk, key: (await importJWK(jwk, 'EdDSA')) as CryptoKey };
}

function requiredMembers(jwk: PublicJwk): Record<string, string> {
  switch (jwk.kty) {
    case 'OKP':
      return { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
    case 'EC':
      return { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
    case 'RSA':
      return { e: jwk.e, kty: jwk.kty, n: jwk.n };
  }
}
