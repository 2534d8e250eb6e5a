import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';
import { believedAreas } from './believed-areas.js';
import { toleranceOf } from './clock-tolerance.js';

const RULE = 'nothing sounds under a stop';

/** Judged by the newest stops that the box has taken, whether or not their document still lives. */
export function silenceUnderAStop(world: World): Rule {
  return {
    onHeard(watched, heard) {
      const unix = world.origin + heard.from;
      const tolerance = toleranceOf(world, watched, heard);
      const chain = believedAreas(world, watched);
      for (const { overrides } of watched.stops.values()) {
        for (const { kind, overrideId, startsAt, until, areas } of overrides) {
          if (kind !== 'stop' || !areas.some((area) => chain.includes(area))) continue;
          if (unix > startsAt + tolerance && unix < until - tolerance) {
            throw new Violation(
              RULE,
              heard.from,
              `${watched.id} sounds ${heard.playbackId} under ${overrideId}`,
            );
          }
        }
      }
    },
  };
}
