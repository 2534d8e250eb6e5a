import { DAY, type Instant } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import {
  type FirstAirs,
  firstAirs,
  type PlanHere,
  type WaitingVariant,
} from '../planning/answers/first-air.js';
import { buildPlan } from '../planning/plan/build-plan.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';
import { areasAbove } from './areas.js';
import type { Db } from './database.js';
import { planningWorld } from './planning-world.js';

/** How far ahead a run is looked for, and how far back one that was lost, milliseconds. */
const AHEAD_MS = 8 * DAY;
const BACK_MS = DAY;

export interface FirstAirView {
  airs: Map<string, FirstAirs>;
  scheduleNames: Map<string, string>;
}

/** When variants would first be heard at these boxes, as it would be planned now. */
export async function firstAirsAt(
  db: Db,
  waiting: readonly WaitingVariant[],
  { boxIds, now }: { boxIds: readonly string[]; now: Instant },
): Promise<FirstAirView> {
  const { places, world } = await planningWorld(db, boxIds, now);
  const prepared = prepareWorld(world);
  const areas = await areasAbove(
    db,
    places.map(({ areaId }) => areaId),
  );
  const plans = places.map((place): PlanHere => {
    const area = areas.get(place.areaId);
    const plan = buildPlan({
      place,
      world: prepared,
      hold: [],
      from: now - BACK_MS,
      until: now + AHEAD_MS,
      now,
    });
    const village = area ? placeName(area) : '';
    return { plan, clusterId: place.clusterId, village, languages: place.settings.languages };
  });
  return {
    airs: firstAirs(waiting, plans, { world, now }),
    scheduleNames: new Map(world.schedules.map(({ scheduleId, title }) => [scheduleId, title])),
  };
}
