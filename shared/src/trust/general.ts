import { createPublicKey, verify } from 'node:crypto';
import { GeneralSign } from 'jose';
import { z } from 'zod';
import type { PersonKey } from '../messages/roster.js';
import { MAX_DOWN_BYTES } from '../topics.js';
import { strictBase64url } from './base64url.js';
import {
  type DocumentKind,
  documentTypes,
  encodePayload,
  type Opened,
  parseHeader,
  parsePayload,
} from './envelope.js';
import type { SigningKey } from './keys.js';
import { PasskeyHeader, verifyPasskey } from './passkey.js';
import { type Refusal, refuse } from './refusal.js';

export type GeneralKind = Extract<DocumentKind, 'roster' | 'grant'>;

const Base64url = z.string().refine(strictBase64url, { error: 'not canonical base64url' });

export const GeneralSignature = z.object({
  protected: Base64url,
  signature: Base64url,
  header: PasskeyHeader.optional(),
});

/** JWS General JSON Serialization (RFC 7515 §7.2.1). */
export const GeneralJws = z.object({
  payload: Base64url,
  signatures: z.array(GeneralSignature).min(1).max(8),
});
export type GeneralJws = z.infer<typeof GeneralJws>;

/** What a verifier may trust for one kid: a bare key (root) or a person's key. */
export type SignerKey = Pick<PersonKey, 'alg' | 'key' | 'passkey'>;

/** Signs `payload` with one or more Ed25519 keys; returns the UTF-8 bytes. Passkeys sign in the browser. */
export async function signGeneral(
  kind: GeneralKind,
  payload: unknown,
  signers: readonly SigningKey[],
): Promise<Uint8Array> {
  const { cty, bytes } = encodePayload(payload);
  const sign = new GeneralSign(bytes);
  for (const { kid, key } of signers) {
    sign.addSignature(key).setProtectedHeader({ alg: 'EdDSA', kid, typ: documentTypes[kind], cty });
  }
  return Buffer.from(JSON.stringify(await sign.sign()), 'utf8');
}

export interface OpenedGeneral<T> extends Opened<T> {
  /** Every kid whose signature verified; all others are ignored. */
  kids: string[];
}

/**
 * Verifies every signature whose key `keyOf` knows, then parses the payload. At least one must be good; how many,
 * and whose, is for the caller to judge from `kids`.
 */
export function openGeneral<T>(
  kind: GeneralKind,
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  keyOf: (kid: string) => SignerKey | undefined,
): OpenedGeneral<T> | Refusal {
  if (bytes.byteLength > MAX_DOWN_BYTES) return refuse('too_large', `${bytes.byteLength} bytes`);
  const jws = parseGeneral(bytes);
  if (!jws) return refuse('malformed', 'not a General JWS JSON document');
  const kids: string[] = [];
  let cty: 'json' | 'json+gzip' | undefined;
  let seenKnownKey = false;
  for (const entry of jws.signatures) {
    const header = parseHeader(entry.protected);
    if (!header) return refuse('malformed', 'a protected header is not understood');
    if (header.typ !== documentTypes[kind]) return refuse('wrong_type', `typ ${header.typ}`);
    if (cty !== undefined && cty !== header.cty) return refuse('malformed', 'signatures disagree on cty');
    cty = header.cty;
    const signer = keyOf(header.kid);
    if (!signer) continue;
    seenKnownKey = true;
    if (signer.alg !== header.alg)
      return refuse('bad_signature', `kid ${header.kid} signs with ${signer.alg}`);
    const input = `${entry.protected}.${jws.payload}`;
    if (!verifySignature(signer, input, entry)) return refuse('bad_signature', `kid ${header.kid}`);
    if (!kids.includes(header.kid)) kids.push(header.kid);
  }
  if (!seenKnownKey || cty === undefined) return refuse('unknown_key', 'no signature by a known key');
  const opened = parsePayload(Buffer.from(jws.payload, 'base64url'), cty, schema, kids[0] ?? '');
  return opened.ok ? { ...opened, kids } : opened;
}

/** Whether `entry` is `signer`'s signature over a JWS signing input: WebAuthn for passkeys, plain Ed25519 for all others. */
export function verifySignature(
  signer: SignerKey,
  input: string,
  entry: GeneralJws['signatures'][number],
): boolean {
  const signature = Buffer.from(entry.signature, 'base64url');
  if (signer.passkey) {
    if (!entry.header) return false;
    return verifyPasskey({ kid: '', ...signer }, entry.header, input, signature);
  }
  // Without a passkey only a plain Ed25519 signature counts (the command line's key file, the root).
  if (signer.alg !== 'EdDSA' || entry.header) return false;
  try {
    return verify(
      null,
      Buffer.from(input, 'ascii'),
      createPublicKey({ key: { ...signer.key }, format: 'jwk' }),
      signature,
    );
  } catch {
    return false;
  }
}

function parseGeneral(bytes: Uint8Array): GeneralJws | null {
  try {
    const parsed = GeneralJws.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
