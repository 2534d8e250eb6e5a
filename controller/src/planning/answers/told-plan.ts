import type { PlanDiff } from '@loa/shared/api/answers';
import type { Item } from '@loa/shared/messages/plan';
import type { BuiltPlan } from '../plan/built-plan.js';
import { diffTold } from './diff.js';
import type { ToldItem, ToldPlan } from './told-item.js';

/** What is told of a plan. */
type TellingPlan = Pick<BuiltPlan, 'content' | 'playbacks'>;

/** What people are told of a box's plan, in its order. */
export function toldItems({ content, playbacks }: TellingPlan): ToldItem[] {
  const items = new Map(
    content.sessions.flatMap((s) => s.items.map((item) => [item.playbackId, item] as const)),
  );
  const counts = new Map<string, number>();
  return playbacks.flatMap((playback) => {
    const item = items.get(playback.playbackId);
    if (!item) return [];
    const { playbackId, sessionId, scheduleId, localDate, slot, role, bulletinId, language, title } =
      playback;
    const place = `${sessionId}|${slot}|${language}`;
    const nth = counts.get(place) ?? 0;
    counts.set(place, nth + 1);
    return {
      ...{ playbackId, sessionId, scheduleId, localDate, slot, nth, role, bulletinId, language, title },
      priority: playback.priority,
      plannedAt: item.startsAt,
      durationMs: item.source.durationMs,
      gainDb: item.gainDb,
      sound: soundOf(item),
    };
  });
}

/** Where a box stands, for people. */
export interface BoxPlace {
  clusterId: string;
  /** `làng Ơi Briu`. */
  village: string;
}

/**
 * What an edit would change: the plans of the same boxes before and after it. Boxes that `places` (by boxId) does not
 * name are left out.
 */
export function diffPlans(
  before: readonly TellingPlan[],
  after: readonly TellingPlan[],
  places: ReadonlyMap<string, BoxPlace>,
): PlanDiff {
  const told = (plan: TellingPlan): ToldPlan[] => {
    const place = places.get(plan.content.boxId);
    return place ? [{ boxId: plan.content.boxId, ...place, items: toldItems(plan) }] : [];
  };
  return diffTold(before.flatMap(told), after.flatMap(told));
}

function soundOf({ source }: Item): string {
  return source.kind === 'recording' ? source.sha256 : source.url;
}
