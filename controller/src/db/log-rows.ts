import type { Playback } from '@loa/shared/api/playbacks';
import { placeName } from '@loa/shared/place-name';
import type { Db } from './database.js';
import { listPlaybacks, type PlaybackFilter } from './playback-list.js';
import { turn } from './turn.js';

/** So many at once: a few milliseconds of the one thread that the broker lives in. */
const BATCH = 500;

/** A line of the log with the names of where it was heard. */
export interface LogLine extends Playback {
  areaName: string;
  clusterName: string;
  boxName: string;
}

/** The log by pages, newest first, `most` lines in all; others get their turn between pages. */
export async function* logRows(
  db: Db,
  filter: PlaybackFilter,
  { most, signal }: { most: number; signal: AbortSignal },
): AsyncGenerator<LogLine[]> {
  const names = await placeNames(db);
  let after: { plannedAt: number; id: string } | null = null;
  for (let left = most; left > 0; ) {
    signal.throwIfAborted();
    const rows: Playback[] = await listPlaybacks(db, filter, { after, limit: Math.min(BATCH, left) });
    yield rows.map((row) => ({
      ...row,
      areaName: names.get(row.areaId) ?? '',
      clusterName: names.get(row.clusterId) ?? '',
      boxName: names.get(row.boxId) ?? '',
    }));
    const last = rows.at(-1);
    if (!last || rows.length < Math.min(BATCH, left)) return;
    left -= rows.length;
    after = { plannedAt: last.plannedAt, id: last.id };
    await turn();
  }
}

async function placeNames(db: Db): Promise<Map<string, string>> {
  const areas = await db.selectFrom('area').select(['id', 'kind', 'name']).execute();
  const clusters = await db.selectFrom('cluster').select(['id', 'name']).execute();
  const boxes = await db.selectFrom('box').select(['id', 'name']).execute();
  return new Map([
    ...areas.map(({ id, kind, name }): [string, string] => [id, placeName({ kind, name })]),
    ...[...clusters, ...boxes].map(({ id, name }): [string, string] => [id, name]),
  ]);
}
