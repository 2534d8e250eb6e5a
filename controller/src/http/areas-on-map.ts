import type { Area } from '@loa/shared/api/areas';
import type { AreaOnMap, Outline } from '@loa/shared/api/outlines';
import { placeName } from '@loa/shared/place-name';
import { groupBy } from '../planning/answers/group-by.js';

const DEPTH = ['province', 'commune', 'village'] as const;

/**
 * Whose outlines are told: level by level from the outermost, as long as a whole level still fits into `most` corners. A
 * province's people see its communes, a commune's its villages. Pure.
 */
export function toldOutlines(
  areas: readonly Pick<Area, 'id' | 'level'>[],
  sizes: ReadonlyMap<string, number>,
  most: number,
): string[] {
  const told: string[] = [];
  let left = most;
  for (const level of DEPTH) {
    const here = areas.filter((area) => area.level === level && sizes.has(area.id)).map(({ id }) => id);
    left -= here.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0);
    if (left < 0) break;
    told.push(...here);
  }
  return told;
}

interface Placed {
  areaId: string;
  lat: number | null;
  lon: number | null;
}

/** Areas as a map draws them; see AreaOnMap for where each stands. Pure. */
export function areasOnMap(
  areas: readonly Area[],
  clusters: readonly Placed[],
  outlines: ReadonlyMap<string, Outline>,
): AreaOnMap[] {
  const here = groupBy(clusters, ({ areaId }) => areaId);
  const below = groupBy(areas, ({ parentId }) => parentId ?? '');
  const points = new Map<string, Point | null>();
  for (const level of DEPTH.toReversed()) {
    for (const area of areas.filter((each) => each.level === level)) {
      const outline = outlines.get(area.id);
      const point =
        positionOf(area) ??
        middleOf((here.get(area.id) ?? []).flatMap((each) => positionOf(each) ?? [])) ??
        middleOf(outline ? cornersOf(outline) : []) ??
        middleOf((below.get(area.id) ?? []).flatMap(({ id }) => points.get(id) ?? []));
      points.set(area.id, point);
    }
  }
  return areas.map((area) => ({
    ...{ areaId: area.id, name: placeName(area), level: area.level },
    ...{ point: points.get(area.id) ?? null, outline: outlines.get(area.id) ?? null },
  }));
}

interface Point {
  lat: number;
  lon: number;
}

function positionOf({ lat, lon }: { lat: number | null; lon: number | null }): Point | null {
  return lat === null || lon === null ? null : { lat, lon };
}

/** Of the part with the most corners: an islet must not pull a commune's name out to sea. */
function cornersOf({ coordinates }: Outline): Point[] {
  const [edge = []] = coordinates.map(([outer = []]) => outer).toSorted((a, b) => b.length - a.length);
  return edge.map(([lon, lat]) => ({ lat, lon }));
}

/** The middle of the box around them. */
function middleOf(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  const middle = (values: number[]) => Number(((Math.min(...values) + Math.max(...values)) / 2).toFixed(5));
  return { lat: middle(points.map(({ lat }) => lat)), lon: middle(points.map(({ lon }) => lon)) };
}
