import type { Incident } from '@loa/shared/api/logs';
import { troubleText } from '../planning/answers/box-event-text.js';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

/** Newest first; `before` is the id to go on from. Those that concern no box are seen from the top area only. */
export async function listIncidents(
  db: Db,
  query: { root: string; unplaced: boolean; before: number | null; limit: number },
): Promise<Incident[]> {
  let select = db
    .selectFrom('incident')
    .leftJoin('box', 'box.id', 'incident.box_id')
    .leftJoin('cluster', 'cluster.id', 'box.cluster_id')
    .selectAll('incident')
    .where((eb) =>
      eb.or([
        eb('cluster.area_id', 'in', belowQuery(db, query.root)),
        ...(query.unplaced ? [eb('cluster.area_id', 'is', null)] : []),
      ]),
    );
  if (query.before !== null) select = select.where('incident.id', '<', query.before);
  const rows = await select.orderBy('incident.id', 'desc').limit(query.limit).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    boxId: row.box_id,
    kind: row.kind,
    text: troubleText(row.kind),
    detail: row.detail,
  }));
}
