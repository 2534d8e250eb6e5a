import { areaChain } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { zoneOf } from '../db/planning-places.js';
import { civilTime } from '../planning/calendar/civil-time.js';

/** Midnight at an area, unix milliseconds. */
export async function startOfToday(db: Db, areaId: string, now: number): Promise<number> {
  const civil = civilTime(zoneOf(await areaChain(db, areaId)));
  return civil.startOfDay(civil.dateOf(now));
}
