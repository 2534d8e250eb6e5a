import type { Area } from '@loa/shared/api/areas';
import { SettingError } from '@loa/shared/errors';
import { placeName } from '@loa/shared/place-name';
import { z } from 'zod';
import { listAreas } from '../db/areas.js';
import { listClusters } from '../db/clusters.js';
import type { Db } from '../db/database.js';
import { readDatabase } from '../db/outlook-database.js';
import { outlookOf } from '../db/outlook-view.js';
import type { Command, Typed } from './command.js';
import { databaseOf } from './database-of.js';
import { type FoundVillage, findVillage } from './find-village.js';
import { timeline } from './timeline.js';
import { optional, required } from './typed.js';

const Days = z.coerce.number().int().min(1).max(31);
/** So many names are listed when none matches. */
const MAX_LISTED = 30;

export const plan: Command = {
  name: 'plan',
  summary: 'what a village will hear in the next days, and whether it is ready',
  help: `  --village NAME   its name, with or without accents, or its id
  --days N         how many days, today included, 1 to 31 (default 7)
  --data FOLDER    the controller's data folder (or LOA_DATA; default ./data, else the demonstration in it)

Reads the database, also while the controller runs; nothing is changed.`,
  options: { village: { type: 'string' }, days: { type: 'string' }, data: { type: 'string' } },
  async run(typed, ports) {
    const name = required(typed, 'village');
    const days = daysOf(typed);
    const path = databaseOf(typed, ports.env);
    const told = await readDatabase(path, async (db): Promise<Lines> => {
      const areas = await listAreas(db, null);
      const found = findVillage(await villagesAmong(db, areas), name);
      if (found.kind !== 'found') return { ok: false, lines: choice(found, name, areas) };
      const { area } = found;
      const clusters = await listClusters(db, area.id);
      const now = ports.clock.now();
      return { ok: true, lines: timeline(await outlookOf(db, { area, clusters, now, days })) };
    });
    const print = told.ok ? ports.say : ports.complain;
    for (const line of told.lines) print(line);
    return told.ok ? 0 : 1;
  },
};

interface Lines {
  ok: boolean;
  lines: string[];
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

function daysOf(typed: Typed): number {
  const days = Days.safeParse(optional(typed, 'days') ?? '7');
  if (!days.success) throw new SettingError('--days is a number from 1 to 31.');
  return days.data;
}
