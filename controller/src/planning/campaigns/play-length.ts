import type { LanguagePolicy } from '@loa/shared/place-rules';

/** A language of a bulletin that has a recording; whether it is approved may change until it sounds. */
export interface RecordedVariant {
  bulletinId: string;
  language: string;
  durationMs: number;
}

/**
 * How long one play of a bulletin may last at a place, milliseconds: its longest language, or where several sound one
 * after the other, all of them.
 */
export function playLengthMs(
  variants: readonly RecordedVariant[],
  { languages, policy }: { languages: readonly string[]; policy: LanguagePolicy },
): number {
  const own = variants.filter(({ language }) => languages.includes(language));
  const longest = Math.max(0, ...variants.map(({ durationMs }) => durationMs));
  if (policy === 'firstAvailable') return longest;
  if (policy === 'eachInTurn') return Math.max(longest, sum(own));
  const vietnamese = variants.filter(({ language }) => language === 'vi');
  const others = own.filter(({ language }) => language !== 'vi');
  return Math.max(longest, sum(vietnamese) + Math.max(0, ...others.map(({ durationMs }) => durationMs)));
}

function sum(variants: readonly RecordedVariant[]): number {
  return variants.reduce((total, { durationMs }) => total + durationMs, 0);
}
