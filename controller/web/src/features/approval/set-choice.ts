import type { WaitingApproval } from '@loa/shared/api/approvals';

/** As many as one grant may cover. */
const MOST = 100;

export interface SetChoice {
  /** What may be chosen beside what is chosen: of one place, with a sound, for this person to approve. */
  offered: WaitingApproval[];
  chosen: WaitingApproval[];
}

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
  return { offered: open.filter(here), chosen: wanted.filter(here).slice(0, MOST) };
}
