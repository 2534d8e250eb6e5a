import type { Ed25519Jwk } from '../messages/jwk.js';
import { Roster } from '../messages/roster.js';
import { coversChain } from './areas.js';
import { openGeneral, type SignerKey } from './general.js';
import { keyId } from './keys.js';
import { type Refusal, refuse } from './refusal.js';

/** What a box pinned when it was enrolled. */
export interface Pinned {
  rootKey: Ed25519Jwk;
  communeId: string;
}

/** At least this many people must sign a roster that the root did not. */
const ROSTER_SIGNERS = 2;

/**
 * Accepts a roster signed by the pinned root, or by two distinct people who hold the right `roster` over the
 * commune in the version in force. Its version must be higher than the one in force.
 */
export function checkRoster(
  bytes: Uint8Array,
  pinned: Pinned,
  current: Roster | null,
): { ok: true; roster: Roster } | Refusal {
  const rootKid = keyId(pinned.rootKey);
  const signers = new Map<string, SignerKey>([[rootKid, { alg: 'EdDSA', key: pinned.rootKey }]]);
  const personOf = new Map<string, string>();
  for (const person of current?.people ?? []) {
    if (person.revokedAt !== undefined || person.retiredAt !== undefined) continue;
    const rights = person.rights.filter((right) => right.use === 'roster');
    if (!rights.some((right) => coversChain(right.areas, [pinned.communeId], current?.successors ?? {})))
      continue;
    for (const key of person.keys) {
      signers.set(key.kid, key);
      personOf.set(key.kid, person.personId);
    }
  }
  const opened = openGeneral('roster', bytes, Roster, (kid) => signers.get(kid));
  if (!opened.ok) return opened;
  const roster = opened.payload;
  if (roster.communeId !== pinned.communeId)
    return refuse('wrong_audience', `a roster of ${roster.communeId}`);
  if (!opened.kids.includes(rootKid)) {
    const people = new Set(opened.kids.map((kid) => personOf.get(kid)));
    const needed = Math.max(ROSTER_SIGNERS, current?.needs.roster ?? 0);
    if (people.size < needed) return refuse('too_few_signers', `${people.size} of ${needed} people signed`);
  }
  if (current && roster.version <= current.version) {
    return refuse('rolled_back', `version ${roster.version} after ${current.version}`);
  }
  const broken = brokenKey(roster);
  return broken ? refuse('bad_content', broken) : { ok: true, roster };
}

/** Every kid must be its key's thumbprint and stand once, so that a signature names one person only. */
function brokenKey(roster: Roster): string | null {
  const seen = new Set<string>();
  const keys = [...roster.controllerKeys, ...roster.people.flatMap((person) => person.keys)];
  for (const { kid, key } of keys) {
    if (keyId(key) !== kid) return `kid ${kid} is not its key's thumbprint`;
    if (seen.has(kid)) return `kid ${kid} stands twice`;
    seen.add(kid);
  }
  return null;
}
