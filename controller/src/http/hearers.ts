import { boxIdsAt } from '../db/boxes.js';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { activeSchedulesOf } from '../db/schedules.js';

/** Tells the planner that the boxes which hear a bulletin may need another plan. */
export async function notifyHearers(db: Db, changes: Changes, bulletinId: string): Promise<void> {
  const schedules = await activeSchedulesOf(db, { bulletinId });
  const boxIds = await boxIdsAt(db, {
    areaIds: [...new Set(schedules.flatMap((schedule) => schedule.areaIds))],
    clusterIds: [...new Set(schedules.flatMap((schedule) => schedule.clusterIds))],
  });
  if (boxIds.length > 0) changes.notify({ kind: 'plans', boxIds });
}
