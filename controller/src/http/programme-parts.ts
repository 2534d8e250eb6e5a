import type { ProgrammeSlot } from '@loa/shared/api/programmes';
import { findBulletin } from '../db/bulletins.js';
import type { Db } from '../db/database.js';
import { partsOf } from '../db/programmes.js';
import { stationsById } from '../db/stations.js';
import { type ProblemAnswer, problem } from './answer.js';

/** Why a programme cannot name what its slots name; null when everything is there. */
export async function missingParts(db: Db, slots: readonly ProgrammeSlot[]): Promise<ProblemAnswer | null> {
  const { bulletin, station } = partsOf(slots);
  const missing: string[] = [];
  for (const id of bulletin) if (!(await findBulletin(db, id))) missing.push(id);
  const known = new Set((await stationsById(db, station)).map(({ id }) => id));
  missing.push(...station.filter((id) => !known.has(id)));
  if (missing.length === 0) return null;
  return problem(
    422,
    'unknown_part',
    'Chương trình có mục trỏ tới bản tin hoặc đài không còn. Hãy chọn lại mục được nêu.',
    { missing },
  );
}
