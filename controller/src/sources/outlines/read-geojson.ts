import { OUTLINE_LIMITS } from '@loa/shared/api/outlines';
import { z } from 'zod';

/** A shape as a file has it, not judged yet. */
export interface FileShape {
  /** Its place in the file, from 1. */
  number: number;
  /** What the file says of it, under the names that its maker gave. */
  told: Readonly<Record<string, string>>;
  /** Null: no area, but a point, a line or nothing at all. */
  parts: Rings[] | null;
  /** Corners, with those that close a ring. */
  points: number;
}
/** Longitude and latitude, as they stand in the file. */
export type Corner = [lon: number, lat: number];
/** The edge and its holes. */
export type Rings = Corner[][];

export type ReadShapes =
  | { ok: true; shapes: FileShape[] }
  | {
      ok: false;
      why: 'not_json' | 'topojson' | 'not_geojson' | 'no_shapes' | 'too_many_shapes' | 'too_many_points';
    };

// Heights and whatever follows them say nothing on a map.
const Position = z
  .array(z.number())
  .min(2)
  .transform(([lon = 0, lat = 0]): Corner => [lon, lat]);
const Part = z.array(z.array(Position)).min(1);
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: Part.transform((part) => [part]) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Part).min(1) }),
]);
const Told = z.union([z.string(), z.number()]).transform(String);
const Feature = z.object({
  type: z.literal('Feature'),
  id: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.unknown(),
});
const Collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

/** GeoJSON (RFC 7946): a collection, one feature, or a bare shape. Older ones with a `crs` are read as they stand. Pure. */
export function readGeoJson(text: string): ReadShapes {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, why: 'not_json' };
  }
  if (z.object({ type: z.literal('Topology') }).safeParse(json).success)
    return { ok: false, why: 'topojson' };
  const features = featuresOf(json);
  if (features === null) return { ok: false, why: 'not_geojson' };
  if (features.length === 0) return { ok: false, why: 'no_shapes' };
  if (features.length > OUTLINE_LIMITS.shapes) return { ok: false, why: 'too_many_shapes' };
  const shapes = features.map(shapeOf);
  const points = shapes.reduce((sum, each) => sum + each.points, 0);
  return points > OUTLINE_LIMITS.points ? { ok: false, why: 'too_many_points' } : { ok: true, shapes };
}

function featuresOf(json: unknown): z.infer<typeof Feature>[] | null {
  const collection = Collection.safeParse(json);
  if (collection.success) {
    const features = z.array(Feature).safeParse(collection.data.features);
    return features.success ? features.data : null;
  }
  const one = Feature.safeParse(json);
  if (one.success) return [one.data];
  const bare = z.object({ type: z.string(), coordinates: z.unknown() }).safeParse(json);
  return bare.success ? [{ type: 'Feature', geometry: bare.data }] : null;
}

function shapeOf({ id, properties, geometry }: z.infer<typeof Feature>, index: number): FileShape {
  const told = Object.entries({ ...properties, ...(id === undefined ? {} : { id }) }).flatMap(
    ([name, value]) => {
      const text = Told.safeParse(value);
      return text.success ? [[name, text.data] as const] : [];
    },
  );
  const parsed = Geometry.safeParse(geometry);
  const parts = parsed.success ? parsed.data.coordinates : null;
  const points = (parts ?? []).flat().reduce((sum, ring) => sum + ring.length, 0);
  return { number: index + 1, told: Object.fromEntries(told), parts, points };
}
