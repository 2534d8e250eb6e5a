import type { Schedule } from '@loa/shared/api/schedules';
import type { Db } from '../db/database.js';
import { loadBulletins } from '../db/planning-bulletins.js';
import { loadStations } from '../db/planning-stations.js';
import { findProgramme, partsOf } from '../db/programmes.js';
import type { DatedItem } from '../planning/check/check-validity.js';
import type { GrantInput } from '../planning/inputs.js';

/** What a schedule names, and when each may sound; the bulletins of a column change, and are not among them. */
export async function datedItems(db: Db, { bulletinId, programmeId }: Schedule): Promise<DatedItem[]> {
  const programme = programmeId === null ? null : await findProgramme(db, programmeId);
  const parts = partsOf(programme?.slots ?? []);
  const bulletins = await loadBulletins(db, bulletinId === null ? parts.bulletin : [bulletinId]);
  const stations = await loadStations(db, parts.station);
  return [
    ...[...bulletins.values()].map(({ bulletinId: id, title, validFrom, validUntil, variants }) => {
      const approvedUntil = lastEnd(variants.map(({ grant }) => grant));
      return { name: `Bài “${title}”`, bulletinId: id, validFrom, validUntil, approvedUntil };
    }),
    ...[...stations.values()].map(({ name, grant }) => {
      return { name: `Đài “${name}”`, validFrom: null, validUntil: null, approvedUntil: lastEnd([grant]) };
    }),
  ];
}

function lastEnd(grants: readonly (GrantInput | null)[]): number | null {
  const ends = grants.flatMap((grant) => grant?.validUntil ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
}
