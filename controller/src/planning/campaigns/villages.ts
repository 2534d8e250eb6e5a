import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import type { CampaignVillage } from './week-progress.js';

export type PeopledArea = Pick<Area, 'id' | 'parentId' | 'level' | 'kind' | 'name' | 'population'>;

/**
 * Where the people of a campaign's areas live: in every village, and in any other area that has loudspeakers of its own
 * (`lived`). A commune's number holds those of its villages; its own people are whoever no village counts.
 */
export function villagesOf(areas: readonly PeopledArea[], lived: ReadonlySet<string>): CampaignVillage[] {
  return areas
    .filter(({ id, level }) => level === 'village' || lived.has(id))
    .map((area) => ({
      areaId: area.id,
      name: placeName({ kind: area.kind, name: area.name }),
      population: area.level === 'village' ? area.population : ownPeople(area, areas),
    }));
}

function ownPeople({ id, population }: PeopledArea, areas: readonly PeopledArea[]): number | null {
  const parents = new Map(areas.map((area) => [area.id, area.parentId]));
  const liesIn = (area: string): boolean => {
    const parent = parents.get(area) ?? null;
    return parent !== null && (parent === id || liesIn(parent));
  };
  const below = areas.filter((area) => area.level === 'village' && liesIn(area.id));
  if (below.length === 0) return population;
  const counted = below.reduce((sum, village) => sum + (village.population ?? 0), 0);
  return Math.max(0, (population ?? 0) - counted);
}
