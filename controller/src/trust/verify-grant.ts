import { sha256Hex } from '@loa/shared/jcs';
import { Grant } from '@loa/shared/messages/grant';
import type { Person, Roster } from '@loa/shared/messages/roster';
import { actsAt, checkGrant } from '@loa/shared/trust/check-grant';
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

/** A station, as the database knows it. */
export interface ApprovedStation {
  name: string;
  url: string;
  hours: readonly { from: string; to: string }[];
  /** The recording that sounds when the stream fails; null where nothing does. */
  fallback: string | null;
}

interface Question {
  roster: Roster;
  /** The area that the bulletin or station belongs to: a grant reaches no further. */
  within: string;
  /** The areas from the outermost down to this one; empty for one that does not exist. */
  chainOf(areaId: string): readonly string[];
  /** Unix milliseconds. */
  now: number;
}

export interface GrantQuestion extends Question {
  variant: ApprovedVariant;
}

export interface StationQuestion extends Question {
  station: ApprovedStation;
}

type VariantGrant = Extract<Grant, { use: 'scheduled' | 'emergency' }>;
type RelayGrant = Extract<Grant, { use: 'relay' }>;
type SetGrant = Extract<Grant, { use: 'set' }>;

export interface VerifiedGrant<G extends Grant = VariantGrant> {
  ok: true;
  grantId: string;
  grant: G;
  /** Distinct people whose signatures count; each area has as many of them as the roster needs. */
  people: Person[];
  /** The keys that signed. */
  kids: string[];
}

/** A signer's clock may be ahead of ours by this, milliseconds. */
const FUTURE_TOLERANCE_MS = 5 * 60_000;

/**
 * Whether a finished grant covers this very variant, signed by enough people with the right to it in each of the areas
 * it names. A box checks it again; this spares a person a silent loudspeaker.
 */
export function verifyGrantForVariant(bytes: Uint8Array, question: GrantQuestion): VerifiedGrant | Refusal {
  return verify(bytes, question, (grant) => {
    if (grant.use !== 'scheduled' && grant.use !== 'emergency') {
      return refuse('wrong_subject', `granted for ${grant.use}, which a bulletin's variant cannot be`);
    }
    const mismatch = differsFrom(grant, question.variant);
    return mismatch ? refuse('wrong_subject', mismatch) : { ok: true, grant };
  });
}

/** The same for a station that is carried: its address, hours and fallback as they stand, by people with the right `relay`. */
export function verifyGrantForStation(
  bytes: Uint8Array,
  question: StationQuestion,
): VerifiedGrant<RelayGrant> | Refusal {
  return verify(bytes, question, (grant) => {
    if (grant.use !== 'relay')
      return refuse('wrong_subject', `granted for ${grant.use}, not to carry a station`);
    const mismatch = differsFromStation(grant, question.station);
    return mismatch ? refuse('wrong_subject', mismatch) : { ok: true, grant };
  });
}

function verify<G extends Grant>(
  bytes: Uint8Array,
  { roster, within, chainOf, now }: Question,
  subjectOf: (grant: Grant) => { ok: true; grant: G } | Refusal,
): VerifiedGrant<G> | Refusal {
  const signerKeys = new Map(roster.people.flatMap((person) => person.keys.map((key) => [key.kid, key])));
  const opened = openGeneral('grant', bytes, Grant, (kid) => signerKeys.get(kid));
  if (!opened.ok) return opened;
  const subject = subjectOf(opened.payload);
  if (!subject.ok) return subject;
  const { grant } = subject;
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
  const { kids } = opened;
  return { ok: true, grantId: sha256Hex(bytes), grant, people: [...people.values()], kids };
}

/** A grant is handed in while its signature is fresh; the several signers of one may take days. */
const OLDEST_SIGNATURE_MS = 7 * 86_400_000;

/**
 * Why a grant that is good by itself is not taken from whoever hands it in now. A retired key or a deputy after the leave
 * can still write an earlier instant under its signature: a box must believe it, this controller need not.
 */
export function whyNotTaken(
  { grant, people, kids }: Pick<VerifiedGrant<Grant>, 'grant' | 'people' | 'kids'>,
  now: number,
): Refusal | null {
  if (grant.signedAt < now - OLDEST_SIGNATURE_MS) {
    return refuse('expired', `signed at ${grant.signedAt}, more than a week ago`);
  }
  const over = ({ retiredAt }: { retiredAt?: number | undefined }) =>
    retiredAt !== undefined && retiredAt <= now;
  const gone = people.find(
    (person) =>
      over(person) ||
      person.keys.filter(({ kid }) => kids.includes(kid)).every(over) ||
      !person.rights.some((right) => right.use === grant.use && actsAt(right, now)),
  );
  return gone ? refuse('revoked', `${gone.personId} may not approve any more`) : null;
}

/** The same for a set of recordings (tunes, chimes, lead-ins, fillers), each of which it must name and none besides. */
export function verifyGrantForSet(
  bytes: Uint8Array,
  question: Question & { sha256: readonly string[] },
): VerifiedGrant<SetGrant> | Refusal {
  return verify(bytes, question, (grant) => {
    if (grant.use !== 'set') return refuse('wrong_subject', `granted for ${grant.use}, not for a set`);
    const same =
      [...new Set(grant.subject.sha256)].sort().join() === [...new Set(question.sha256)].sort().join();
    return same ? { ok: true, grant } : refuse('wrong_subject', 'granted for other recordings');
  });
}

/** The sha256 that stands for a spoken text: of its UTF-8 in NFC, so that two spellings of one accent are one text. */
export function textSha256(text: string): string {
  return sha256Hex(text.normalize('NFC'));
}

function differsFrom(grant: VariantGrant, variant: ApprovedVariant): string | null {
  if (grant.subject.sha256 !== variant.sha256) return `granted for the recording ${grant.subject.sha256}`;
  if (grant.subject.language !== variant.language)
    return `granted for the language ${grant.subject.language}`;
  if (grant.title.normalize('NFC') !== variant.title.normalize('NFC')) {
    return `granted under the title ${JSON.stringify(grant.title)}`;
  }
  const wanted = variant.text === null ? undefined : textSha256(variant.text);
  return grant.textSha256 === wanted ? null : 'granted for another spoken text';
}

function differsFromStation({ subject, title }: RelayGrant, station: ApprovedStation): string | null {
  if (subject.url !== station.url) return `granted for the stream ${subject.url}`;
  if (hoursText(subject.hours) !== hoursText(station.hours)) return 'granted for other hours';
  if ((subject.fallback ?? null) !== station.fallback) return 'granted with another fallback';
  if (title.normalize('NFC') !== station.name.normalize('NFC')) {
    return `granted under the name ${JSON.stringify(title)}`;
  }
  return null;
}

function hoursText(hours: readonly { from: string; to: string }[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(' ');
}
