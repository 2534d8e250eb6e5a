import type { Instant } from '@loa/shared/instant';
import type { RecordingSource } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import type { LanguagePolicy } from '@loa/shared/place-rules';
import { coversChain } from '@loa/shared/trust/areas';
import type { BulletinInput, VariantInput } from '../inputs.js';

/** What a cluster falls back to when none of its own languages can sound. */
const COMMON_LANGUAGE = 'vi';

/** A variant that may sound: it has a recording, and a grant that covers the place and the instant. */
export interface UsableVariant {
  variantId: string;
  language: string;
  source: RecordingSource;
  grantId: string;
  signedAt: Instant;
  /** It must have begun before this instant: its grant or its bulletin ends. */
  usableUntil: Instant;
}

export interface LeftOut {
  language: string;
  why: 'variant_missing' | 'variant_not_approved' | 'variant_not_recorded' | 'variant_not_covered';
}

export interface RoutePlace {
  languages: readonly string[];
  policy: LanguagePolicy;
  areaChain: readonly string[];
  successors: Roster['successors'];
}

/** A bulletin as one place could hear it, with all settled that does not depend on the time. */
export interface BulletinHere {
  bulletin: BulletinInput;
  policy: LanguagePolicy;
  /** Music has no words: one of its variants is as good as another, and none is missed. */
  wordless: boolean;
  /** In the order in which they are tried. */
  languages: readonly LanguageHere[];
}

interface LanguageHere {
  language: string;
  /** One of the place's own languages. */
  own: boolean;
  variant: (UsableVariant & { usableFrom: Instant }) | null;
  why: LeftOut['why'];
}

export interface Routed {
  /** In the order in which they sound, one after the other. */
  chosen: UsableVariant[];
  leftOut: LeftOut[];
}

/** A bulletin as a place could hear it at any time. */
export function bulletinHere(bulletin: BulletinInput, place: RoutePlace): BulletinHere {
  const wordless = bulletin.sound === 'music';
  const policy = wordless ? 'firstAvailable' : place.policy;
  const others = wordless ? bulletin.variants.map((variant) => variant.language) : [];
  return {
    bulletin,
    policy,
    wordless,
    languages: [...new Set([...inOrder(place), ...others])].map((language) => {
      const own = place.policy === 'villageThenVietnamese' || place.languages.includes(language);
      const variant = bulletin.variants.find((v) => v.language === language);
      const judged = variant ? judge(variant, bulletin, place) : ({ why: 'variant_missing' } as const);
      return { language, own, variant: null, ...judged };
    }),
  };
}

/**
 * The variants of a bulletin that a place hears when it begins there at `at`:
 *
 * - `firstAvailable`: the first of the place's languages that can sound.
 * - `eachInTurn`: every one of them that can sound, in their order.
 * - `villageThenVietnamese`: the first of them other than Vietnamese that can sound, then Vietnamese.
 *
 * Where none of its own languages can sound, Vietnamese does. One that is missing or not approved never holds back
 * the others; it is named in `leftOut`, unless another language of the place took its turn. Each variant is judged at
 * the instant at which its own turn comes.
 */
export function routeAt({ languages, policy, wordless }: BulletinHere, at: Instant): Routed {
  const chosen: UsableVariant[] = [];
  const leftOut: LeftOut[] = [];
  let cursor = at;
  for (const { language, own, variant, why } of languages) {
    if (chosen.length > 0 && !own) break;
    if (policy === 'villageThenVietnamese' && chosen.length > 0 && language !== COMMON_LANGUAGE) continue;
    if (
      variant &&
      variant.signedAt <= cursor &&
      variant.usableFrom <= cursor &&
      cursor < variant.usableUntil
    ) {
      chosen.push(variant);
      cursor += variant.source.durationMs;
      if (policy === 'firstAvailable') break;
    } else {
      leftOut.push({ language, why: variant && variant.signedAt > cursor ? 'variant_not_approved' : why });
    }
  }
  return { chosen, leftOut: wordless && chosen.length > 0 ? [] : leftOut };
}

function inOrder({ languages, policy }: RoutePlace): string[] {
  const own = policy === 'villageThenVietnamese' ? languages.filter((l) => l !== COMMON_LANGUAGE) : languages;
  return [...new Set([...own, COMMON_LANGUAGE])];
}

function judge(
  { variantId, language, recording, grant }: VariantInput,
  { validFrom, validUntil }: BulletinInput,
  { areaChain, successors }: RoutePlace,
): Pick<LanguageHere, 'why'> | Pick<LanguageHere, 'why' | 'variant'> {
  if (!recording) return { why: 'variant_not_recorded' };
  if (!grant) return { why: 'variant_not_approved' };
  const why = 'variant_not_covered';
  if (!coversChain(grant.areas, areaChain, successors)) return { why };
  const usableFrom = Math.max(grant.validFrom, validFrom ?? 0);
  const usableUntil = Math.min(grant.validUntil, validUntil ?? Number.POSITIVE_INFINITY);
  const { grantId, signedAt } = grant;
  const { sha256, bytes, durationMs } = recording;
  const source: RecordingSource = { kind: 'recording', sha256, bytes, durationMs };
  return { why, variant: { variantId, language, source, grantId, signedAt, usableFrom, usableUntil } };
}
