import { z } from 'zod';
import { AreaId, BoxId, Id, PlaybackId } from '../ids.js';
import { CivilDate, Instant } from '../instant.js';
import { Priority } from '../messages/use.js';
import { PlaybackState, Reason } from '../playback.js';
import { DueReview } from './access-reviews.js';
import { FleetCounts, SimRow } from './fleet.js';
import { Stop } from './stops.js';

/** The same item of one run, wherever it is heard. */
export const TodayItem = z
  .object({
    title: z.string(),
    language: z.string(),
    priority: Priority,
    scheduleId: Id.nullable(),
    bulletinId: Id.nullable(),
    plannedAt: Instant,
    endsAt: Instant,
    /** Up to five of its villages by name, and how many clusters in all. */
    villages: z.array(z.string()),
    clusters: z.int(),
    /** Clusters whose boxes have the sound (or are playing it). */
    ready: z.int(),
  })
  .meta({ id: 'TodayItem' });
export type TodayItem = z.infer<typeof TodayItem>;

export const TodayLost = z
  .object({
    playbackId: PlaybackId,
    title: z.string(),
    areaName: z.string(),
    clusterName: z.string(),
    plannedAt: Instant,
    state: PlaybackState,
    reason: Reason.nullable(),
  })
  .meta({ id: 'TodayLost' });

export const Today = z
  .object({
    areaId: AreaId,
    areaName: z.string(),
    now: Instant,
    date: CivilDate,
    /** The first 60 of each, and how many there are: the same in several languages at one hour counts once. */
    playing: z.array(TodayItem),
    playingCount: z.int(),
    next: z.array(TodayItem),
    nextCount: z.int(),
    /** Failed, missed, interrupted or unknown since midnight: the newest 20, and how many. */
    lost: z.array(TodayLost),
    lostCount: z.int(),
    finishedCount: z.int(),
    silent: z.array(
      z.object({
        boxId: BoxId,
        boxName: z.string(),
        areaName: z.string(),
        clusterName: z.string(),
        text: z.string(),
        since: Instant.nullable(),
      }),
    ),
    fleet: FleetCounts,
    waitingApprovals: z.int(),
    /** Approvals that end within days, before a run that is planned. */
    endingApprovals: z.int(),
    /** Stations in scheduled programmes whose approval ends within days. */
    endingStations: z.int(),
    /** The author's own: returned to them, or still drafts. */
    returnedToMe: z.int(),
    myDrafts: z.int(),
    sims: z.array(SimRow),
    stops: z.array(Stop.extend({ areaName: z.string(), createdByName: z.string() })),
    /** Priority schedules that clash and of which nobody said which goes first. */
    openDecisions: z.int(),
    /** For whoever manages accounts: what nobody looked through for twelve months. */
    reviews: z.array(DueReview),
  })
  .meta({ id: 'Today' });
export type Today = z.infer<typeof Today>;
