import { Campaign } from '@loa/shared/api/campaigns';
import { fold } from '@loa/shared/fold';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import type { CampaignTable } from './schema-planning.js';

export async function insertCampaign(db: Db, campaign: Campaign): Promise<void> {
  await db
    .insertInto('campaign')
    .values({
      id: campaign.id,
      area_id: campaign.areaId,
      created_by: campaign.createdBy,
      created_at: campaign.createdAt,
      ...columnsOf(campaign),
    })
    .execute();
}

export async function findCampaign(db: Db, id: string): Promise<Campaign | null> {
  const row = await db.selectFrom('campaign').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toCampaign(row) : null;
}

/** Campaigns of areas at or below `root`, the latest first; those that were cancelled only where asked for. */
export async function listCampaigns(
  db: Db,
  { root, cancelled, q }: { root: string; cancelled: boolean; q?: string | undefined },
  { after, limit }: ListPage,
): Promise<Campaign[]> {
  let select = db.selectFrom('campaign').selectAll().where('area_id', 'in', belowQuery(db, root));
  if (!cancelled) select = select.where('cancelled_at', 'is', null);
  for (const condition of holdsWords('folded', q)) select = select.where(condition);
  if (after) select = select.where(behind('from_date', 'desc', after));
  const rows = await select.orderBy('from_date', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toCampaign);
}

export async function updateCampaign(db: Db, campaign: Campaign): Promise<void> {
  await db.updateTable('campaign').set(columnsOf(campaign)).where('id', '=', campaign.id).execute();
}

function columnsOf(campaign: Campaign) {
  return {
    name: campaign.name,
    folded: fold(campaign.name),
    from_date: campaign.from,
    until_date: campaign.until,
    topics: JSON.stringify(campaign.topics),
    column_names: JSON.stringify(campaign.columns),
    area_ids: JSON.stringify(campaign.areaIds),
    quotas: JSON.stringify(campaign.quotas),
    cancelled_at: campaign.cancelledAt,
  };
}

function toCampaign(row: Selectable<CampaignTable>): Campaign {
  return {
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    from: row.from_date,
    until: row.until_date,
    topics: readJson(Strings, row.topics, 'campaign.topics'),
    columns: readJson(Strings, row.column_names, 'campaign.column_names'),
    areaIds: readJson(Strings, row.area_ids, 'campaign.area_ids'),
    quotas: readJson(Campaign.shape.quotas, row.quotas, 'campaign.quotas'),
    createdBy: row.created_by,
    createdAt: row.created_at,
    cancelledAt: row.cancelled_at,
  };
}
