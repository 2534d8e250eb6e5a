import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { listAreas } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { type FoundVillage, findVillage } from './find-village.js';

/** So many names are listed when none matches. */
const MAX_LISTED = 30;

/** The village that somebody means, or lines that say what there is to choose from. */
export async function villageIn(
  db: Db,
  name: string,
): Promise<{ ok: true; area: Area } | { ok: false; lines: string[] }> {
  const areas = await listAreas(db, null);
  const found = findVillage(await villagesAmong(db, areas), name);
  if (found.kind === 'found') return { ok: true, area: found.area };
  return { ok: false, lines: choice(found, name, areas) };
}

/** Villages, and communes that have a cluster of their own. */
async function villagesAmong(db: Db, areas: readonly Area[]): Promise<Area[]> {
  const rows = await db.selectFrom('cluster').select('area_id').distinct().execute();
  const lived = new Set(rows.map((row) => row.area_id));
  return areas.filter(({ id, level }) => level === 'village' || lived.has(id));
}

/** What there is to choose from, with the area above each, for villages of one name are in different communes. */
function choice(
  found: Exclude<FoundVillage, { kind: 'found' }>,
  name: string,
  areas: readonly Area[],
): string[] {
  const several = found.kind === 'ambiguous';
  const listed = several ? found.candidates : found.near;
  const head = several
    ? `Several villages are called like “${name}”. Type the id of one:`
    : `There is no village “${name}”. There are:`;
  const above = new Map(areas.map((area) => [area.id, `, ${placeName(area)}`]));
  const lines = listed
    .slice(0, MAX_LISTED)
    .map(
      ({ id, kind, name: called, parentId }) =>
        `  ${id}  ${kind} ${called}${above.get(parentId ?? '') ?? ''}`,
    );
  const more = listed.length - MAX_LISTED;
  return more > 0 ? [head, ...lines, `  … and ${more} more`] : [head, ...lines];
}
