import { z } from 'zod';
import { AreaId, Id, Language } from '../ids.js';
import { Instant } from '../instant.js';
import { NO_RULES, PlaceRules, PlaceRulesPatch } from '../place-rules.js';
import { GainDb, SoundWindow } from '../sound-window.js';
import { position } from './areas.js';
import { Contact } from './contact.js';
import { pageOf } from './page.js';
import { Line } from './text.js';

const Languages = z.array(Language).min(1).max(8);
const Hours = z.array(SoundWindow).max(48);

/** The loudspeakers of one place in a village. */
export const Cluster = z
  .object({
    id: Id,
    areaId: AreaId,
    name: z.string(),
    ...position,
    /** What people there understand, in order of preference. */
    languages: z.array(Language),
    /** Null: as its area. */
    hours: Hours.nullable(),
    maxGainDb: GainDb,
    rules: PlaceRules,
    createdAt: Instant,
  })
  .meta({ id: 'Cluster' });
export type Cluster = z.infer<typeof Cluster>;

/** A cluster as lists and pickers show it. */
export const ClusterRow = Cluster.extend({
  areaName: z.string(),
  /** How many receivers in use it has. */
  boxes: z.int(),
  contact: Contact.nullable(),
}).meta({ id: 'ClusterRow' });
export type ClusterRow = z.infer<typeof ClusterRow>;

/** What a cluster may still lack: somebody to call, a receiver, a position. */
export const ClusterLack = z.enum(['phone', 'box', 'position']);
export type ClusterLack = z.infer<typeof ClusterLack>;

export const Clusters = pageOf(ClusterRow)
  .extend({
    /** How many there are in the area, whatever is searched, and how many lack something. */
    counts: z.object({ all: z.int(), phone: z.int(), box: z.int(), position: z.int() }),
  })
  .meta({ id: 'Clusters' });

export const NewCluster = z
  .strictObject({
    areaId: AreaId,
    name: Line(120),
    lat: position.lat.default(null),
    lon: position.lon.default(null),
    languages: Languages.default(['vi']),
    hours: Hours.nullable().default(null),
    maxGainDb: GainDb.default(0),
    rules: PlaceRules.default(NO_RULES),
  })
  .meta({ id: 'NewCluster' });
export type NewCluster = z.infer<typeof NewCluster>;

export const ClusterPatch = z
  .strictObject({
    name: Line(120),
    ...position,
    languages: Languages,
    hours: Hours.nullable(),
    maxGainDb: GainDb,
    rules: PlaceRulesPatch,
    /** Moves the cluster to another village: its boxes follow, its history stays. */
    areaId: AreaId,
  })
  .partial()
  .meta({ id: 'ClusterPatch' });
export type ClusterPatch = z.infer<typeof ClusterPatch>;
