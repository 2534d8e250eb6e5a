import type { Bulletin, Variant, VariantState } from '@loa/shared/api/bulletins';

/** The states in which a bulletin's variants are, with their languages; the bulletin's own state first. Pure. */
export function statesOf({ state, variants }: Pick<Bulletin, 'state' | 'variants'>) {
  const found = new Map<VariantState, Variant['language'][]>([[state, []]]);
  for (const variant of variants) {
    const languages = found.get(variant.state) ?? [];
    found.set(variant.state, [...languages, variant.language]);
  }
  return [...found].map(([each, languages]) => ({ state: each, languages }));
}
