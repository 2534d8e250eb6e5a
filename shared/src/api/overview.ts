import { z } from 'zod';
import { AreaId } from '../ids.js';
import { CivilDate } from '../instant.js';
import { FleetCounts } from './fleet.js';

/** What became of planned playbacks whose time has passed. */
export const Delivered = z
  .object({
    /** Heard to the end. */
    finished: z.int(),
    /** Missed, failed, broken off, or never reported: nobody meant these to be silent. */
    lost: z.int(),
    /** Cancelled or displaced by something more urgent: meant to be silent. */
    meant: z.int(),
  })
  .meta({ id: 'Delivered' });
export type Delivered = z.infer<typeof Delivered>;

/** How an area does: its loudspeakers, what was delivered week by week, and the places right below it side by side. */
export const Overview = z
  .object({
    areaId: AreaId,
    areaName: z.string(),
    fleet: FleetCounts,
    /** Oldest first; `monday` is the week's first day. The last one is not over yet. */
    weeks: z.array(Delivered.extend({ monday: CivilDate })),
    places: z.array(
      z.object({
        areaId: AreaId,
        name: z.string(),
        population: z.int().nullable(),
        fleet: FleetCounts,
        /** Of this week and the last. */
        delivered: Delivered,
        /** Of today and the six days before. */
        lastSevenDays: Delivered,
      }),
    ),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;
