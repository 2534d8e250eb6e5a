import { z } from 'zod';
import type { Ed25519Jwk } from '../messages/jwk.js';
import { Roster } from '../messages/roster.js';
import { coversChain } from './areas.js';
import { GeneralJws, openGeneral, type SignerKey } from './general.js';
import { keyId } from './keys.js';
import { type Refusal, refuse } from './refusal.js';

/** What a box pinned when it was enrolled. */
export interface Pinned {
  rootKey: Ed25519Jwk;
  communeId: string;
}

/** At least this many people must sign a roster that the root did not. */
export const ROSTER_SIGNERS = 2;

/** Versions before the newest that a document may bring along. */
export const MAX_EARLIER = 60;

/** The unprotected member `earlier` of a roster's document: versions before it, oldest first, each as it was signed. */
const Chained = z.object({ earlier: z.array(GeneralJws).max(MAX_EARLIER).optional() });

type Outcome = { ok: true; roster: Roster } | Refusal;

/**
 * Accepts a roster signed by the root in force, or by two distinct people who hold the right `roster` over the
 * commune in the version in force. Its version must be higher than the one in force.
 *
 * A box that was off for some versions, or that was enrolled after people had signed them, knows none of those
 * people: the document may bring the earlier versions along, and each is judged by the one before it.
 */
export function checkRoster(bytes: Uint8Array, pinned: Pinned, current: Roster | null): Outcome {
  let known = current;
  for (const earlier of earlierVersions(bytes)) {
    const outcome = checkOne(Buffer.from(JSON.stringify(earlier)), pinned, known);
    // One that is older, or that only another pinned root could have led to, is passed over: the next is judged alone.
    if (outcome.ok) known = outcome.roster;
  }
  return checkOne(bytes, pinned, known);
}

/** The root that a box believes: the pinned one, or what the roster in force put in its place. */
export function rootInForce(pinned: Ed25519Jwk, current: Roster | null): Ed25519Jwk {
  return current?.rootKey ?? pinned;
}

/** The people's keys that may sign the version after `current`, with their owners. */
export function rosterSigners(communeId: string, current: Roster | null): Map<string, RosterSigner> {
  const signers = new Map<string, RosterSigner>();
  for (const person of current?.people ?? []) {
    if (person.revokedAt !== undefined || person.retiredAt !== undefined) continue;
    // Who may speak here is not for deputies to say: a leave passes, a roster stays.
    const rights = person.rights.filter((right) => right.use === 'roster' && right.acting === undefined);
    if (!rights.some((right) => coversChain(right.areas, [communeId], current?.successors ?? {}))) continue;
    for (const key of person.keys) {
      if (key.retiredAt === undefined) signers.set(key.kid, { key, personId: person.personId });
    }
  }
  return signers;
}

export interface RosterSigner {
  key: SignerKey;
  personId: string;
}

/** How many distinct people must sign the version after `current` where the root does not. */
export function rosterSignersNeeded(current: Roster | null): number {
  return Math.max(ROSTER_SIGNERS, current?.needs.roster ?? 0);
}

function checkOne(bytes: Uint8Array, pinned: Pinned, current: Roster | null): Outcome {
  const root = rootInForce(pinned.rootKey, current);
  const rootKid = keyId(root);
  const people = rosterSigners(pinned.communeId, current);
  const opened = openGeneral('roster', bytes, Roster, (kid) =>
    kid === rootKid ? { alg: 'EdDSA', key: root } : people.get(kid)?.key,
  );
  if (!opened.ok) return opened;
  const roster = opened.payload;
  if (roster.communeId !== pinned.communeId)
    return refuse('wrong_audience', `a roster of ${roster.communeId}`);
  if (!opened.kids.includes(rootKid)) {
    const signed = new Set(opened.kids.map((kid) => people.get(kid)?.personId));
    const needed = rosterSignersNeeded(current);
    if (signed.size < needed) return refuse('too_few_signers', `${signed.size} of ${needed} people signed`);
  }
  if (current && roster.version <= current.version) {
    return refuse('rolled_back', `version ${roster.version} after ${current.version}`);
  }
  const broken = brokenKey(roster) ?? brokenRoot(bytes, roster, root, current);
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

/** A root that was put in place stays named, and a new one has signed: a slip of the pen must not lock everybody out. */
function brokenRoot(
  bytes: Uint8Array,
  { rootKey }: Roster,
  before: Ed25519Jwk,
  current: Roster | null,
): string | null {
  if (!rootKey) return current?.rootKey ? 'it leaves out the root that the version in force named' : null;
  const kid = keyId(rootKey);
  if (kid === keyId(before)) return null;
  const signed = openGeneral('roster', bytes, Roster, (asked) =>
    asked === kid ? { alg: 'EdDSA', key: rootKey } : undefined,
  );
  return signed.ok ? null : 'the new root has not signed';
}

function earlierVersions(bytes: Uint8Array): GeneralJws[] {
  try {
    const parsed = Chained.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? (parsed.data.earlier ?? []) : [];
  } catch {
    return [];
  }
}
