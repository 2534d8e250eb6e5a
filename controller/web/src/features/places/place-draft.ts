import type { Area } from '@loa/shared/api/areas';
import { z } from 'zod';

/** A place as it is typed. */
export const PlaceDraft = z.object({
  kind: z.string(),
  name: z.string(),
  households: z.number().nullable(),
  population: z.number().nullable(),
  languages: z.array(z.string()),
});
export type PlaceDraft = z.infer<typeof PlaceDraft>;

export const NEW_PLACE: PlaceDraft = {
  ...{ kind: '', name: '', households: null, population: null, languages: ['vi'] },
};

export function draftOf({ kind, name, households, population, languages }: Area): PlaceDraft {
  return { kind, name, households, population, languages };
}

export function isReady({ kind, name, languages }: PlaceDraft): boolean {
  return kind.trim() !== '' && name.trim() !== '' && languages.length > 0;
}

/** Spaces that slipped in are nobody's name. */
export function bodyOf(draft: PlaceDraft): PlaceDraft {
  return { ...draft, kind: draft.kind.trim(), name: draft.name.trim().normalize('NFC') };
}
