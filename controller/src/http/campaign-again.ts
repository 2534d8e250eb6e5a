import type { Campaign, NewCampaign } from '@loa/shared/api/campaigns';
import { findCampaign } from '../db/campaigns.js';
import type { Db } from '../db/database.js';
import { type SentBefore, sentBefore } from './sent-before.js';

/** What became of an earlier sending of the same campaign; null when there was none. */
export async function campaignBefore(
  db: Db,
  { id }: NewCampaign,
  draft: Campaign,
): Promise<SentBefore<Campaign> | null> {
  const found = id === undefined ? null : await findCampaign(db, id);
  if (!found) return null;
  return sentBefore(found, draft, {
    said,
    idTaken: 'Mã đợt cao điểm này đã có người dùng. Hãy tải lại trang rồi lưu lại.',
    alreadySaved: `Đợt cao điểm “${found.name}” đã được lưu ở lần gửi trước. Hãy mở đợt đó để sửa.`,
    details: { campaignId: found.id },
  });
}

/** What a person asked for, and whether it still holds. */
function said({
  areaId,
  name,
  from,
  until,
  topics,
  columns,
  areaIds,
  quotas,
  cancelledAt,
}: Campaign): string {
  const { playsPerWeek, minutesPerWeek, populationCoverage } = quotas;
  const what = [[...topics].sort(), [...columns].sort(), playsPerWeek, minutesPerWeek, populationCoverage];
  return JSON.stringify([areaId, name, from, until, [...areaIds].sort(), what, cancelledAt]);
}
