import type { Heard } from '../box/loudspeaker.js';
import { stampOf } from '../trace.js';
import { Violation } from '../violation.js';
import type { Rule, WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';
import { toleranceOf } from './clock-tolerance.js';
import { stretchOf, within } from './hours-of-day.js';

const RULE = 'nothing outside allowed hours except emergency';
/** A new roster reaches a sound that is under way with the agent's next look, milliseconds. */
const LOOK_MS = 2_000;

/** From its first to its last sample, inside the roster that the box has and its plan's hours. */
export function onlyInAllowedHours(world: World): Rule {
  const judge = (watched: WatchedBox, heard: Heard, at: number, spare: number) => {
    // Emergencies that the agent acts on would be passed over here.
    const roster = world.truth.rosters.get(watched.rosterVersion);
    const unix = world.origin + at;
    const tolerance = toleranceOf(world, watched, heard) + spare;
    // That the plan's hours are those of the village is judged when it is made.
    const open = watched.plan?.settings.hours.some((window) => within(unix, stretchOf([window]), tolerance));
    if (open !== false && (!roster || within(unix, roster.hours, tolerance))) return;
    throw new Violation(RULE, at, `${watched.id} sounds ${heard.playbackId} at ${stampOf(at)}`);
  };
  return {
    onHeard: (watched, heard) => judge(watched, heard, heard.from, 0),
    onSilent(watched, heard) {
      // Hours that were narrowed while it sounded end it at once, and could not have forbidden its start.
      const { planBefore, rosterSince } = watched;
      const narrowed = Math.max(planBefore?.until ?? 0, rosterSince) > heard.from;
      if (heard.to !== null && !narrowed) judge(watched, heard, heard.to, LOOK_MS);
    },
  };
}
