import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';

export type FoundVillage =
  | { kind: 'found'; area: Area }
  | { kind: 'ambiguous'; candidates: Area[] }
  /** `near`: what there is to choose from. */
  | { kind: 'none'; near: Area[] };

/**
 * The village that somebody means by an id or a name, typed with or without accents and with or without its kind
 * (`oi briu`, `làng Ơi Briu`). A whole name wins over a part of one.
 */
export function findVillage(villages: readonly Area[], typed: string): FoundVillage {
  const living = villages.filter(({ mergedInto }) => mergedInto === null);
  const byId = villages.find(({ id }) => id === typed);
  if (byId) return { kind: 'found', area: byId };
  const wanted = plain(typed);
  const whole = living.filter(
    ({ kind, name }) => plain(name) === wanted || plain(placeName({ kind, name })) === wanted,
  );
  const part = living.filter(({ kind, name }) => plain(placeName({ kind, name })).includes(wanted));
  const found = whole.length > 0 ? whole : part;
  const [area, ...others] = found;
  if (!area) return { kind: 'none', near: living };
  return others.length === 0 ? { kind: 'found', area } : { kind: 'ambiguous', candidates: found };
}

/** Lower case without accents, one space between words: `Ơi  Briu` is `oi briu`. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .trim()
    .replace(/\s+/g, ' ');
}
