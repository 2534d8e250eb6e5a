import type { Area } from '@loa/shared/api/areas';
import type { Campaign } from '@loa/shared/api/campaigns';
import { DAY, type Instant } from '@loa/shared/instant';
import { OpenState } from '@loa/shared/playback';
import { currentArea } from '@loa/shared/trust/areas';
import type { CampaignPlayback } from '../planning/campaigns/count-plays.js';
import { countedBy } from '../planning/campaigns/counted-bulletins.js';
import type { RecordedVariant } from '../planning/campaigns/play-length.js';
import type { CampaignCluster } from '../planning/campaigns/progress.js';
import { villagesOf } from '../planning/campaigns/villages.js';
import type { CampaignVillage } from '../planning/campaigns/week-progress.js';
import { areasAbove, idsAround, listAreas, mergedAreas } from './areas.js';
import { listClusters } from './clusters.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import { chainOf, zoneOf } from './planning-places.js';

/** So many ids stand in one statement. */
const BATCH = 400;

/** The villages and clusters of a campaign's areas as they are today, mergers followed. */
export async function campaignScope(
  db: Db,
  campaign: Pick<Campaign, 'areaIds'>,
): Promise<{ villages: CampaignVillage[]; clusters: CampaignCluster[] }> {
  const merged = await mergedAreas(db);
  const roots = [...new Set(campaign.areaIds.map((id) => currentArea(id, merged)))];
  const areas = new Map<string, Area>();
  const clusters = new Map<string, CampaignCluster>();
  for (const root of roots) {
    for (const area of await listAreas(db, root)) if (area.mergedInto === null) areas.set(area.id, area);
    const found = await listClusters(db, root);
    const above = await areasAbove(db, [...new Set(found.map(({ areaId }) => areaId))]);
    for (const { id, name, areaId } of found) {
      clusters.set(id, { clusterId: id, name, areaId, zone: zoneOf(chainOf(areaId, above)) });
    }
  }
  // A cluster may hang in a commune itself; then that is where its people live.
  const lived = new Set([...clusters.values()].map(({ areaId }) => areaId));
  return { villages: villagesOf([...areas.values()], lived), clusters: [...clusters.values()] };
}

/** The bulletins that count for a campaign: with one of its topics, or in one of its columns. */
export async function campaignBulletins(
  db: Db,
  campaign: Pick<Campaign, 'topics' | 'columns'>,
): Promise<string[]> {
  const rows = await db
    .selectFrom('bulletin')
    .select(['id', 'topics', 'column_name'])
    .where((eb) => eb.or([eb('topics', '!=', '[]'), eb('column_name', 'is not', null)]))
    .execute();
  const counts = countedBy(campaign);
  return rows
    .filter(({ topics, column_name: column }) =>
      counts({ topics: readJson(Strings, topics, 'bulletin.topics'), column }),
    )
    .map(({ id }) => id);
}

/** What of these bulletins may still be scheduled around an area: every language of it that has a recording. */
export async function campaignRecordings(
  db: Db,
  query: { areaId: string; bulletinIds: readonly string[]; now: Instant },
): Promise<RecordedVariant[]> {
  const around = await idsAround(db, query.areaId);
  const found: RecordedVariant[] = [];
  for (const bulletinIds of batches(query.bulletinIds)) {
    const rows = await db
      .selectFrom('variant')
      .innerJoin('recording', 'recording.sha256', 'variant.recording_sha256')
      .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
      .select(['variant.bulletin_id', 'variant.language', 'recording.duration_ms', 'bulletin.area_id'])
      .where('bulletin.id', 'in', bulletinIds)
      .where('variant.state', 'in', ['draft', 'submitted', 'approved'])
      .where((eb) =>
        eb.or([eb('bulletin.valid_until', 'is', null), eb('bulletin.valid_until', '>', query.now)]),
      )
      .execute();
    for (const { bulletin_id: bulletinId, language, duration_ms: durationMs, area_id: area } of rows) {
      if (around.has(area)) found.push({ bulletinId, language, durationMs });
    }
  }
  return found;
}

/**
 * What the log says of these bulletins at these clusters: what finished, and what may still sound as far as the boxes'
 * plans reach.
 */
export async function campaignPlaybacks(
  db: Db,
  query: { clusterIds: readonly string[]; bulletinIds: readonly string[]; from: Instant; until: Instant },
): Promise<CampaignPlayback[]> {
  const found: CampaignPlayback[] = [];
  for (const clusterIds of batches(query.clusterIds)) {
    for (const bulletinIds of batches(query.bulletinIds)) {
      const rows = await db
        .selectFrom('playback')
        .select(['cluster_id', 'session_id', 'bulletin_id', 'variant_id', 'planned_at', 'latest_start_at'])
        .select(['started_at', 'duration_ms', 'delivered_ms', 'state'])
        .where('cluster_id', 'in', clusterIds)
        .where('bulletin_id', 'in', bulletinIds)
        .where('planned_at', '>=', query.from)
        .where('planned_at', '<', query.until)
        .where((eb) =>
          eb.or([
            eb('state', '=', 'finished'),
            eb.and([
              eb('state', 'in', [...OpenState.options]),
              eb('withdrawn_at', 'is', null),
              eb('displaced_by', 'is', null),
            ]),
          ]),
        )
        .execute();
      for (const row of rows) {
        found.push({
          clusterId: row.cluster_id,
          sessionId: row.session_id,
          bulletinId: row.bulletin_id ?? '',
          variantId: row.variant_id,
          plannedAt: row.planned_at,
          latestStartAt: row.latest_start_at,
          startedAt: row.started_at,
          durationMs: row.duration_ms,
          deliveredMs: row.delivered_ms,
          state: row.state,
        });
      }
    }
  }
  return found;
}

/** The instants that a campaign's dates can mean in any zone of the world. */
export function campaignSpan({ from, until }: Pick<Campaign, 'from' | 'until'>): {
  from: Instant;
  until: Instant;
} {
  return { from: Date.parse(from) - DAY, until: Date.parse(until) + 2 * DAY };
}

/** The enrolled boxes of these clusters. */
export async function boxesOfClusters(db: Db, clusterIds: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const batch of batches(clusterIds)) {
    const enrolled = db.selectFrom('box').select('id').where('state', '=', 'enrolled');
    ids.push(...(await enrolled.where('cluster_id', 'in', batch).execute()).map(({ id }) => id));
  }
  return ids;
}

/** One enrolled box of each of these clusters: what a cluster hears, all of its boxes are asked for. */
export async function oneBoxEach(db: Db, clusterIds: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const batch of batches(clusterIds)) {
    const rows = await db
      .selectFrom('box')
      .select((eb) => eb.fn.min('id').as('id'))
      .where('state', '=', 'enrolled')
      .where('cluster_id', 'in', batch)
      .groupBy('cluster_id')
      .execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

function* batches(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += BATCH) yield ids.slice(start, start + BATCH);
}
