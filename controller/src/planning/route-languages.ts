import type { Instant } from '@loa/shared/instant';
import type { RecordingSource } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import { coversChain } from '@loa/shared/trust/areas';
import type { BulletinInput, GrantInput, LanguagePolicy, VariantInput } from './inputs.js';

/** What a cluster falls back to when none of its own languages can sound. */
const COMMON_LANGUAGE = 'vi';

/** A variant that may sound: it has a recording, and a grant that covers the place and the instant. */
export interface UsableVariant {
  variantId: string;
  language: string;
  recording: Omit<RecordingSource, 'kind'>;
  grantId: string;
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
  at: Instant;
}

/**
 * Picks the variants of a bulletin that a place hears, in the order of its languages. One that is missing or not
 * approved never holds back the others; it is named in `leftOut`, unless another language of the place took its turn.
 */
export function routeLanguages(
  bulletin: BulletinInput,
  place: RoutePlace,
): { chosen: UsableVariant[]; leftOut: LeftOut[] } {
  const chosen: UsableVariant[] = [];
  const leftOut: LeftOut[] = [];
  for (const language of [...new Set([...place.languages, COMMON_LANGUAGE])]) {
    const own = place.languages.includes(language);
    const enough = chosen.length > 0 && (place.policy === 'firstAvailable' || !own);
    if (enough) break;
    const variant = bulletin.variants.find((v) => v.language === language);
    const judged = variant ? judge(variant, place) : ({ ok: false, why: 'variant_missing' } as const);
    if (judged.ok) chosen.push(judged.variant);
    else leftOut.push({ language, why: judged.why });
  }
  return { chosen, leftOut };
}

function judge(
  variant: VariantInput,
  place: RoutePlace,
): { ok: true; variant: UsableVariant } | { ok: false; why: LeftOut['why'] } {
  const { variantId, language, recording, grant } = variant;
  if (!recording) return { ok: false, why: 'variant_not_recorded' };
  if (!grant || grant.signedAt > place.at) return { ok: false, why: 'variant_not_approved' };
  if (!covers(grant, place)) return { ok: false, why: 'variant_not_covered' };
  return { ok: true, variant: { variantId, language, recording, grantId: grant.grantId } };
}

function covers(grant: GrantInput, place: RoutePlace): boolean {
  return (
    grant.validFrom <= place.at &&
    place.at < grant.validUntil &&
    coversChain(grant.areas, place.areaChain, place.successors)
  );
}
