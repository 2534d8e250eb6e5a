import type { WaitingApproval } from '@loa/shared/api/approvals';
import type { PreparedApproval } from '@loa/shared/api/passkey-approval';
import { MOST_TOGETHER } from '../../lib/approvals.js';

export interface SetChoice {
  /** What may be chosen beside what is chosen: of one place, with a sound, for this person to approve. */
  offered: WaitingApproval[];
  chosen: WaitingApproval[];
  /** How many that were asked for are not among them: without those it is another set than the one that was meant. */
  missing: number;
}

/** In place of ids: nothing is chosen any more of what a programme names. */
export const NOTHING = '-';

/**
 * A set is of one place, for a grant's areas are one choice for all: the place of the first that was chosen. Pure.
 *
 * @param asked ids of variants; null: nobody has chosen yet, and `all` says whether everything or nothing is meant
 */
export function choiceOf(
  items: readonly WaitingApproval[],
  { asked, all }: { asked: readonly string[] | null; all: boolean },
): SetChoice {
  const open = items.filter(({ variant, notByYou }) => variant.recordingSha256 !== null && notByYou === null);
  const wanted = open.filter(({ variant }) => (asked === null ? all : asked.includes(variant.id)));
  const [first] = wanted;
  const here = ({ areaId }: WaitingApproval) => first === undefined || areaId === first.areaId;
  const chosen = wanted.filter(here).slice(0, MOST_TOGETHER);
  const named = new Set(asked?.filter((id) => id !== NOTHING));
  for (const { variant } of chosen) named.delete(variant.id);
  return { offered: open.filter(here), chosen, missing: named.size };
}

/** Whether what would be signed is what stands on the page: these recordings with these texts, and no other. Pure. */
export function isAsShown(
  items: readonly WaitingApproval[],
  { recordings, texts }: Pick<PreparedApproval, 'recordings' | 'texts'>,
): boolean {
  const shown = new Map(items.map(({ variant }) => [variant.id, variant]));
  return (
    recordings.length === shown.size &&
    recordings.every(({ variantId, sha256 }, at) => {
      const variant = shown.get(variantId ?? '');
      return variant?.recordingSha256 === sha256 && variant.text === texts[at];
    })
  );
}
