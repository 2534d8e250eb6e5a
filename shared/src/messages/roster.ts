import { z } from 'zod';
import { AreaId, KeyId, PersonId } from '../ids.js';
import { Instant, Zone } from '../instant.js';
import { SoundWindow } from '../sound-window.js';
import { AuthorityDer } from './authority.js';
import { Alg, Ed25519Jwk, PublicJwk } from './jwk.js';
import { RightUse } from './use.js';

/** One key of a person. With `passkey`, its signatures are WebAuthn assertions and nothing else. */
export const PersonKey = z.object({
  kid: KeyId,
  alg: Alg,
  key: PublicJwk,
  passkey: z.object({ rpId: z.string().min(1).max(253), origins: z.array(z.url()).min(1).max(8) }).optional(),
  /** Grants signed with it before stay good: a telephone that was lost or replaced, while its owner goes on. */
  retiredAt: Instant.optional(),
});
export type PersonKey = z.infer<typeof PersonKey>;

export const Right = z.object({
  use: RightUse,
  areas: z.array(AreaId).min(1).max(200),
  /** A deputy's right (KT.) counts for what is signed from the one instant until the other. Never the right `roster`. */
  acting: z
    .object({ from: Instant, until: Instant, deputyFor: PersonId })
    .refine((a) => a.from < a.until, { error: 'a leave ends after it begins' })
    .optional(),
});
export type Right = z.infer<typeof Right>;

export const Person = z.object({
  personId: PersonId,
  name: z.string().max(200).optional(),
  keys: z.array(PersonKey).min(1).max(16),
  rights: z.array(Right).max(64),
  /** Grants signed before it stay good. */
  retiredAt: Instant.optional(),
  /** From when it stands here, all of this person's grants fall, whenever signed. */
  revokedAt: Instant.optional(),
});
export type Person = z.infer<typeof Person>;

export const Limit = z.object({
  areas: z.array(AreaId).min(1).max(200),
  windows: z.array(SoundWindow).max(48),
});
export type Limit = z.infer<typeof Limit>;

/**
 * Who may speak in one commune, and when. Signed by the root key, or by two people who hold the right `roster`
 * in the version before. It does not expire. Outside every window a box is silent, except for emergencies.
 */
export const Roster = z
  .object({
    communeId: AreaId,
    version: z.int().min(1),
    issuedAt: Instant,
    /** Marks a demonstration: pages, boxes and records say DEMO. */
    demo: z.boolean().optional(),
    controllerKeys: z
      .array(z.object({ kid: KeyId, key: Ed25519Jwk }))
      .min(1)
      .max(8),
    people: z.array(Person).max(500),
    /** Distinct people whose signatures a grant of that use must bear; 1 where nothing is said. */
    needs: z.partialRecord(RightUse, z.int().min(1).max(8)),
    zone: Zone,
    limits: z.array(Limit).max(200),
    /** Areas that were merged into another: old id → new id. */
    successors: z.record(AreaId, AreaId),
    /**
     * The latest instant that a box may hold as surely past; one whose floor lies beyond lowers it. Signed by the root
     * after boxes were led years ahead by a wrong clock.
     */
    clockFloor: Instant.optional(),
    /**
     * The root from this version on, in place of the one that boxes pinned. The version that brings or changes it bears the
     * new root's own signature beside those of whoever may sign; every later version repeats it.
     */
    rootKey: Ed25519Jwk.optional(),
    /**
     * The authorities (base64url of the DER) whose servers alone boxes talk to over TLS, in place of the one that they pinned
     * when they enrolled: two while one follows the other.
     */
    tlsAuthorities: z.array(AuthorityDer).min(1).max(2).optional(),
  })
  .meta({ id: 'Roster' });
export type Roster = z.infer<typeof Roster>;
