import type { AreaOnMap } from '@loa/shared/api/outlines';
import { chosenAround } from './area-tree.js';
import type { Areas } from './areas.js';

/** Further away than this, where several communes are shown, villages would lie on each other. */
const COMMUNES_BELOW = 11;

export interface PlaceToChoose {
  place: AreaOnMap;
  chosen: 'yes' | 'no' | 'covered';
  /** Of the chosen area that covers it. */
  coveredBy: string | null;
  /** How many of the chosen lie in it. */
  within: number;
}

export interface ChoiceOnMap {
  /** What may be pressed: villages, or communes where there are several and the map is far away. */
  places: readonly PlaceToChoose[];
  /** What lies around them, for its line. */
  around: readonly AreaOnMap[];
  /** Those of the same level that nobody wrote a position of. */
  unplaced: readonly AreaOnMap[];
}

/** What a map shows for choosing among `areas`. Pure. */
export function choiceOnMap(
  items: readonly AreaOnMap[],
  { areas, chosen, zoom }: { areas: Areas; chosen: readonly string[]; zoom: number },
): ChoiceOnMap {
  const count = (level: AreaOnMap['level']) => items.filter((each) => each.level === level).length;
  const far = count('commune') > 1 && zoom < COMMUNES_BELOW;
  const level = far || count('village') === 0 ? 'commune' : 'village';
  const shown = items.filter((each) => each.level === level);
  return {
    places: shown
      .filter(({ point }) => point !== null)
      .map((place) => {
        const coveredBy = chosenAround(areas, chosen, place.areaId);
        const state = chosen.includes(place.areaId) ? 'yes' : coveredBy === null ? 'no' : 'covered';
        const within = chosen.filter((id) => chosenAround(areas, [place.areaId], id) !== null).length;
        return { place, chosen: state, coveredBy, within };
      }),
    around: items.filter((each) => each.outline !== null && isAbove(each.level, level)),
    unplaced: shown.filter(({ point }) => point === null),
  };
}

const DEPTH = { province: 0, commune: 1, village: 2 } as const;

/** Whether areas of one level lie around those of another. */
export function isAbove(a: AreaOnMap['level'], b: AreaOnMap['level']): boolean {
  return DEPTH[a] < DEPTH[b];
}
