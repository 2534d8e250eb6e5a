import { sha256Hex } from '@loa/shared/jcs';
import { Grant } from '@loa/shared/messages/grant';
import type { Person, Roster } from '@loa/shared/messages/roster';
import { checkGrant } from '@loa/shared/trust/check-grant';
import { openGeneral } from '@loa/shared/trust/general';
import { type Refusal, refuse } from '@loa/shared/trust/refusal';

/** What was approved, as the database knows it. */
export interface ApprovedVariant {
  sha256: string;
  language: string;
  /** The bulletin's. */
  title: string;
  /** What is spoken, or null where nothing was written down. */
  text: string | null;
}

export interface GrantQuestion {
  roster: Roster;
  variant: ApprovedVariant;
  /** The area that the bulletin belongs to: a grant reaches no further. */
  within: string;
  /** The areas from the outermost down to this one; empty for one that does not exist. */
  chainOf(areaId: string): readonly string[];
  /** Unix milliseconds. */
  now: number;
}

export interface VerifiedGrant {
  ok: true;
  grantId: string;
  grant: Extract<Grant, { use: 'scheduled' | 'emergency' }>;
  /** Distinct people whose signatures count; each area has as many of them as the roster needs. */
  people: Person[];
}

/** A signer's clock may be ahead of ours by this, milliseconds. */
const FUTURE_TOLERANCE_MS = 5 * 60_000;

/**
 * Whether a finished grant covers this very variant, signed by enough people with the right to it in each of the areas
 * it names. A box checks it again; this spares a person a silent loudspeaker.
 */
export function verifyGrantForVariant(bytes: Uint8Array, question: GrantQuestion): VerifiedGrant | Refusal {
  const { roster, variant, within, chainOf, now } = question;
  const signerKeys = new Map(roster.people.flatMap((person) => person.keys.map((key) => [key.kid, key])));
  const opened = openGeneral('grant', bytes, Grant, (kid) => signerKeys.get(kid));
  if (!opened.ok) return opened;
  const grant = opened.payload;
  if (grant.use !== 'scheduled' && grant.use !== 'emergency') {
    return refuse('wrong_subject', `granted for ${grant.use}, which a bulletin's variant cannot be`);
  }
  const mismatch = differsFrom(grant, variant);
  if (mismatch) return refuse('wrong_subject', mismatch);
  if (grant.signedAt > now + FUTURE_TOLERANCE_MS)
    return refuse('not_yet_valid', 'it was signed in the future');
  if (grant.validUntil <= now) return refuse('expired', `valid until ${grant.validUntil}`);

  const people = new Map<string, Person>();
  for (const areaId of grant.areas) {
    const chain = chainOf(areaId);
    if (!chain.includes(within)) return refuse('wrong_audience', `${areaId} does not lie within ${within}`);
    const checked = checkGrant(bytes, roster, chain);
    if (!checked.ok) return checked;
    for (const person of checked.people) people.set(person.personId, person);
  }
  return { ok: true, grantId: sha256Hex(bytes), grant, people: [...people.values()] };
}

/** The sha256 that stands for a spoken text: of its UTF-8 in NFC, so that two spellings of one accent are one text. */
export function textSha256(text: string): string {
  return sha256Hex(text.normalize('NFC'));
}

function differsFrom(grant: VerifiedGrant['grant'], variant: ApprovedVariant): string | null {
  if (grant.subject.sha256 !== variant.sha256) return `granted for the recording ${grant.subject.sha256}`;
  if (grant.subject.language !== variant.language)
    return `granted for the language ${grant.subject.language}`;
  if (grant.title.normalize('NFC') !== variant.title.normalize('NFC')) {
    return `granted under the title ${JSON.stringify(grant.title)}`;
  }
  const wanted = variant.text === null ? undefined : textSha256(variant.text);
  return grant.textSha256 === wanted ? null : 'granted for another spoken text';
}
