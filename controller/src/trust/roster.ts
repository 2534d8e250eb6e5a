import { InvariantError } from '@loa/shared/errors';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { type Person, type Right, Roster } from '@loa/shared/messages/roster';
import { nextRevision } from '@loa/shared/revision';
import { checkRoster, type Pinned } from '@loa/shared/trust/check-roster';
import { signGeneral } from '@loa/shared/trust/general';
import { keyId, type SigningKey } from '@loa/shared/trust/keys';

export interface RosterFields {
  communeId: string;
  version: number;
  /** Unix milliseconds. */
  issuedAt: number;
  demo?: boolean;
  controllerKeys: readonly Ed25519Jwk[];
  people: readonly Person[];
  needs?: Roster['needs'];
  zone: string;
  limits: Roster['limits'];
  successors?: Roster['successors'];
  clockFloor?: number;
}

/** The roster's payload; throws a ZodError where the fields do not make one. */
export function buildRoster(fields: RosterFields): Roster {
  const { controllerKeys, demo, needs = {}, successors = {}, ...rest } = fields;
  return Roster.parse({
    ...rest,
    ...(demo === true ? { demo } : {}),
    controllerKeys: controllerKeys.map((key) => ({ kid: keyId(key), key })),
    needs,
    successors,
  });
}

/** A person who signs with an Ed25519 key file of the command line. */
export function personWithKeyFile(
  person: { personId: string; name?: string; rights: Right[] },
  key: Ed25519Jwk,
): Person {
  return { ...person, keys: [{ kid: keyId(key), alg: 'EdDSA', key }] };
}

/**
 * The version after `previous` (0 for none). It follows the clock as revisions do, so that a controller restored from
 * an old backup does not issue a version that boxes have left behind.
 */
export function nextVersion(previous: number, now: number): number {
  return nextRevision(previous, now);
}

/**
 * Signs a roster with the root (or with people who hold the right `roster`), and checks the outcome as a box will.
 * Throws where a box that follows `current` would refuse it.
 */
export async function signRoster(
  roster: Roster,
  signers: readonly SigningKey[],
  pinned: Pinned,
  current: Roster | null,
): Promise<Uint8Array> {
  const bytes = await signGeneral('roster', roster, signers);
  const checked = checkRoster(bytes, pinned, current);
  if (!checked.ok) {
    throw new InvariantError(`Boxes would refuse this roster (${checked.reason}): ${checked.detail}`);
  }
  return bytes;
}
