import { Plan } from '@loa/shared/messages/plan';
import { readDocument } from '../box/read-document.js';
import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';
import { certainAt } from './oracle/certain.js';
import { beyondRules } from './oracle/limits.js';
import { explained, shown } from './oracle/session.js';

const RULE = 'plans say what people decided';

/**
 * Every new plan lists only what the decisions of people, expanded here in the plainest way, make this village hear
 * from now on: nothing withdrawn, cancelled, expired, suspended or outside its rules. Nothing that surely sounds is
 * forgotten.
 */
export function plansSayWhatWasDecided(world: World): Rule {
  const newest = new Map<string, number>();
  return {
    onRestored: () => newest.clear(),
    onPublished(topic, payload) {
      if (!topic.endsWith('/down/plan') || payload.byteLength === 0) return;
      const plan = readDocument(payload, Plan);
      // What was decided since an old plan was issued, it cannot say.
      if (!plan || plan.revision <= (newest.get(plan.boxId) ?? 0)) return;
      newest.set(plan.boxId, plan.revision);
      if (plan.issuedAt < world.origin + world.timeline.now() - FRESH_MS) return;
      if (wasUnderWay(plan, world.truth.decidedAt)) return;
      judge(world, plan);
    },
  };
}

/** A plan that went out at once. */
const FRESH_MS = 2_000;

/** It cannot know what was decided between its making and its sending; the next one does, and is judged. */
function wasUnderWay({ issuedAt }: Plan, decidedAt: number): boolean {
  return issuedAt <= decidedAt && decidedAt - issuedAt < FRESH_MS;
}

function judge(world: World, plan: Plan): void {
  const { truth, witness, timeline } = world;
  const fail = (why: string): never => {
    throw new Violation(RULE, timeline.now(), `${plan.boxId}: ${why}`);
  };
  const found = explained(world, plan, witness.watched(plan.boxId).village.clusterId);
  if (!found.ok) {
    fail(found.why);
    return;
  }
  const { place, sessions } = found;
  const beyond = beyondRules(plan, place, sessions);
  if (beyond !== null) fail(beyond);
  const held = holdsOtherThanNeeded(plan);
  if (held !== null) fail(held);
  const said = new Set(
    sessions.flatMap(({ session }) =>
      session.items.map(
        ({ startsAt, source }) => `${startsAt} ${source.kind === 'recording' ? source.sha256 : ''}`,
      ),
    ),
  );
  for (const { startsAt, sha256, schedule } of certainAt(truth, place, plan)) {
    if (!said.has(`${startsAt} ${sha256}`)) fail(`forgets ${schedule.id} at ${shown(startsAt)}`);
  }
}

/** A plan holds what stands in for the stations that it carries, and nothing else. */
function holdsOtherThanNeeded({ hold, sessions }: Plan): string | null {
  const sources = sessions.flatMap(({ items }) => items.map(({ source }) => source));
  const needed = new Set(
    sources.flatMap((source) => (source.kind === 'relay' ? (source.fallback ?? []) : [])),
  );
  const held = new Set(hold.map(({ sha256 }) => sha256));
  if ([...needed].some((sha256) => !held.has(sha256))) return 'what stands in for a station is not held';
  return [...held].some((sha256) => !needed.has(sha256)) ? 'holds what nothing needs' : null;
}
