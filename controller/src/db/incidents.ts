import type { Db } from './database.js';

export interface NewIncident {
  at: number;
  boxId: string | null;
  /** Machine-readable. */
  kind: string;
  /** English, for the log. */
  detail: string;
}

export async function insertIncidents(db: Db, incidents: readonly NewIncident[]): Promise<void> {
  if (incidents.length === 0) return;
  const rows = incidents.map(({ at, boxId, kind, detail }) => ({ at, box_id: boxId, kind, detail }));
  await db.insertInto('incident').values(rows).execute();
}
