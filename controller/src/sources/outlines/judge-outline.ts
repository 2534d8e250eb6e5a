import type { Outline } from '@loa/shared/api/outlines';
import type { Corner, Rings } from './read-geojson.js';
import { isLine } from './ring-area.js';
import { simplifyOutline } from './simplify-outline.js';

/** Why a shape is nobody's outline. */
export type OutlineFault =
  | 'not_an_area'
  | 'not_closed'
  | 'too_few'
  | 'not_degrees'
  | 'swapped'
  | 'not_here'
  | 'crossing';

/**
 * Where Việt Nam lies, with Hoàng Sa and Trường Sa and its islands, degrees: from Apa Chải to the east of Trường Sa, from
 * south of Cà Mau to Lũng Cú.
 */
const HERE = { west: 102, east: 118, south: 6, north: 24 } as const;

export type JudgedOutline = { ok: true; outline: Outline } | { ok: false; fault: OutlineFault };

/** Whether a shape can be an area in Việt Nam, and then what is kept of it. Pure. */
export function judgeOutline(parts: readonly Rings[] | null): JudgedOutline {
  if (parts === null) return { ok: false, fault: 'not_an_area' };
  const rings = parts.flat();
  const fault =
    faultOfPlace(rings.flat()) ?? rings.map(faultOfRing).find((each): each is OutlineFault => each !== null);
  if (fault) return { ok: false, fault };
  const outline = simplifyOutline(parts);
  return outline === null ? { ok: false, fault: 'crossing' } : { ok: true, outline };
}

function faultOfPlace(corners: readonly Corner[]): OutlineFault | null {
  if (corners.length === 0) return 'too_few';
  if (corners.every(([lon, lat]) => isHere(lon, lat))) return null;
  if (corners.every(([lon, lat]) => isHere(lat, lon))) return 'swapped';
  // Metres of VN-2000 or UTM, which land offices use.
  if (corners.some(([lon, lat]) => Math.abs(lon) > 180 || Math.abs(lat) > 90)) return 'not_degrees';
  return 'not_here';
}

function isHere(lon: number, lat: number): boolean {
  return lon >= HERE.west && lon <= HERE.east && lat >= HERE.south && lat <= HERE.north;
}

function faultOfRing(ring: readonly Corner[]): OutlineFault | null {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || first[0] !== last[0] || first[1] !== last[1]) return 'not_closed';
  const places = new Set(ring.map(([lon, lat]) => `${lon} ${lat}`));
  return places.size < 3 || isLine(ring) ? 'too_few' : null;
}
