import type { DecisionSide, PriorityDecision } from '@loa/shared/api/conflicts';
import type { Schedule } from '@loa/shared/api/schedules';
import { placeName } from '@loa/shared/place-name';
import { accountNames } from '../db/accounts.js';
import { areaChain, findArea } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { zoneOf } from '../db/planning-places.js';
import { findSchedule } from '../db/schedules.js';
import { touchedAreas } from './schedule-places.js';
import { scheduleSentence } from './schedule-sentence.js';

const MOST_PLACES = 10;

/** The same decisions with what a person has to know of both schedules: who set them, where and when they sound. */
export async function withSides(db: Db, decisions: readonly PriorityDecision[]): Promise<PriorityDecision[]> {
  const ids = [...new Set(decisions.flatMap(({ scheduleIds }) => scheduleIds))];
  const found = (await Promise.all(ids.map((id) => findSchedule(db, id)))).filter((each) => each !== null);
  const nameOf = await accountNames(
    db,
    found.map(({ createdBy }) => createdBy),
  );
  const sides = new Map<string, DecisionSide>();
  for (const schedule of found)
    sides.set(schedule.id, await sideOf(db, schedule, nameOf(schedule.createdBy)));
  return decisions.map((decision) => ({
    ...decision,
    sides: decision.scheduleIds.flatMap((id) => sides.get(id) ?? []),
  }));
}

async function sideOf(db: Db, schedule: Schedule, setBy: string): Promise<DecisionSide> {
  const areaIds = (await touchedAreas(db, schedule)) ?? [];
  const areas = await Promise.all(areaIds.slice(0, MOST_PLACES).map((id) => findArea(db, id)));
  const [first] = areaIds;
  return {
    ...{ scheduleId: schedule.id, name: schedule.name, setBy },
    places: areas.flatMap((area) => (area ? [placeName(area)] : [])),
    sentence: await scheduleSentence(
      db,
      schedule,
      zoneOf(first === undefined ? [] : await areaChain(db, first)),
    ),
    cancelled: schedule.state === 'cancelled',
  };
}
