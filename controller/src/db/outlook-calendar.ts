import type { Area } from '@loa/shared/api/areas';
import type { Instant } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import {
  broadcastSessions,
  type CalendarPlan,
  calendarSessions,
} from '../planning/answers/calendar-sessions.js';
import { runWarnings } from '../planning/answers/run-warnings.js';
import { areaCalendar } from '../planning/calendar/icalendar.js';
import { planAhead } from '../planning/plan/plan-ahead.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';
import { namesOf } from '../planning/plan/problem-text.js';
import { areaChain, listAreas } from './areas.js';
import { oneBoxEach } from './campaign-plays.js';
import { listClusters } from './clusters.js';
import type { Db } from './database.js';
import { endOfDays } from './outlook-view.js';
import { zoneOf } from './planning-places.js';
import { planningWorld } from './planning-world.js';

export interface CalendarAsked {
  now: Instant;
  days: number;
  /** Staff are told what will be silent and why, and what each run is made of. */
  for: 'staff' | 'everybody';
}

/** An area's sessions of the next days as iCalendar: what is heard in clusters that have a box in use. */
export async function calendarOf(
  db: Db,
  area: Area,
  { now, days, for: reader }: CalendarAsked,
): Promise<string> {
  const clusters = await listClusters(db, area.id);
  const boxIds = await oneBoxEach(
    db,
    clusters.map(({ id }) => id),
  );
  const { places, world } = await planningWorld(db, boxIds, now);
  const prepared = prepareWorld(world);
  const titles = new Map(world.schedules.map(({ scheduleId, title }) => [scheduleId, title]));
  const names = namesOf(world);
  const villages = new Map(
    (await listAreas(db, area.id)).map(({ id, kind, name }) => [id, placeName({ kind, name })]),
  );
  const until = endOfDays(now, days, zoneOf(await areaChain(db, area.id)));
  const plans = places.map((place): CalendarPlan => {
    const plan = planAhead(place, prepared, { now, until });
    const warnings = runWarnings(plan, prepared.civil(place.settings.zone), names);
    return { village: villages.get(place.areaId) ?? '', plan, warnings };
  });
  const sessions = reader === 'staff' ? calendarSessions(plans, titles) : broadcastSessions(plans, titles);
  return areaCalendar({ name: `Lịch phát ${placeName(area)}`, sessions, now });
}
