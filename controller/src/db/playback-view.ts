import type { EvidenceEntry, Playback } from '@loa/shared/api/playbacks';
import type { Selectable } from 'kysely';
import type { Db } from './database.js';
import type { PlaybackTable } from './schema.js';

export async function findPlayback(db: Db, id: string): Promise<Playback | null> {
  const row = await db.selectFrom('playback').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toPlayback(row) : null;
}

export async function playbacksById(db: Db, ids: readonly string[]): Promise<Playback[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('playback')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(toPlayback);
}

/** What the box's journals say of a playback, in their order. */
export async function evidenceOf(db: Db, playbackId: string): Promise<EvidenceEntry[]> {
  const rows = await db
    .selectFrom('journal_entry')
    .innerJoin('journal', 'journal.num', 'journal_entry.journal_num')
    .select([
      'journal.id as journal_id',
      'journal_entry.seq',
      'journal_entry.at',
      'journal_entry.kind',
      'journal_entry.body',
      'journal_entry.rejected',
      'journal_entry.received_at',
    ])
    .where('journal_entry.playback_id', '=', playbackId)
    .orderBy('journal_entry.journal_num')
    .orderBy('journal_entry.seq')
    .execute();
  return rows.map((row) => ({
    journalId: row.journal_id,
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    body: readBody(row.body),
    rejected: row.rejected === 1,
    receivedAt: row.received_at,
  }));
}

function toPlayback(row: Selectable<PlaybackTable>): Playback {
  return {
    id: row.id,
    boxId: row.box_id,
    clusterId: row.cluster_id,
    areaId: row.area_id,
    scheduleId: row.schedule_id,
    bulletinId: row.bulletin_id,
    variantId: row.variant_id,
    sessionId: row.session_id,
    title: row.title,
    language: row.language,
    plannedAt: row.planned_at,
    latestStartAt: row.latest_start_at,
    endsBy: row.ends_by,
    durationMs: row.duration_ms,
    priority: row.priority,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    provisional: row.provisional === 1,
    withdrawnAt: row.withdrawn_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    startErrorMs: row.start_error_ms,
    deliveredMs: row.delivered_ms,
    rmsDbfs: row.rms_dbfs,
    peakDbfs: row.peak_dbfs,
    underruns: row.underruns,
    clockState: row.clock_state,
    clockUncertaintyMs: row.clock_uncertainty_ms,
    sha256: row.sha256,
    grantId: row.grant_id,
    planRevision: row.plan_revision,
    output: row.output,
    updatedAt: row.updated_at,
  };
}

/** A rejected entry may be anything, also not JSON. */
function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
