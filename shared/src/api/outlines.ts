import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { Instant } from '../instant.js';
import { AreaLevel } from './areas.js';

/** Longitude first, as GeoJSON has it (RFC 7946 §3.1.1), degrees of WGS84. */
const Position = z.tuple([z.number(), z.number()]);
/** Closed: the last position is the first. */
const Ring = z.array(Position).min(4);

/** Where an area ends: always parts, of which most areas have one; a part's first ring is its edge, others are holes. */
export const Outline = z
  .object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)).min(1) })
  .meta({ id: 'Outline', description: 'GeoJSON MultiPolygon in WGS84' });
export type Outline = z.infer<typeof Outline>;

export const AreaOnMap = z
  .object({
    areaId: AreaId,
    /** "làng Ơi Briu". */
    name: z.string(),
    level: AreaLevel,
    /**
     * Where it stands: as somebody wrote it down, else amid its clusters, its outline, or the areas in it; null: nobody
     * knows.
     */
    point: z.object({ lat: z.number(), lon: z.number() }).nullable(),
    outline: Outline.nullable(),
  })
  .meta({ id: 'AreaOnMap' });
export type AreaOnMap = z.infer<typeof AreaOnMap>;

/** The living areas at or below one, for a map that the page draws by itself. */
export const AreasOnMap = z
  .object({
    items: z.array(AreaOnMap),
    /** Outlines that are kept and not told: of the lowest levels, where all together would be too much to send. */
    leftOut: z.int(),
  })
  .meta({ id: 'AreasOnMap' });
export type AreasOnMap = z.infer<typeof AreasOnMap>;

/** One shape of a file and what it would become. */
export const OutlineRow = z
  .object({
    /** Its place in the file, from 1. */
    number: z.int(),
    /** What the file calls it; null: it says nothing. */
    label: z.string().nullable(),
    outcome: z.enum(['new', 'replace', 'bad']),
    /** Whose outline it is taken for. */
    area: z.object({ id: AreaId, name: z.string() }).nullable(),
    /** In words: what is wrong and what to do; null: nothing. */
    problem: z.string().nullable(),
    /** What looks odd and is taken all the same. */
    notes: z.array(z.string()),
    /** How many corners were in the file and how many are kept. */
    points: z.object({ read: z.int(), kept: z.int() }),
    outline: Outline.nullable(),
  })
  .meta({ id: 'OutlineRow' });
export type OutlineRow = z.infer<typeof OutlineRow>;

export const OutlinePreview = z
  .object({
    id: Id,
    areaId: AreaId,
    fileName: z.string(),
    rows: z.array(OutlineRow),
    counts: z.object({ new: z.int(), replace: z.int(), bad: z.int() }),
    expiresAt: Instant,
  })
  .meta({ id: 'OutlinePreview' });
export type OutlinePreview = z.infer<typeof OutlinePreview>;

/** All good shapes were kept together, or none. */
export const AppliedOutlines = z.object({ id: Id, saved: z.int(), left: z.int() }).meta({
  id: 'AppliedOutlines',
});
export type AppliedOutlines = z.infer<typeof AppliedOutlines>;

/** A file of outlines is refused beyond these. */
export const OUTLINE_LIMITS = { bytes: 2 * 1024 * 1024, points: 20_000, shapes: 500 } as const;
