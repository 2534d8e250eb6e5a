import { z } from 'zod';
import { documentTypes, encodePayload, parseHeader } from './envelope.js';
import {
  type GeneralJws,
  type GeneralKind,
  GeneralSignature,
  type SignerKey,
  verifySignature,
} from './general.js';
import { passkeyChallenge } from './passkey.js';

/** One person's signature under a General JWS, as it stands in the document. */
export const SignatureEntry = GeneralSignature.meta({ id: 'SignatureEntry' });
export type SignatureEntry = z.infer<typeof SignatureEntry>;

/** A document before anybody signed it: every signature covers this very payload. */
export const Unsigned = z.object({ payload: z.string(), cty: z.enum(['json', 'json+gzip']) });
export type Unsigned = z.infer<typeof Unsigned>;

export function unsigned(payload: unknown): Unsigned {
  const { cty, bytes } = encodePayload(payload);
  return { payload: bytes.toString('base64url'), cty };
}

/** What one key signs: the JWS signing input, and the WebAuthn challenge that stands for it. */
export interface SigningInput {
  protected: string;
  /** `protected.payload`, ASCII. */
  signingInput: string;
  /** base64url(sha256(signingInput)). */
  challenge: string;
}

export function signingInputOf(
  kind: GeneralKind,
  document: Unsigned,
  { alg, kid }: { alg: SignerKey['alg']; kid: string },
): SigningInput {
  const header = JSON.stringify({ alg, kid, typ: documentTypes[kind], cty: document.cty });
  const protectedHeader = Buffer.from(header, 'utf8').toString('base64url');
  const signingInput = `${protectedHeader}.${document.payload}`;
  return { protected: protectedHeader, signingInput, challenge: passkeyChallenge(signingInput) };
}

/** Whether an entry is this key's signature over the document, judged as a box does. */
export function entryIsGood(
  kind: GeneralKind,
  document: Unsigned,
  entry: SignatureEntry,
  signer: SignerKey & { kid: string },
): boolean {
  const expected = signingInputOf(kind, document, signer);
  return entry.protected === expected.protected && verifySignature(signer, expected.signingInput, entry);
}

/** The document with its signatures, as stored and published: UTF-8 JSON. */
export function assembleGeneral({ payload }: Unsigned, signatures: readonly SignatureEntry[]): Uint8Array {
  const document: GeneralJws = { payload, signatures: [...signatures] };
  return Buffer.from(JSON.stringify(document), 'utf8');
}

/** The key that an entry says it is by. */
export function kidOf(entry: SignatureEntry): string | null {
  return parseHeader(entry.protected)?.kid ?? null;
}
