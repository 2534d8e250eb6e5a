import { z } from 'zod';
import { AreaId, Language } from '../ids.js';
import { Instant, Zone } from '../instant.js';
import { NO_RULES, PlaceRules, PlaceRulesPatch } from '../place-rules.js';
import { SoundWindow } from '../sound-window.js';
import { Line } from './text.js';

export const AreaLevel = z.enum(['province', 'commune', 'village']).meta({ id: 'AreaLevel' });

/** What an area is as the reports count it: ethnic-minority, remote, border … */
export const AreaFlag = z.string().regex(/^[a-z][a-zA-Z-]{1,39}$/);

const Latitude = z.number().min(-90).max(90);
const Longitude = z.number().min(-180).max(180);
const Count = z.int().min(0).max(200_000_000);
const Hours = z.array(SoundWindow).max(48);

/** Where something stands; both or neither. */
export const position = { lat: Latitude.nullable(), lon: Longitude.nullable() };

export const Area = z
  .object({
    id: AreaId,
    parentId: AreaId.nullable(),
    level: AreaLevel,
    /** tỉnh, xã, phường, thôn, làng, ấp … */
    kind: z.string(),
    name: z.string(),
    households: Count.nullable(),
    population: Count.nullable(),
    languages: z.array(Language),
    flags: z.array(AreaFlag),
    ...position,
    /** Hours in which its loudspeakers may sound; null: as the area above. */
    hours: Hours.nullable(),
    /** IANA zone; null: as the area above. */
    zone: Zone.nullable(),
    /** Beside the hours; what it does not say holds as above. */
    rules: PlaceRules,
    /** The area it was merged into: it is history, and its id is never used again. */
    mergedInto: AreaId.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Area' });
export type Area = z.infer<typeof Area>;

export const NewArea = z
  .strictObject({
    parentId: AreaId,
    level: AreaLevel,
    kind: Line(40),
    name: Line(120),
    households: Count.nullable().default(null),
    population: Count.nullable().default(null),
    languages: z.array(Language).max(8).default(['vi']),
    flags: z.array(AreaFlag).max(16).default([]),
    lat: Latitude.nullable().default(null),
    lon: Longitude.nullable().default(null),
    hours: Hours.nullable().default(null),
    zone: Zone.nullable().default(null),
    rules: PlaceRules.default(NO_RULES),
  })
  .meta({ id: 'NewArea' });
export type NewArea = z.infer<typeof NewArea>;

export const MergeArea = z
  .strictObject({ /** Of the same level, in the same place above. */ into: AreaId })
  .meta({ id: 'MergeArea' });

export const MergedArea = z
  .object({
    /** The area that was: history, below the one it is part of now. */
    area: Area,
    into: Area,
    /** What is left to be done, in Vietnamese. */
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'MergedArea' });

/** What a merger would do, before anybody asks for it. */
export const MergePreview = z
  .object({
    area: Area,
    into: Area,
    /** Names of what lies in it and would move. */
    villages: z.array(z.string()),
    clusters: z.array(z.object({ name: z.string(), boxes: z.int() })),
    /** Schedules that name it: they go on where they sounded, and nowhere else. */
    schedules: z.int(),
    /** Names of people whose accounts are of it: they are of the other from then on. */
    accounts: z.array(z.string()),
    warnings: MergedArea.shape.warnings,
    /** Why it cannot be, in Vietnamese; null: it can. */
    refused: z.string().nullable(),
  })
  .meta({ id: 'MergePreview' });
export type MergePreview = z.infer<typeof MergePreview>;

export const AreaPatch = z
  .strictObject({
    kind: Line(40),
    name: Line(120),
    households: Count.nullable(),
    population: Count.nullable(),
    languages: z.array(Language).max(8),
    flags: z.array(AreaFlag).max(16),
    ...position,
    hours: Hours.nullable(),
    zone: Zone.nullable(),
    rules: PlaceRulesPatch,
  })
  .partial()
  .meta({ id: 'AreaPatch' });
export type AreaPatch = z.infer<typeof AreaPatch>;
