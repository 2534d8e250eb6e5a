import { z } from 'zod';
import { Id, KeyId, PersonId } from '../ids.js';
import { Instant } from '../instant.js';
import { Alg } from '../messages/jwk.js';
import { Line } from './text.js';

const Base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const CredentialId = Base64url.min(16).max(1400);

/** Whether passkeys work at the address that this request came to, and what to do where they do not. */
export const PasskeyPlace = z
  .discriminatedUnion('possible', [
    z.object({ possible: z.literal(true), rpId: z.string(), origin: z.string() }),
    z.object({
      possible: z.literal(false),
      why: z.enum(['no_tls', 'no_name', 'other_address']),
      /** Vietnamese: what is wrong and what to do. */
      message: z.string(),
    }),
  ])
  .meta({ id: 'PasskeyPlace' });
export type PasskeyPlace = z.infer<typeof PasskeyPlace>;

export const Passkey = z
  .object({
    kid: KeyId,
    label: z.string(),
    alg: Alg,
    /** Kept by a telephone's or browser's own cloud: it outlives the telephone. */
    backedUp: z.boolean(),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    /** Where it was made; it signs at no other address. */
    origin: z.string(),
    /** The communes in whose rosters it stands, and as whom. */
    approves: z.array(z.object({ communeId: Id, personId: PersonId })),
  })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof Passkey>;

/** Which of one's passkeys is asked to sign. None of them: the one that was used last. */
export const whichKey = {
  /** This one. */
  kid: KeyId.optional(),
  /** Known to be on the machine where it is signed: these before others. */
  here: z.array(KeyId).max(20).optional(),
  /** Asked for on that machine in vain: these behind others. */
  tried: z.array(KeyId).max(20).optional(),
};

/** What `navigator.credentials.create({publicKey})` takes, as JSON (WebAuthn level 3, `parseCreationOptionsFromJSON`). */
export const CreationOptions = z
  .looseObject({ challenge: z.string(), rp: z.looseObject({ id: z.string().optional(), name: z.string() }) })
  .meta({ id: 'PasskeyCreationOptions' });

/** What `navigator.credentials.get({publicKey})` takes, as JSON (WebAuthn level 3, `parseRequestOptionsFromJSON`). */
export const RequestOptions = z
  .looseObject({ challenge: z.string(), rpId: z.string().optional() })
  .meta({ id: 'PasskeyRequestOptions' });
export type RequestOptions = z.infer<typeof RequestOptions>;

const common = {
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: z.looseObject({}),
};

/** A credential as its `toJSON()` gives it, new. */
export const Attestation = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: Base64url.max(4000),
      attestationObject: Base64url.max(20_000),
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  })
  .meta({ id: 'PasskeyAttestation' });
export type Attestation = z.infer<typeof Attestation>;

/** A credential as its `toJSON()` gives it, used. */
export const Assertion = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: Base64url.max(4000),
      authenticatorData: Base64url.max(2000),
      signature: Base64url.max(1400),
      userHandle: Base64url.max(200).nullish(),
    }),
  })
  .meta({ id: 'PasskeyAssertion' });
export type Assertion = z.infer<typeof Assertion>;

export const PrepareRegistration = z
  .strictObject({
    /** What the owner calls it: "Điện thoại của Lan". */
    label: Line(60),
  })
  .meta({ id: 'PreparePasskey' });
export const FinishRegistration = z
  .strictObject({ label: Line(60), credential: Attestation })
  .meta({ id: 'FinishPasskey' });
export const FinishSignIn = z.strictObject({ credential: Assertion }).meta({ id: 'FinishPasskeySignIn' });
