import type { Suspension } from '@loa/shared/api/suspensions';
import { type Areas, placeNameOf } from '../../lib/areas.js';

/** A suspension as one day's head tells it. */
export interface Suspended {
  suspension: Suspension;
  /** The places below the one that is looked at where alone it holds; null: it holds in all of it. */
  only: readonly string[] | null;
}

/** A place and the days that are looked at. */
export interface Looked {
  areaId: string;
  /** Those at or below one's own; one that is not among them lies above. */
  areas: Areas;
}

/** The suspensions that hold in an area, or in a part of it, on a civil date; the wider ones first. */
export function suspendedOn(
  suspensions: readonly Suspension[],
  { areaId, areas }: Looked,
  date: string,
): Suspended[] {
  const chain = chainOf(areas, areaId);
  const found = suspensions
    .filter(({ cancelledAt, from, until }) => cancelledAt === null && from <= date && date <= until)
    .flatMap((suspension): Suspended[] => {
      const whole = suspension.areaIds.some((id) => chain.includes(id) || !isKnown(areas, id));
      if (whole) return [{ suspension, only: null }];
      const below = suspension.areaIds.filter((id) => chainOf(areas, id).includes(areaId));
      if (below.length === 0) return [];
      return [{ suspension, only: below.map((id) => placeNameOf(areas, id) ?? id) }];
    });
  return [...found.filter(({ only }) => only === null), ...found.filter(({ only }) => only !== null)];
}

const isKnown = (areas: Areas, id: string) => areas.some((area) => area.id === id);

/** An area and those above it, as far as they are ours. */
function chainOf(areas: Areas, id: string): string[] {
  const area = areas.find((each) => each.id === id);
  return area?.parentId ? [id, ...chainOf(areas, area.parentId)] : [id];
}
