import type { Instant } from '@loa/shared/instant';
import { OpenState, type PlaybackState } from '@loa/shared/playback';

/** A play counts when at least this part of the recording was delivered (DESIGN §4). */
export const DELIVERED_PART = 0.8;

/** One row of the playback log about a bulletin of the campaign. */
export interface CampaignPlayback {
  clusterId: string;
  sessionId: string;
  bulletinId: string;
  variantId: string | null;
  plannedAt: Instant;
  latestStartAt: Instant;
  startedAt: Instant | null;
  durationMs: number;
  deliveredMs: number | null;
  state: PlaybackState;
}

/** One bulletin in one run at one cluster: one play, in however many languages, from however many boxes. */
export interface CampaignPlay {
  clusterId: string;
  bulletinId: string;
  /** `heard`: it finished with enough delivered; `planned`: it still can. */
  kind: 'heard' | 'planned';
  at: Instant;
  durationMs: number;
}

/**
 * What counts for a campaign. Of the boxes of a cluster one is enough; languages of the same bulletin in the same
 * run add their time but stay one play. Whatever was interrupted, missed or is unknown does not count.
 */
export function countPlays(rows: readonly CampaignPlayback[], now: Instant): CampaignPlay[] {
  const plays = new Map<string, Map<string, CampaignPlay>>();
  for (const row of rows) {
    const counted = judge(row, now);
    if (!counted) continue;
    const name = `${row.clusterId}|${row.sessionId}|${row.bulletinId}`;
    const items = plays.get(name) ?? new Map<string, CampaignPlay>();
    plays.set(name, items);
    const item = `${row.variantId ?? ''}|${row.plannedAt}`;
    const known = items.get(item);
    if (!known || outweighs(counted, known)) items.set(item, counted);
  }
  return [...plays.values()].map(combine).sort((a, b) => a.at - b.at || (a.clusterId < b.clusterId ? -1 : 1));
}

function judge(row: CampaignPlayback, now: Instant): CampaignPlay | null {
  const { clusterId, bulletinId } = row;
  if (row.state === 'finished') {
    const durationMs = row.deliveredMs ?? 0;
    if (durationMs < row.durationMs * DELIVERED_PART) return null;
    return { clusterId, bulletinId, kind: 'heard', at: row.startedAt ?? row.plannedAt, durationMs };
  }
  const sounding = row.state === 'claimed' || row.state === 'started' || row.state === 'suspended';
  if (!OpenState.safeParse(row.state).success || (!sounding && row.latestStartAt < now)) return null;
  return { clusterId, bulletinId, kind: 'planned', at: row.plannedAt, durationMs: row.durationMs };
}

/** Heard beats planned; of two that were heard, the longer. */
function outweighs(a: CampaignPlay, b: CampaignPlay): boolean {
  if (a.kind !== b.kind) return a.kind === 'heard';
  return a.durationMs > b.durationMs;
}

/** What was heard of a play; where nothing was yet, what is to come. */
function combine(items: ReadonlyMap<string, CampaignPlay>): CampaignPlay {
  const all = [...items.values()];
  const heard = all.filter(({ kind }) => kind === 'heard');
  const counted = heard.length > 0 ? heard : all;
  const [first] = counted;
  if (!first) throw new RangeError('a play without items');
  return {
    ...first,
    at: Math.min(...counted.map(({ at }) => at)),
    durationMs: counted.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}
