import { DAY } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import { isEnd } from '@loa/shared/playback';
import type { PlaybackRecord } from './state.js';

export interface WantedObject {
  sha256: string;
  bytes: number;
  /** 0 where the plan does not say (what is held). */
  durationMs: number;
  /** When it is first to sound; for what is held, a day from now. */
  dueAt: number;
}

export interface Wanted {
  /** Nearest air time first. */
  objects: WantedObject[];
  grants: string[];
  /** Never evicted: what is held and what is due within 24 h. */
  keep: Set<string>;
}

const AHEAD_MS = 8 * DAY;

/** What must be on the box for its plan, in the order of need. */
export function wanted(
  plan: Plan | null,
  playbacks: ReadonlyMap<string, PlaybackRecord>,
  now: number,
): Wanted {
  const objects = new Map<string, WantedObject>();
  const grants = new Set<string>();
  const items = (plan?.sessions ?? []).flatMap((session) => session.items);
  for (const item of items.sort((a, b) => a.startsAt - b.startsAt)) {
    const record = playbacks.get(item.playbackId);
    if (!record || isEnd(record.state) || item.startsAt > now + AHEAD_MS) continue;
    grants.add(item.grantId);
    const { source } = item;
    if (source.kind !== 'recording' || objects.has(source.sha256)) continue;
    const { sha256, bytes, durationMs } = source;
    objects.set(sha256, { sha256, bytes, durationMs, dueAt: item.startsAt });
  }
  const keep = new Set(
    [...objects.values()].filter(({ dueAt }) => dueAt < now + DAY).map(({ sha256 }) => sha256),
  );
  for (const { sha256, bytes, grantId } of plan?.hold ?? []) {
    keep.add(sha256);
    grants.add(grantId);
    if (!objects.has(sha256)) objects.set(sha256, { sha256, bytes, durationMs: 0, dueAt: now + DAY });
  }
  // What sounds or is suspended is no longer in need, but must not go either.
  for (const { state, item } of playbacks.values()) {
    if (!isEnd(state) && item.source.kind === 'recording' && item.startsAt < now + DAY)
      keep.add(item.source.sha256);
  }
  return { objects: [...objects.values()].sort((a, b) => a.dueAt - b.dueAt), grants: [...grants], keep };
}
