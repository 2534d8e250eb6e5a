import type { Instant } from '@loa/shared/instant';
import type { PlaceInput } from '../inputs.js';
import { buildPlan } from './build-plan.js';
import type { BuiltPlan } from './built-plan.js';
import type { PreparedWorld } from './prepare-world.js';

/** A plan as people are told of it, which no box is sent. */
export type PlanAhead = Omit<BuiltPlan, 'contentHash'>;

/**
 * What a box's plan, made at `now` over whole local days as the controller makes it, says of what has not ended yet. This
 * morning counts for this evening: for the limits of the day, and for what a column repeats.
 */
export function planAhead(
  place: PlaceInput,
  world: PreparedWorld,
  { now, until }: { now: Instant; until: Instant },
): PlanAhead {
  const civil = world.civil(place.settings.zone);
  const from = civil.startOfDay(civil.dateOf(now));
  const plan = buildPlan({ place, world, hold: [], from, until, now });
  const sessions = plan.sessions.filter(({ session }) => session.endsBy > now);
  return {
    content: { ...plan.content, sessions: sessions.map(({ session }) => session) },
    sessions,
    playbacks: plan.playbacks.filter(({ endsBy }) => endsBy > now),
    displaced: plan.displaced.filter(({ endsBy }) => endsBy > now),
    problems: plan.problems.filter(({ startsAt }) => startsAt >= now),
  };
}
