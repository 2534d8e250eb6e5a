import type { Campaign } from '@loa/shared/api/campaigns';
import { decimal, shortDate } from '../answers/civil-text.js';
import { addDays } from '../calendar/civil-time.js';
import { type CampaignVillage, lacks, meets, type Progress, type WeekProgress } from './week-progress.js';

/** How a campaign stands, in one line for a clerk. */
export function progressText(progress: {
  campaign: Pick<Campaign, 'from' | 'until'>;
  clusters: Progress['clusters'];
  coverage: Progress['coverage'];
  /** The Monday of the week to tell about; null before the campaign begins. */
  current: string | null;
  villages: readonly CampaignVillage[];
}): string {
  const { campaign, clusters, current } = progress;
  if (clusters.length === 0) return 'Địa bàn của đợt này chưa có cụm loa nào.';
  const week = clusters.flatMap(
    ({ weeks }) => weeks.find((each) => each.week === (current ?? weeks[0]?.week)) ?? [],
  );
  if (current === null) {
    const planned = week.reduce((sum, { plannedPlays }) => sum + plannedPlays, 0);
    const done =
      planned === 0 ? 'chưa có lượt phát nào được đặt' : `đã đặt ${planned} lượt phát cho tuần đầu`;
    return `Đợt bắt đầu ngày ${shortDate(campaign.from)}; ${done}.`;
  }
  const days = `${shortDate(current)}–${shortDate(addDays(current, 6))}`;
  const sentences = [
    `Tuần ${days}: ${weekText(week)}.`,
    coverageText(progress),
    unknownText(progress.villages),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function weekText(weeks: readonly WeekProgress[]): string {
  const done = weeks.filter(meets);
  const short = weeks.map(lacks).filter(({ plays, minutes }) => plays > 0 || minutes > 0);
  const coming = weeks.length - done.length - short.length;
  const parts = [`${done.length}/${weeks.length} cụm loa đã đủ chỉ tiêu`];
  if (coming > 0) parts.push(`${coming} cụm sẽ đủ khi phát hết các lượt đã đặt`);
  if (short.length > 0) {
    const plays = short.reduce((sum, lack) => sum + lack.plays, 0);
    const minutes = short.reduce((sum, lack) => sum + lack.minutes, 0);
    const lacking = [plays > 0 ? `${plays} lượt` : '', minutes > 0 ? `${minutes} phút` : ''].filter(Boolean);
    parts.push(`${short.length} cụm còn thiếu ${lacking.join(' và ')}`);
  }
  return parts.join(', ');
}

function coverageText({ coverage }: { coverage: Progress['coverage'] }): string {
  const { reached, population, wanted } = coverage;
  if (population === 0) return '';
  const part = `Đã phủ ${decimal((100 * reached) / population)}% dân số`;
  return wanted === null ? `${part}.` : `${part} (mục tiêu ${decimal(100 * wanted)}%).`;
}

function unknownText(villages: readonly CampaignVillage[]): string {
  const unknown = villages.filter(({ population }) => population === null);
  return unknown.length === 0 ? '' : `Chưa ghi số dân của ${unknown.length} thôn, làng.`;
}
