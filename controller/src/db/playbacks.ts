import { EndState, OpenState } from '@loa/shared/playback';
import { sql } from 'kysely';
import type { DisplacedPlayback } from '../planning/plan/built-plan.js';
import type { PlannedPlayback } from '../planning/plan/planned-playback.js';
import type { Db } from './database.js';

export interface PlannedPlace {
  boxId: string;
  clusterId: string;
  areaId: string;
}

const BATCH = 500;
const OPEN = [...OpenState.options];
/** Nothing of it was heard yet, so it follows its plan. */
const FOLLOWING = [OpenState.enum.planned, OpenState.enum.ready, OpenState.enum.claimed];
/** It stays as it was planned; only what it gave way to may turn out later. */
const MAY_GIVE_WAY = [OpenState.enum.started, OpenState.enum.suspended, EndState.enum.skipped];

/**
 * Writes what a plan promises into the playback log, and what gives way to something else and so is in no plan. What
 * has sounded or ended stays as it was planned then; a row that had left the plan is back in it, and a guess about it is
 * taken back.
 */
export async function upsertPlanned(
  db: Db,
  place: PlannedPlace,
  planned: readonly (PlannedPlayback | DisplacedPlayback)[],
  revision: number,
  now: number,
): Promise<void> {
  for (let start = 0; start < planned.length; start += BATCH) {
    const rows = planned.slice(start, start + BATCH).map((p) => ({
      id: p.playbackId,
      box_id: place.boxId,
      cluster_id: place.clusterId,
      area_id: place.areaId,
      schedule_id: p.scheduleId,
      bulletin_id: p.bulletinId,
      variant_id: p.variantId,
      session_id: p.sessionId,
      title: p.title,
      language: p.language,
      planned_at: p.plannedAt,
      latest_start_at: p.latestStartAt,
      ends_by: p.endsBy,
      duration_ms: p.durationMs,
      priority: p.priority,
      state: 'planned' as const,
      sha256: p.sha256 === '' ? null : p.sha256,
      grant_id: p.grantId,
      role: p.role,
      slot: p.slot,
      local_date: p.localDate,
      displaced_by: 'by' in p ? p.by : null,
      plan_revision: revision,
      updated_at: now,
    }));
    await db
      .insertInto('playback')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => ({
            cluster_id: eb.ref('excluded.cluster_id'),
            area_id: eb.ref('excluded.area_id'),
            schedule_id: eb.ref('excluded.schedule_id'),
            bulletin_id: eb.ref('excluded.bulletin_id'),
            variant_id: eb.ref('excluded.variant_id'),
            session_id: eb.ref('excluded.session_id'),
            title: eb.ref('excluded.title'),
            language: eb.ref('excluded.language'),
            planned_at: eb.ref('excluded.planned_at'),
            latest_start_at: eb.ref('excluded.latest_start_at'),
            ends_by: eb.ref('excluded.ends_by'),
            duration_ms: eb.ref('excluded.duration_ms'),
            priority: eb.ref('excluded.priority'),
            sha256: eb.ref('excluded.sha256'),
            grant_id: eb.ref('excluded.grant_id'),
            role: eb.ref('excluded.role'),
            slot: eb.ref('excluded.slot'),
            local_date: eb.ref('excluded.local_date'),
            displaced_by: eb.ref('excluded.displaced_by'),
            withdrawn_at: null,
            state: eb
              .case()
              .when(REVIVED)
              .then(eb.ref('excluded.state'))
              .else(eb.ref('playback.state'))
              .end(),
            reason: eb.case().when(REVIVED).then(null).else(eb.ref('playback.reason')).end(),
            provisional: eb.case().when(REVIVED).then(0).else(eb.ref('playback.provisional')).end(),
            plan_revision: eb.fn.coalesce('playback.plan_revision', 'excluded.plan_revision'),
            updated_at: eb.ref('excluded.updated_at'),
          }))
          .where((eb) =>
            eb.or([
              eb('playback.state', 'in', FOLLOWING),
              // A guess about the past stands until a report, whatever would be planned now for a time that is over.
              eb.and([eb('playback.provisional', '=', 1), eb('excluded.ends_by', '>', now)]),
              // Reported to a database that does not remember planning it.
              eb('playback.schedule_id', 'is', null),
            ]),
          ),
      )
      .execute();
  }
  await noteGaveWay(db, planned, now);
}

/** What sounds or was skipped may turn out to give way to something else than was thought then. */
async function noteGaveWay(
  db: Db,
  planned: readonly (PlannedPlayback | DisplacedPlayback)[],
  now: number,
): Promise<void> {
  const by = new Map(planned.flatMap((each) => ('by' in each ? [[each.playbackId, each.by] as const] : [])));
  const ids = [...by.keys()];
  for (let start = 0; start < ids.length; start += BATCH) {
    const begun = await db
      .selectFrom('playback')
      .select(['id', 'displaced_by'])
      .where('id', 'in', ids.slice(start, start + BATCH))
      .where('state', 'in', MAY_GIVE_WAY)
      .where('provisional', '=', 0)
      .execute();
    for (const { id, displaced_by } of begun) {
      const displacedBy = by.get(id) ?? displaced_by;
      if (displacedBy === displaced_by) continue;
      await db
        .updateTable('playback')
        .set({ displaced_by: displacedBy, updated_at: now })
        .where('id', '=', id)
        .execute();
    }
  }
}

/** A guess about a playback that is (again) to come is taken back; that it gave way stands as long as it still does. */
const REVIVED = sql<boolean>`playback.provisional = 1 and excluded.displaced_by is null`;

/** Marks what was to start later and is no longer in the box's plan; returns the ids. */
export async function withdrawAbsent(
  db: Db,
  boxId: string,
  kept: ReadonlySet<string>,
  now: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('playback')
    .select('id')
    .where('box_id', '=', boxId)
    .where('planned_at', '>', now)
    .where('withdrawn_at', 'is', null)
    .where('schedule_id', 'is not', null)
    .where('state', 'in', FOLLOWING)
    .execute();
  const gone = rows.map(({ id }) => id).filter((id) => !kept.has(id));
  for (let start = 0; start < gone.length; start += BATCH) {
    await db
      .updateTable('playback')
      .set({ withdrawn_at: now, updated_at: now })
      .where('id', 'in', gone.slice(start, start + BATCH))
      .execute();
  }
  return gone;
}

/** Whether the log has anything of a box still to come that gives way to something else. */
export async function hasDisplaced(db: Db, boxId: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('playback')
    .select('id')
    .where('box_id', '=', boxId)
    .where('planned_at', '>', now)
    .where('displaced_by', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Ends what gave way to something else once it may not begin any more: skipped, with the name of what went first. A box
 * that had not heard of it yet may say otherwise. Returns the ids.
 */
export async function skipDisplaced(db: Db, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('playback')
    .leftJoin('schedule', 'schedule.id', 'playback.displaced_by')
    .select(['playback.id', 'schedule.name', 'playback.displaced_by'])
    .where('playback.state', 'in', OPEN)
    // Says no more than the latest start, but spares reading all that is still to come.
    .where('playback.planned_at', '<', now)
    .where('playback.displaced_by', 'is not', null)
    .where('playback.withdrawn_at', 'is', null)
    .where('playback.latest_start_at', '<', now)
    .limit(limit)
    .execute();
  const byName = new Map<string | null, string[]>();
  for (const { id, name, displaced_by: by } of rows) {
    const ids = byName.get(name ?? by) ?? [];
    byName.set(name ?? by, ids);
    ids.push(id);
  }
  for (const [detail, ids] of byName) {
    await db
      .updateTable('playback')
      .set({ state: 'skipped', reason: 'preempted', detail, provisional: 1, updated_at: now })
      .where('id', 'in', ids)
      .where('state', 'in', OPEN)
      .execute();
  }
  return rows.map(({ id }) => id);
}

export interface Unreported {
  id: string;
  boxId: string;
  withdrawnAt: number | null;
  planRevision: number | null;
}

/** Playbacks that should have ended before `before` and of whose end nobody said anything. */
export async function unreported(db: Db, before: number, limit: number): Promise<Unreported[]> {
  const rows = await db
    .selectFrom('playback')
    .select(['id', 'box_id', 'withdrawn_at', 'plan_revision'])
    .where('state', 'in', OPEN)
    // Says no more than the end, but spares reading all that is still to come.
    .where('planned_at', '<', before)
    .where('ends_by', '<', before)
    .orderBy('num')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    boxId: row.box_id,
    withdrawnAt: row.withdrawn_at,
    planRevision: row.plan_revision,
  }));
}

/** Writes a guess, which any report supersedes; what was reported meanwhile stays. */
export async function guessEnd(
  db: Db,
  ids: readonly string[],
  end: { state: 'unknown' | 'cancelled'; reason: 'unreachable' | 'removed' },
  now: number,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('playback')
    .set({ ...end, provisional: 1, updated_at: now })
    .where('id', 'in', [...ids])
    .where('state', 'not in', [...EndState.options])
    .execute();
}
