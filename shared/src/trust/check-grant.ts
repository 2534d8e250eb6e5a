import { sha256Hex } from '../jcs.js';
import { Grant } from '../messages/grant.js';
import type { Person, Right, Roster } from '../messages/roster.js';
import type { GrantUse } from '../messages/use.js';
import { coversChain } from './areas.js';
import { openGeneral } from './general.js';
import { type Refusal, refuse } from './refusal.js';

export interface CheckedGrant {
  ok: true;
  grant: Grant;
  /** sha256 of the exact bytes. */
  grantId: string;
  /** Distinct people whose signatures count. */
  people: Person[];
}

/**
 * Verifies a grant's signatures against the roster in force and that enough distinct people with the right use,
 * neither revoked nor retired before they signed, bear it for a place with this chain of areas.
 */
export function checkGrant(
  bytes: Uint8Array,
  roster: Roster,
  areaChain: readonly string[],
): CheckedGrant | Refusal {
  const ownerOf = new Map<string, Person>();
  for (const person of roster.people) for (const key of person.keys) ownerOf.set(key.kid, person);
  const opened = openGeneral('grant', bytes, Grant, (kid) =>
    ownerOf.get(kid)?.keys.find((key) => key.kid === kid),
  );
  if (!opened.ok) return opened;
  const grant = opened.payload;
  if (!coversChain(grant.areas, areaChain, roster.successors)) {
    return refuse('wrong_audience', `granted for ${grant.areas.join(', ')}`);
  }
  const people = new Map<string, Person>();
  let revoked = false;
  for (const kid of opened.kids) {
    const person = ownerOf.get(kid);
    if (!person) continue;
    if (person.revokedAt !== undefined || retired(person, kid, grant.signedAt)) revoked = true;
    else if (holdsRight(person, grant, roster, areaChain)) people.set(person.personId, person);
  }
  const needed = roster.needs[grant.use] ?? 1;
  if (people.size < needed) {
    if (revoked) return refuse('revoked', 'its signer was revoked, or retired before signing');
    return refuse(
      people.size === 0 ? 'not_allowed' : 'too_few_signers',
      `${people.size} of ${needed} people with the right ${grant.use} signed`,
    );
  }
  return { ok: true, grant, grantId: sha256Hex(bytes), people: [...people.values()] };
}

/** Whether a grant may start this recording at `at` for `use`. A set covers tunes, chimes and fillers. */
export function grantAllows(
  grant: Grant,
  wanted: { use: GrantUse; sha256: string; at: number },
): { ok: true } | Refusal {
  if (wanted.at < grant.validFrom) return refuse('not_yet_valid', `valid from ${grant.validFrom}`);
  if (wanted.at >= grant.validUntil) return refuse('expired', `valid until ${grant.validUntil}`);
  if (grant.use === 'set' && wanted.use === 'scheduled') {
    return grant.subject.sha256.includes(wanted.sha256)
      ? { ok: true }
      : refuse('wrong_subject', 'not in the set');
  }
  if (grant.use !== wanted.use) return refuse('not_allowed', `granted for ${grant.use}, not ${wanted.use}`);
  if (grant.use === 'live' || grant.use === 'relay') return refuse('wrong_subject', 'it grants a stream');
  return grant.subject.sha256 === wanted.sha256
    ? { ok: true }
    : refuse('wrong_subject', `granted for ${grant.subject.sha256}`);
}

/** Whether the person, or this key of theirs, was retired before it signed. */
function retired(person: Person, kid: string, signedAt: number): boolean {
  const key = person.keys.find((each) => each.kid === kid);
  return [person.retiredAt, key?.retiredAt].some((at) => at !== undefined && signedAt >= at);
}

function holdsRight(
  person: Person,
  { use, signedAt }: Pick<Grant, 'use' | 'signedAt'>,
  roster: Roster,
  areaChain: readonly string[],
): boolean {
  return person.rights.some(
    (right) =>
      right.use === use && actsAt(right, signedAt) && coversChain(right.areas, areaChain, roster.successors),
  );
}

/** Whether a right counts at an instant: a deputy's does only during the leave that it is for. */
export function actsAt({ acting }: Right, at: number): boolean {
  return acting === undefined || (acting.from <= at && at < acting.until);
}
