import { KeyObject, sign } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type CryptoKey, compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { KeyId } from '../ids.js';
import type { Ed25519Jwk } from '../messages/jwk.js';
import { MAX_DOWN_BYTES } from '../topics.js';
import { strictBase64url } from './base64url.js';
import type { SigningKey } from './keys.js';
import { type Refusal, refuse } from './refusal.js';

/** The `typ` of each signed document: a signature made for one kind is never good for another. */
export const documentTypes = {
  plan: 'loa-plan+jws',
  override: 'loa-override+jws',
  receipt: 'loa-receipt+jws',
  report: 'loa-report+jws',
  roster: 'loa-roster+jws',
  grant: 'loa-grant+jws',
  time: 'loa-time+jws',
  tokenChallenge: 'loa-token+jws',
  tokenProof: 'loa-token-proof+jws',
  boxKey: 'loa-box-key+jws',
  auditHead: 'loa-audit-head+jws',
} as const;
export type DocumentKind = keyof typeof documentTypes;

/** Compact documents; roster and grant are General JSON, see general.ts. */
export type CompactKind = Exclude<DocumentKind, 'roster' | 'grant'>;

export const ProtectedHeader = z.object({
  alg: z.enum(['EdDSA', 'ES256', 'RS256']),
  kid: KeyId,
  typ: z.string().max(40),
  cty: z.enum(['json', 'json+gzip']),
  crit: z.undefined().optional(),
  b64: z.undefined().optional(),
});

/** Payloads above this are gzipped before signing, bytes. */
const GZIP_ABOVE = 1024;

/**
 * A third of the work of the usual level 6 for 4% more bytes: plans are mostly hashes, which nothing makes smaller. The
 * larger tables (256 kB, for a moment) take another tenth off.
 */
const GZIP = { level: 3, memLevel: 9 } as const;

/** A payload verified by `kid`, not yet checked against its own schema's meaning (audience, counter, end). */
export interface Opened<T> {
  ok: true;
  payload: T;
  kid: string;
}

/**
 * Signs `payload` as a compact JWS (RFC 7515, Ed25519); returns its ASCII bytes. Large payloads are gzipped.
 *
 * The bytes are those that `jose` makes (a test holds them together), by Node's own signing: jose crosses to another
 * thread and back for each signature, which for the plans of a province costs three times the signing itself.
 */
export async function signCompact(
  kind: CompactKind,
  payload: unknown,
  signer: SigningKey,
): Promise<Uint8Array> {
  return signCompactText(kind, JSON.stringify(payload), signer);
}

/** The same for a payload that is JSON text already. */
export async function signCompactText(
  kind: CompactKind,
  payload: string,
  signer: SigningKey,
): Promise<Uint8Array> {
  const { cty, bytes } = encodeText(payload);
  const header = JSON.stringify({ alg: 'EdDSA', kid: signer.kid, typ: documentTypes[kind], cty });
  const input = `${Buffer.from(header, 'utf8').toString('base64url')}.${bytes.toString('base64url')}`;
  const signature = sign(null, Buffer.from(input, 'ascii'), KeyObject.from(signer.key));
  return Buffer.from(`${input}.${signature.toString('base64url')}`, 'ascii');
}

/**
 * Verifies a compact document over the exact bytes received, then inflates and parses it.
 * `keyOf` names the public key for a `kid`, or nothing for a key that may not sign this kind.
 */
export async function openCompact<T>(
  kind: CompactKind,
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  keyOf: (kid: string) => Ed25519Jwk | undefined,
): Promise<Opened<T> | Refusal> {
  if (bytes.byteLength > MAX_DOWN_BYTES) return refuse('too_large', `${bytes.byteLength} bytes`);
  const text = Buffer.from(bytes).toString('latin1');
  const parts = text.split('.');
  if (parts.length !== 3 || !parts.every(strictBase64url)) return refuse('malformed', 'not a compact JWS');
  const header = parseHeader(parts[0] ?? '');
  if (!header) return refuse('malformed', 'its protected header is not understood');
  if (header.typ !== documentTypes[kind]) return refuse('wrong_type', `typ ${header.typ}`);
  const jwk = keyOf(header.kid);
  if (!jwk || header.alg !== 'EdDSA') return refuse('unknown_key', `kid ${header.kid}`);
  try {
    const { payload } = await compactVerify(text, await importPublic(jwk), { algorithms: ['EdDSA'] });
    return parsePayload(payload, header.cty, schema, header.kid);
  } catch {
    return refuse('bad_signature', `kid ${header.kid}`);
  }
}

export function encodePayload(payload: unknown): { cty: 'json' | 'json+gzip'; bytes: Buffer } {
  return encodeText(JSON.stringify(payload));
}

function encodeText(text: string): { cty: 'json' | 'json+gzip'; bytes: Buffer } {
  const json = Buffer.from(text, 'utf8');
  return json.byteLength > GZIP_ABOVE
    ? { cty: 'json+gzip', bytes: gzipSync(json, GZIP) }
    : { cty: 'json', bytes: json };
}

/** Inflates (at most 1 MB) and parses a payload whose signature was verified. */
export function parsePayload<T>(
  payload: Uint8Array,
  cty: 'json' | 'json+gzip',
  schema: z.ZodType<T>,
  kid: string,
): Opened<T> | Refusal {
  try {
    const json = cty === 'json+gzip' ? gunzipSync(payload, { maxOutputLength: MAX_DOWN_BYTES }) : payload;
    const parsed = schema.safeParse(JSON.parse(Buffer.from(json).toString('utf8')));
    if (parsed.success) return { ok: true, payload: parsed.data, kid };
    return refuse('bad_content', z.prettifyError(parsed.error).slice(0, 400));
  } catch (error) {
    return refuse('bad_content', error instanceof Error ? error.message : 'unreadable');
  }
}

export function parseHeader(encoded: string): z.infer<typeof ProtectedHeader> | null {
  try {
    const parsed = ProtectedHeader.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const imported = new WeakMap<Ed25519Jwk, Promise<CryptoKey>>();

/** Importing costs more than verifying; a JWK object that is kept (roster, box row) is imported once. */
function importPublic(jwk: Ed25519Jwk): Promise<CryptoKey> {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const fresh = importJWK({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'EdDSA') as Promise<CryptoKey>;
  imported.set(jwk, fresh);
  return fresh;
}
