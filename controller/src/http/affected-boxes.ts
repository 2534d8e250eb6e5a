import { boxIdsAt } from '../db/boxes.js';
import { findBulletin } from '../db/bulletins.js';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { programmesNaming } from '../db/programmes.js';
import { activeSchedulesOf } from '../db/schedules.js';
import { stationsFallingBackOn } from '../db/stations.js';

interface Audience {
  areaIds: readonly string[];
  clusterIds: readonly string[];
}

/** Every place of these schedules. */
export function audienceAmong(schedules: readonly Audience[]): Audience {
  return {
    areaIds: [...new Set(schedules.flatMap(({ areaIds }) => areaIds))],
    clusterIds: [...new Set(schedules.flatMap(({ clusterIds }) => clusterIds))],
  };
}

/** The boxes at any place of these schedules. */
export function boxesOfSchedules(db: Db, schedules: readonly Audience[]): Promise<string[]> {
  return boxIdsAt(db, audienceAmong(schedules));
}

/** The boxes at which one of these programmes is scheduled. */
export async function boxesOfProgrammes(db: Db, programmeIds: readonly string[]): Promise<string[]> {
  if (programmeIds.length === 0) return [];
  return boxesOfSchedules(db, await activeSchedulesOf(db, { programmeIds }));
}

/** The boxes that carry a station in a programme. */
export async function boxesOfStations(db: Db, stationIds: readonly string[]): Promise<string[]> {
  const programmes = await programmesNaming(db, 'station', stationIds);
  return boxesOfProgrammes(
    db,
    programmes.map(({ id }) => id),
  );
}

/**
 * The boxes that hear a bulletin: by a schedule of its own, by name in a programme, in place of a station, or, below
 * its own area, by its column. `columns` are those it stood in before, where an edit moved it.
 */
export async function boxesHearing(
  db: Db,
  bulletinId: string,
  columns: readonly (string | null)[] = [],
): Promise<string[]> {
  const bulletin = await findBulletin(db, bulletinId);
  const named = await programmesNaming(db, 'bulletin', [bulletinId]);
  const found = new Set([
    ...(await boxesOfSchedules(db, await activeSchedulesOf(db, { bulletinId }))),
    ...(await boxesOfProgrammes(
      db,
      named.map(({ id }) => id),
    )),
    ...(await boxesOfStations(db, await stationsFallingBackOn(db, bulletinId))),
  ]);
  const inColumns = [bulletin?.columnName ?? null, ...columns].filter((column) => column !== null);
  const rotating = await programmesNaming(db, 'column', inColumns);
  if (!bulletin || rotating.length === 0) return [...found];
  const within = new Set(await boxIdsAt(db, { areaIds: [bulletin.areaId], clusterIds: [] }));
  const hearing = await boxesOfProgrammes(
    db,
    rotating.map(({ id }) => id),
  );
  for (const boxId of hearing) if (within.has(boxId)) found.add(boxId);
  return [...found];
}

/** Tells the planner that these boxes may need another plan. */
export function notifyPlans(changes: Changes, boxIds: readonly string[]): void {
  if (boxIds.length > 0) changes.notify({ kind: 'plans', boxIds });
}

/** Tells pages that a bulletin changed, and the planner that the boxes which hear it may need another plan. */
export async function notifyHearers(
  db: Db,
  changes: Changes,
  bulletinId: string,
  columns: readonly (string | null)[] = [],
): Promise<void> {
  const bulletin = await findBulletin(db, bulletinId);
  if (bulletin) changes.notify({ kind: 'bulletins', areaId: bulletin.areaId });
  notifyPlans(changes, await boxesHearing(db, bulletinId, columns));
}
