import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { PersonKey } from '../messages/roster.js';
import { strictBase64url } from './base64url.js';

/** The unprotected header of a passkey's signature: what its authenticator really signed. */
export const PasskeyHeader = z.object({
  authenticatorData: z.string().min(50).max(2000).refine(strictBase64url),
  clientDataJSON: z.string().min(20).max(4000).refine(strictBase64url),
});
export type PasskeyHeader = z.infer<typeof PasskeyHeader>;

const ClientData = z.object({
  type: z.literal('webauthn.get'),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  /** Only a page in another page's frame has one. */
  topOrigin: z.undefined().optional(),
});

/** What kind of key each algorithm takes: a key of another kind would be verified by rules that nobody chose. */
const KEY_TYPES = { EdDSA: 'OKP', ES256: 'EC', RS256: 'RSA' } as const;

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/** The WebAuthn challenge that stands for a JWS signing input: base64url(sha256(ASCII(protected "." payload))). */
export function passkeyChallenge(signingInput: string): string {
  return createHash('sha256').update(signingInput, 'ascii').digest('base64url');
}

/**
 * Verifies a WebAuthn assertion (Level 3 §7.2 steps 11-20) over a JWS signing input: type, challenge, origin,
 * relying party, presence, verification and the signature over authenticatorData ‖ sha256(clientDataJSON).
 * ES256 signatures are DER, as authenticators make them.
 */
export function verifyPasskey(
  personKey: PersonKey,
  header: PasskeyHeader,
  signingInput: string,
  signature: Uint8Array,
): boolean {
  if (!personKey.passkey || personKey.key.kty !== KEY_TYPES[personKey.alg]) return false;
  const clientBytes = Buffer.from(header.clientDataJSON, 'base64url');
  const authData = Buffer.from(header.authenticatorData, 'base64url');
  const client = parseClientData(clientBytes);
  if (!client || client.crossOrigin === true) return false;
  if (client.challenge !== passkeyChallenge(signingInput)) return false;
  if (!personKey.passkey.origins.includes(client.origin)) return false;
  const rpIdHash = createHash('sha256').update(personKey.passkey.rpId).digest();
  if (authData.length < 37 || !authData.subarray(0, 32).equals(rpIdHash)) return false;
  const flags = authData[32] ?? 0;
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) return false;
  const signed = Buffer.concat([authData, createHash('sha256').update(clientBytes).digest()]);
  try {
    const key = createPublicKey({ key: { ...personKey.key }, format: 'jwk' });
    return verify(personKey.alg === 'EdDSA' ? null : 'sha256', signed, key, signature);
  } catch {
    return false;
  }
}

function parseClientData(bytes: Buffer): z.infer<typeof ClientData> | null {
  try {
    const parsed = ClientData.safeParse(JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
