import type { Campaign, NewCampaign } from '@loa/shared/api/campaigns';
import { z } from 'zod';

/** A campaign as it is typed: anything may still be missing. */
export const CampaignDraft = z.object({
  /** The name of what is made of it; one that was begun on an older page has none. */
  id: z.string().optional(),
  name: z.string(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  topics: z.array(z.string()),
  columns: z.array(z.string()),
  areaIds: z.array(z.string()),
  playsPerWeek: z.number().nullable(),
  minutesPerWeek: z.number().nullable(),
  /** Whole percents. */
  coveragePercent: z.number().nullable(),
});
export type CampaignDraft = z.infer<typeof CampaignDraft>;

/** What most communes want: the whole commune, three plays a week. */
export function emptyCampaign(areaId: string): CampaignDraft {
  return {
    ...{ name: '', from: null, until: null, topics: [], columns: [], areaIds: [areaId] },
    ...{ playsPerWeek: 3, minutesPerWeek: null, coveragePercent: null },
  };
}

export function draftOf({ name, from, until, topics, columns, areaIds, quotas }: Campaign): CampaignDraft {
  const { playsPerWeek, minutesPerWeek, populationCoverage } = quotas;
  return {
    ...{ name, from, until, topics, columns, areaIds, playsPerWeek, minutesPerWeek },
    coveragePercent: populationCoverage === null ? null : Math.round(populationCoverage * 100),
  };
}

export type Lack = 'needName' | 'needDates' | 'needOrder' | 'needTopic' | 'needArea';

/** What can be sent, or the first thing that is missing. */
export function campaignOf(
  draft: CampaignDraft,
  areaId: string,
): { ok: true; campaign: NewCampaign } | { ok: false; lack: Lack } {
  const { from, until, topics, columns, areaIds, playsPerWeek, minutesPerWeek, coveragePercent, id } = draft;
  const name = draft.name.trim();
  if (name === '') return { ok: false, lack: 'needName' };
  if (from === null || until === null) return { ok: false, lack: 'needDates' };
  if (from > until) return { ok: false, lack: 'needOrder' };
  if (topics.length + columns.length === 0) return { ok: false, lack: 'needTopic' };
  if (areaIds.length === 0) return { ok: false, lack: 'needArea' };
  const populationCoverage = coveragePercent === null ? null : coveragePercent / 100;
  const quotas = { playsPerWeek, minutesPerWeek, populationCoverage };
  const asked = { areaId, name, from, until, topics, columns, areaIds, quotas };
  return { ok: true, campaign: { ...(id === undefined ? {} : { id }), ...asked } };
}
