import { z } from 'zod';
import { AreaId, Id } from '../ids.js';
import { CivilDate, Instant, TimeOfDay } from '../instant.js';
import { Line } from './text.js';

/** What a campaign wants of every cluster of its areas; null: no such aim. */
export const Quotas = z
  .object({
    /** Finished plays in each week of the campaign, Monday to Sunday. */
    playsPerWeek: z.int().min(1).max(200).nullable(),
    minutesPerWeek: z.int().min(1).max(2000).nullable(),
    /** Part of the areas' whole population, villages without loudspeakers included, 0..1. */
    populationCoverage: z.number().min(0).max(1).nullable(),
  })
  .meta({ id: 'Quotas' });
export type Quotas = z.infer<typeof Quotas>;

const fields = {
  name: Line(200),
  /** First and last civil date, both included. */
  from: CivilDate,
  until: CivilDate,
  /** A play counts when its bulletin has one of these topics, or stands in one of the columns. */
  topics: z.array(Line(60)).max(20),
  columns: z.array(Line(120)).max(20),
  areaIds: z.array(AreaId).min(1).max(200),
  quotas: Quotas,
};

/** A peak period (đợt cao điểm): 18/5, 1/10, 10/10 … with goals of air time and coverage. */
export const Campaign = z
  .object({
    id: Id,
    areaId: AreaId,
    ...fields,
    name: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
    cancelledAt: Instant.nullable(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof Campaign>;

export const NewCampaign = z
  .strictObject({
    /** Made by the sender, so that sending again after a lost answer makes nothing twice. */
    id: Id.regex(/^campaign_[a-z2-7]{16}$/).optional(),
    areaId: AreaId,
    ...fields,
  })
  .refine((c) => c.from <= c.until, { error: 'Đợt cao điểm phải kết thúc vào hoặc sau ngày bắt đầu.' })
  .refine((c) => c.topics.length + c.columns.length > 0, {
    error: 'Đợt cao điểm cần ít nhất một chủ đề hoặc chuyên mục.',
  })
  .meta({ id: 'NewCampaign' });
export type NewCampaign = z.infer<typeof NewCampaign>;

export const CampaignPatch = z.strictObject(fields).partial().meta({ id: 'CampaignPatch' });
export type CampaignPatch = z.infer<typeof CampaignPatch>;

/** One cluster in one week. Plays are finished ones of which ≥80% was delivered, each once per cluster. */
export const CampaignWeek = z.object({
  /** The Monday. */
  week: CivilDate,
  plays: z.int(),
  playsWanted: z.int().nullable(),
  minutes: z.number(),
  minutesWanted: z.int().nullable(),
  /** Still planned and able to sound, also beyond what stands in the boxes' plans already. */
  plannedPlays: z.int(),
  plannedMinutes: z.number(),
});

/**
 * A time at which a run of up to `minutes` would bring these clusters nearer to their quotas: a schedule made of it as it
 * stands, and of all the others, is accepted.
 */
export const SuggestedSlot = z.object({
  clusterIds: z.array(Id).min(1),
  date: CivilDate,
  time: TimeOfDay,
  minutes: z.number(),
});
export type SuggestedSlot = z.infer<typeof SuggestedSlot>;

export const CampaignProgress = z
  .object({
    campaignId: Id,
    at: Instant,
    clusters: z.array(
      z.object({ clusterId: Id, name: z.string(), village: z.string(), weeks: z.array(CampaignWeek) }),
    ),
    coverage: z.object({
      /** People in villages where every week so far met the quotas. */
      reached: z.int(),
      population: z.int(),
      wanted: z.number().nullable(),
    }),
    /** One line for a clerk, Vietnamese. */
    text: z.string(),
    suggestions: z.array(SuggestedSlot),
  })
  .meta({ id: 'CampaignProgress' });
export type CampaignProgress = z.infer<typeof CampaignProgress>;
