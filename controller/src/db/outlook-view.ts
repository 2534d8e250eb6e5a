import type { Outlook } from '@loa/shared/api/answers';
import { DAY, type Instant } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import { type KnownState, type OutlookCluster, outlook } from '../planning/answers/outlook.js';
import { runWarnings } from '../planning/answers/run-warnings.js';
import { toldItems } from '../planning/answers/told-plan.js';
import { addDays, civilTime } from '../planning/calendar/civil-time.js';
import { planAhead } from '../planning/plan/plan-ahead.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';
import { namesOf } from '../planning/plan/problem-text.js';
import { areaChain } from './areas.js';
import type { Db } from './database.js';
import { zoneOf } from './planning-places.js';
import { type LoadedPlace, type LoadedWorld, planningWorld } from './planning-world.js';

export interface OutlookQuery {
  area: { id: string; kind: string; name: string };
  /** In the order in which they are shown. */
  clusters: readonly { id: string; name: string }[];
  now: Instant;
  /** Local days, today included. */
  days: number;
}

/** What these clusters of an area will hear in the next days, as it would be planned now, and who is ready. */
export async function outlookOf(db: Db, { area, clusters, now, days }: OutlookQuery): Promise<Outlook> {
  const zone = zoneOf(await areaChain(db, area.id));
  const [from, until] = [now, endOfDays(now, days, zone)];
  const boxes = await enrolledBoxes(
    db,
    clusters.map(({ id }) => id),
  );
  const loaded = await planningWorld(db, boxes, now);
  const byCluster = told(loaded, { now, until });
  return outlook({
    area: { areaId: area.id, name: placeName(area), zone },
    ...{ from, until },
    clusters: clusters.map(({ id, name }) => ({ clusterId: id, name, boxes: byCluster.get(id) ?? [] })),
    schedules: new Map(
      loaded.world.schedules.map(({ scheduleId, title, priority }) => [
        scheduleId,
        { name: title, priority },
      ]),
    ),
    states: await statesOf(db, boxes, { from, until }),
  });
}

/** The end of the last of `days` local days, of which the day that holds `now` is the first. */
export function endOfDays(now: Instant, days: number, zone: string): Instant {
  const civil = civilTime(zone);
  return civil.startOfDay(addDays(civil.dateOf(now), days));
}

type Window = { from: Instant; until: Instant };

/** Every box's plan as people are told of it, by cluster. */
function told({ places, world }: LoadedWorld, window: { now: Instant; until: Instant }) {
  const prepared = prepareWorld(world);
  const names = namesOf(world);
  const found = new Map<string, OutlookCluster['boxes'][number][]>();
  const add = (place: LoadedPlace) => {
    const plan = planAhead(place, prepared, window);
    const warnings = runWarnings(plan, prepared.civil(place.settings.zone), names);
    const boxes = found.get(place.clusterId) ?? [];
    boxes.push({ boxId: place.boxId, items: toldItems(plan), warnings });
    found.set(place.clusterId, boxes);
  };
  for (const place of places) add(place);
  return found;
}

async function enrolledBoxes(db: Db, clusterIds: readonly string[]): Promise<string[]> {
  if (clusterIds.length === 0) return [];
  const rows = await db
    .selectFrom('box')
    .select('id')
    .where('state', '=', 'enrolled')
    .where('cluster_id', 'in', [...clusterIds])
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

async function statesOf(db: Db, boxIds: readonly string[], window: Window): Promise<Map<string, KnownState>> {
  if (boxIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('playback')
    .select(['id', 'state', 'reason'])
    .where('box_id', 'in', [...boxIds])
    // A run that has begun may have items from before.
    .where('planned_at', '>=', window.from - DAY)
    .where('planned_at', '<', window.until)
    .execute();
  return new Map(rows.map(({ id, state, reason }) => [id, { state, reason }]));
}
