import { z } from 'zod';
import { AreaId, BoxId, Id } from '../ids.js';
import { CivilDate, Instant } from '../instant.js';
import { GainDb } from '../sound-window.js';
import { position } from './areas.js';
import { BoxCondition, BoxState } from './box-condition.js';
import { Contact, Phone } from './contact.js';
import { pageOf } from './page.js';
import { Repair } from './repairs.js';
import { Line } from './text.js';

/** The SIM in a box. */
export const Sim = z
  .object({
    number: Phone.nullable(),
    operator: Line(40).nullable(),
    /** The last day on which it works. */
    expiresOn: CivilDate.nullable(),
    note: Line(200).nullable(),
  })
  .meta({ id: 'Sim' });
export type Sim = z.infer<typeof Sim>;
export const PutSim = z
  .strictObject({
    number: Sim.shape.number.default(null),
    operator: Sim.shape.operator.default(null),
    expiresOn: Sim.shape.expiresOn.default(null),
    note: Sim.shape.note.default(null),
  })
  .meta({ id: 'PutSim' });

/** How loud a box may be, beside every other cap: the strictest holds. */
export const Volume = z
  .object({
    /** Null: as its cluster. */
    maxGainDb: GainDb.nullable(),
    muted: z.boolean(),
    /** What its cluster allows, dB. */
    clusterMaxGainDb: GainDb,
    /** What the signed list of people and hours allows at its loudest hour, dB; null: it allows no sound. */
    rosterMaxGainDb: GainDb.nullable(),
    /** What comes of it all, dB; null: silent. */
    effectiveDb: GainDb.nullable(),
  })
  .meta({ id: 'Volume' });
export type Volume = z.infer<typeof Volume>;
/** What is not named stays. */
export const VolumePatch = z
  .strictObject({ maxGainDb: GainDb.nullable(), muted: z.boolean() })
  .partial()
  .meta({ id: 'VolumePatch' });
export type VolumePatch = z.infer<typeof VolumePatch>;

/** One row of the table of loudspeakers. */
export const FleetRow = z
  .object({
    boxId: BoxId,
    name: z.string(),
    clusterId: Id,
    clusterName: z.string(),
    areaId: AreaId,
    areaName: z.string(),
    ...position,
    state: BoxState,
    condition: BoxCondition,
    /** One sentence and one remedy in Vietnamese; null when all is well. */
    trouble: z.object({ text: z.string(), remedy: z.string() }).nullable(),
    lastSeenAt: Instant.nullable(),
    playing: z.boolean(),
    sim: Sim.nullable(),
    simDaysLeft: z.int().nullable(),
    contact: Contact.nullable(),
    muted: z.boolean(),
    maxGainDb: GainDb.nullable(),
    /** What the box carried over the network this month, bytes; null: it did not say. */
    dataBytes: z.int().nullable(),
    version: z.string().nullable(),
    /** Who has it to mend; null: nobody. */
    repair: Repair.nullable(),
  })
  .meta({ id: 'FleetRow' });
export type FleetRow = z.infer<typeof FleetRow>;

export const FleetCounts = z
  .object({ all: z.int(), good: z.int(), silent: z.int(), waiting: z.int(), simsExpiring: z.int() })
  .meta({ id: 'FleetCounts' });

/** What the table of loudspeakers can be narrowed to; `trouble`: it needs somebody, `idle`: it is not in use. */
export const FleetView = z
  .enum([
    ...['all', 'trouble', 'good', 'lost', 'noSound', 'clockUntrusted', 'noPlan', 'diskFull', 'stopped'],
    ...['muted', 'sim', 'repair', 'notEnrolled', 'revoked', 'idle'],
  ] as const)
  .meta({ id: 'FleetView' });
export type FleetView = z.infer<typeof FleetView>;

/** A page of the table of loudspeakers, by village. */
export const Fleet = pageOf(FleetRow)
  .extend({
    counts: FleetCounts,
    /** How many each view has in the area, whatever is searched. */
    views: z.array(z.object({ view: FleetView, count: z.int() })),
    /** The villages of this page, with all that was found there. */
    villages: z.array(z.object({ areaId: AreaId, name: z.string(), good: z.int(), all: z.int() })),
  })
  .meta({ id: 'Fleet' });
export type Fleet = z.infer<typeof Fleet>;

export const SimRow = z
  .object({
    boxId: BoxId,
    boxName: z.string(),
    clusterId: Id,
    clusterName: z.string(),
    areaId: AreaId,
    areaName: z.string(),
    sim: Sim,
    /** Negative: it has ended. */
    daysLeft: z.int().nullable(),
  })
  .meta({ id: 'SimRow' });
export type SimRow = z.infer<typeof SimRow>;

/** What happened to a box, newest first: what people did, what the controller noticed, what the box wrote down. */
export const BoxEvent = z
  .object({
    at: Instant,
    kind: z.enum(['person', 'trouble', 'box']),
    who: z.string(),
    text: z.string(),
  })
  .meta({ id: 'BoxEvent' });
export type BoxEvent = z.infer<typeof BoxEvent>;

/** A test sound that a box was told to play. */
export const TestSound = z
  .object({
    id: Id,
    boxId: BoxId,
    /** What will be heard. */
    words: z.string(),
    durationMs: z.int(),
    startsAt: Instant,
    until: Instant,
  })
  .meta({ id: 'TestSound' });
export type TestSound = z.infer<typeof TestSound>;

/** A trouble that stands now, with whom to call. */
export const Trouble = z
  .object({
    boxId: BoxId,
    boxName: z.string(),
    clusterId: Id,
    clusterName: z.string(),
    areaId: AreaId,
    areaName: z.string(),
    condition: BoxCondition,
    since: Instant.nullable(),
    text: z.string(),
    remedy: z.string(),
    contact: Contact.nullable(),
    repair: Repair.nullable(),
    /** A playback that was lost to it lately, to ask "Vì sao loa im" about. */
    lostPlaybackId: z.string().nullable(),
    lostToday: z.int(),
  })
  .meta({ id: 'Trouble' });
export type Trouble = z.infer<typeof Trouble>;

export const Troubles = pageOf(Trouble)
  .extend({
    /** How many there are in the area; silent: nobody asked for that; open: nobody has them to mend. */
    counts: z.object({ all: z.int(), silent: z.int(), open: z.int() }),
  })
  .meta({ id: 'Troubles' });

/** GeoJSON points (RFC 7946: longitude first) of clusters and areas that have a position. */
export const MapPoint = z.object({
  type: z.literal('Feature'),
  id: z.string(),
  geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
  properties: z.object({
    kind: z.enum(['cluster', 'area']),
    name: z.string(),
    areaId: AreaId,
    areaName: z.string(),
    /** The worst of its boxes; null for areas and for clusters without boxes. */
    condition: BoxCondition.shape.kind.nullable(),
    boxes: z.int(),
    population: z.int().nullable(),
  }),
});
export const MapData = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z.array(MapPoint),
    /** Clusters without a position. */ unplaced: z.int(),
  })
  .meta({ id: 'MapData' });
export type MapData = z.infer<typeof MapData>;
