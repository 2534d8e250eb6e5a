import type { Item, Plan, Session } from '@loa/shared/messages/plan';
import type { Heard } from '../box/loudspeaker.js';
import type { WatchedBox } from '../world/witness.js';

/** The item that a sound is of: by the plan in force, or one that was replaced a moment ago. */
export function plannedSound(
  watched: WatchedBox,
  heard: Heard,
): { session: Session; item: Item; plan: Plan } | null {
  for (const candidate of plansFor(watched, heard)) {
    for (const session of candidate.sessions) {
      const item = session.items.find(({ playbackId }) => playbackId === heard.playbackId);
      if (item) return { session, item, plan: candidate };
    }
  }
  return null;
}

/** The plans by which a sound may have been armed: the one in force, and one that was replaced a moment ago. */
export function plansFor({ plan, planBefore }: WatchedBox, { from }: Heard): Plan[] {
  const recent = planBefore && from - planBefore.until < JUST_REPLACED_MS ? [planBefore.plan] : [];
  return [...(plan ? [plan] : []), ...recent];
}

/** An item is armed two seconds ahead; a plan that comes after that finds it armed. */
const JUST_REPLACED_MS = 4_000;

/** An item by its id, in the plan in force or the one before it. */
export function plannedItem(
  { plan, planBefore }: WatchedBox,
  playbackId: string,
): { item: Item; plan: Plan } | null {
  for (const candidate of [plan, planBefore?.plan ?? null]) {
    for (const { items } of candidate?.sessions ?? []) {
      const item = items.find((each) => each.playbackId === playbackId);
      if (item && candidate) return { item, plan: candidate };
    }
  }
  return null;
}
