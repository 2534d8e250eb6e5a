import { z } from 'zod';
import { AreaId, BoxId, KeyId } from '../ids.js';
import { Instant } from '../instant.js';
import { AuthorityDer } from './authority.js';
import { Ed25519Jwk } from './jwk.js';

/** 16 random bytes, base64url. */
export const Nonce = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .meta({ id: 'Nonce' });
/** HMAC-SHA256, base64url. */
export const Proof = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ id: 'Proof' });
/** The public part of an enrolment code, Crockford base32. */
export const CodeId = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{4}$/)
  .meta({ id: 'CodeId' });

/** POST /agent/enrol, step 1. */
export const EnrolRequest = z
  .object({ codeId: CodeId, boxKey: Ed25519Jwk, nonceBox: Nonce })
  .meta({ id: 'EnrolRequest' });
export type EnrolRequest = z.infer<typeof EnrolRequest>;

/** Where boxes reach the controller over TLS, and the authority whose servers alone they talk to from then on. */
export const TlsPin = z
  .object({
    /** The authority's certificate: base64url of its DER. */
    ca: AuthorityDer,
    /** The controller's address for boxes, https. */
    server: z.url({ protocol: /^https$/ }).max(500),
  })
  .meta({ id: 'TlsPin' });
export type TlsPin = z.infer<typeof TlsPin>;

/** Answer to step 1; `proof` shows that the controller knows the code's secret. */
export const EnrolAnswer = z
  .object({
    boxId: BoxId,
    rootKey: Ed25519Jwk,
    communeId: AreaId,
    controllerKey: Ed25519Jwk,
    nonceController: Nonce,
    tls: TlsPin.optional(),
    proof: Proof,
  })
  .meta({ id: 'EnrolAnswer' });
export type EnrolAnswer = z.infer<typeof EnrolAnswer>;

/** POST /agent/enrol, step 2; `proof` shows that the box knows it too. */
export const EnrolConfirm = z.object({ codeId: CodeId, proof: Proof }).meta({ id: 'EnrolConfirm' });
export type EnrolConfirm = z.infer<typeof EnrolConfirm>;

export const EnrolDone = z.object({ mqttUrl: z.string().max(500) }).meta({ id: 'EnrolDone' });
export type EnrolDone = z.infer<typeof EnrolDone>;

/** POST /agent/token, step 1: ask for a challenge. Answer: `{challenge}`, a signed TokenChallenge. */
export const TokenRequest = z.object({ boxId: BoxId }).meta({ id: 'TokenRequest' });
/** Signed by the controller (typ loa-token); lives ≤60 s. */
export const TokenChallenge = z
  .object({ boxId: BoxId, nonce: Nonce, issuedAt: Instant, expiresAt: Instant })
  .meta({ id: 'TokenChallenge' });
export type TokenChallenge = z.infer<typeof TokenChallenge>;
/** POST /agent/token, step 2: `{proof}`, signed by the box (typ loa-token-proof) over the same nonce. */
export const TokenProof = z.object({ boxId: BoxId, nonce: Nonce }).meta({ id: 'TokenProof' });
export type TokenProof = z.infer<typeof TokenProof>;
export const TokenAnswer = z
  .object({ token: z.string().max(200), expiresAt: Instant })
  .meta({ id: 'TokenAnswer' });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** POST /agent/time. Answer: `{time}`, a signed TimeAnswer (typ loa-time). */
export const TimeRequest = z.object({ boxId: BoxId, nonce: Nonce }).meta({ id: 'TimeRequest' });
export const TimeAnswer = z
  .object({ boxId: BoxId, nonce: Nonce, now: Instant, expiresAt: Instant })
  .meta({ id: 'TimeAnswer' });
export type TimeAnswer = z.infer<typeof TimeAnswer>;

/** POST /agent/key: which key is the box's from now on (typ loa-box-key); signed by the former key and by the new one. */
export const BoxKeyChange = z.object({ boxId: BoxId, newKey: Ed25519Jwk }).meta({ id: 'BoxKeyChange' });
export type BoxKeyChange = z.infer<typeof BoxKeyChange>;
export const ChangeBoxKey = z
  .object({ byFormer: z.string().min(1).max(4_000), byNew: z.string().min(1).max(4_000) })
  .meta({ id: 'ChangeBoxKey' });
export type ChangeBoxKey = z.infer<typeof ChangeBoxKey>;
export const BoxKeyChanged = z.object({ boxId: BoxId, keyId: KeyId }).meta({ id: 'BoxKeyChanged' });
export type BoxKeyChanged = z.infer<typeof BoxKeyChanged>;
