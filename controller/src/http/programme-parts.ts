import type { ProgrammeSlot } from '@loa/shared/api/programmes';
import { idsAround } from '../db/areas.js';
import { findBulletin } from '../db/bulletins.js';
import type { Db } from '../db/database.js';
import { partsOf } from '../db/programmes.js';
import { stationsById } from '../db/stations.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { Actor } from './authorise.js';

/**
 * Why a programme cannot name what its slots name; null when everything is there. What belongs to an area that is neither
 * the actor's own nor above nor below it is not there: its title, length and approval are not theirs to read.
 */
export async function missingParts(
  db: Db,
  slots: readonly ProgrammeSlot[],
  actor: Actor,
): Promise<ProblemAnswer | null> {
  const { bulletin, station } = partsOf(slots);
  const around = await idsAround(db, actor.areaId);
  const missing: string[] = [];
  for (const id of bulletin) {
    const found = await findBulletin(db, id);
    if (!found || !around.has(found.areaId)) missing.push(id);
  }
  const stations = (await stationsById(db, station)).filter(({ areaId }) => around.has(areaId));
  const known = new Set(stations.map(({ id }) => id));
  missing.push(...station.filter((id) => !known.has(id)));
  if (missing.length === 0) return null;
  return problem(
    422,
    'unknown_part',
    'Chương trình có mục trỏ tới bản tin hoặc đài không còn. Hãy chọn lại mục được nêu.',
    { missing },
  );
}
