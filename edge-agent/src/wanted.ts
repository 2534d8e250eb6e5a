import { DAY } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import { isEnd } from '@loa/shared/playback';
import { isBuiltInSound } from '@loa/shared/trust/built-in-sounds';
import type { OverrideInForce, PlaybackRecord } from './state.js';

export interface WantedObject {
  sha256: string;
  bytes: number;
  /** 0 where the plan does not say (what is held, once). */
  durationMs: number;
  /** When it is first to sound; for what is held, a day from now, or when the relay that it stands in for begins. */
  dueAt: number;
  /** Of an emergency: it goes before everything that is being fetched. */
  urgent?: boolean;
}

export interface Wanted {
  /** Nearest air time first. */
  objects: WantedObject[];
  grants: string[];
  /** Never evicted: what is held and what is due within 24 h. */
  keep: Set<string>;
}

const AHEAD_MS = 8 * DAY;

/** What must be on the box for its plan and for overrides, in the order of need. */
export function wanted(
  plan: Plan | null,
  overrides: ReadonlyMap<string, OverrideInForce>,
  /** Those that have not ended; others change nothing. */
  playbacks: ReadonlyMap<string, PlaybackRecord>,
  now: number,
): Wanted {
  const objects = new Map<string, WantedObject>();
  const grants = new Set<string>();
  const fallbackDue = new Map<string, number>();
  for (const record of playbacks.values()) {
    const { override, item, state } = record;
    if (!override || isEnd(state) || !overrides.has(override.overrideId)) continue;
    const { source, grantId } = item;
    if (source.kind !== 'recording' || !isBuiltInSound(source.sha256)) grants.add(grantId);
    if (source.kind !== 'recording') continue;
    const urgent = override.kind === 'emergency';
    const known = objects.get(source.sha256);
    const dueAt = urgent ? Math.min(now, item.startsAt) : item.startsAt;
    if (known && known.dueAt <= dueAt) continue;
    const { sha256, bytes, durationMs } = source;
    objects.set(sha256, { sha256, bytes, durationMs, dueAt, ...(urgent ? { urgent } : {}) });
  }
  const items = (plan?.sessions ?? []).flatMap((session) => session.items);
  for (const item of items.sort((a, b) => a.startsAt - b.startsAt)) {
    const record = playbacks.get(item.playbackId);
    if (!record || isEnd(record.state) || item.startsAt > now + AHEAD_MS) continue;
    grants.add(item.grantId);
    const { source } = item;
    if (source.kind === 'relay' && source.fallback !== undefined && !fallbackDue.has(source.fallback)) {
      fallbackDue.set(source.fallback, item.startsAt);
    }
    if (source.kind !== 'recording') continue;
    const { sha256, bytes, durationMs } = source;
    const known = objects.get(sha256);
    if (known && known.dueAt <= item.startsAt) continue;
    objects.set(sha256, { sha256, bytes, durationMs, dueAt: item.startsAt });
  }
  const keep = new Set(
    [...objects.values()].filter(({ dueAt }) => dueAt < now + DAY).map(({ sha256 }) => sha256),
  );
  for (const { sha256, bytes, durationMs = 0, grantId } of plan?.hold ?? []) {
    keep.add(sha256);
    grants.add(grantId);
    const dueAt = Math.min(now + DAY, fallbackDue.get(sha256) ?? Number.POSITIVE_INFINITY);
    if (!objects.has(sha256)) objects.set(sha256, { sha256, bytes, durationMs, dueAt });
  }
  // What sounds or is suspended is no longer in need, but must not go either.
  for (const { state, item } of playbacks.values()) {
    if (!isEnd(state) && item.source.kind === 'recording' && item.startsAt < now + DAY)
      keep.add(item.source.sha256);
  }
  return { objects: [...objects.values()].sort((a, b) => a.dueAt - b.dueAt), grants: [...grants], keep };
}
