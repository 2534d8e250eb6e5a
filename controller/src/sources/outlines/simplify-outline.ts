import type { Outline } from '@loa/shared/api/outlines';
import { kinks } from '@turf/kinks';
import { simplify } from '@turf/simplify';
import type { Corner, Rings } from './read-geojson.js';
import { isSpeck, ringArea } from './ring-area.js';

/** What a phone draws of one area at most, corners. */
const MOST_POINTS = 600;
/** Degrees; the first is about 5 m, far less than a line on the map is thick, the last about 1.5 km. */
const TOLERANCES = Array.from({ length: 9 }, (_, index) => 0.00005 * 2 ** index);
/** Corners that are simplified at once. */
const STRETCH = 1_000;
/** About 1 m. */
const DIGITS = 5;

/**
 * An outline with no more corners than a map shows, its rings free of crossings; islets that are too many are left out,
 * the smallest first. Null: its lines cross each other however it is drawn. Pure.
 */
export function simplifyOutline(parts: readonly Rings[]): Outline | null {
  for (const tolerance of TOLERANCES) {
    const simpler = parts.map((part) => simplified(part, tolerance)).filter((part) => part.length > 0);
    const last = tolerance === TOLERANCES.at(-1);
    const kept = last ? largest(simpler) : simpler;
    if (kept.length === 0 || pointsOf(kept) > MOST_POINTS) continue;
    if (kept.every((part) => kinks({ type: 'Polygon', coordinates: part }).features.length === 0)) {
      return { type: 'MultiPolygon', coordinates: kept };
    }
  }
  return null;
}

/** How many corners an outline has. */
export function pointsOf(parts: readonly (readonly (readonly unknown[])[])[]): number {
  return parts.flat().reduce((sum, ring) => sum + ring.length, 0);
}

function simplified(part: Rings, tolerance: number): Rings {
  const [edge, ...holes] = part.map((ring) => rounded(simplifiedRing(ring, tolerance)));
  // A speck of a hole is gone; so is a part whose edge is one.
  return edge && isRing(edge) ? [edge, ...holes.filter(isRing)] : [];
}

/** Stretch by stretch: the library goes as deep as a line is long, and some lines would end the stack. */
function simplifiedRing(ring: readonly Corner[], tolerance: number): Corner[] {
  const simpler: Corner[] = [];
  for (let from = 0; from < ring.length - 1; from += STRETCH) {
    const line = ring.slice(from, from + STRETCH + 1);
    const { coordinates } = simplify(
      { type: 'LineString' as const, coordinates: line },
      { tolerance, highQuality: true },
    );
    simpler.push(...coordinates.map(([lon = 0, lat = 0]): Corner => [lon, lat]));
  }
  return simpler;
}

function rounded(ring: readonly Corner[]): Corner[] {
  const corners = ring.map(
    ([lon, lat]): Corner => [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))],
  );
  return corners.filter(([lon, lat], index) => {
    const before = corners[index - 1];
    return before === undefined || before[0] !== lon || before[1] !== lat;
  });
}

const isRing = (ring: readonly Corner[]) => ring.length >= 4 && !isSpeck(ring);

/** The largest parts that may all be drawn. */
function largest(parts: readonly Rings[]): Rings[] {
  const size = ([edge = []]: Rings) => ringArea(edge);
  let left = MOST_POINTS;
  return parts
    .toSorted((a, b) => size(b) - size(a))
    .filter((part) => {
      left -= pointsOf([part]);
      return left >= 0;
    });
}
