import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';
import { dateOf } from './oracle/days.js';
import { placeOf, suspensionsOn } from './oracle/place.js';
import { plannedSound } from './planned-sound.js';

const RULE = 'nothing suspended sounds';
/** A plan that was being made when it was declared could not know, milliseconds. */
const KNOWN_MS = 2_000;

/** A box whose plan was made after a suspension keeps to it. One that is cut off plays its old plan by design. */
export function silenceUnderASuspension(world: World): Rule {
  let restoredAt = Number.NEGATIVE_INFINITY;

  return {
    onRestored() {
      restoredAt = world.timeline.now();
    },
    onHeard(watched, heard) {
      const planned = plannedSound(watched, heard);
      if (!planned) return;
      const { plan, session, item } = planned;
      // The older copy suspends again what had been allowed; a plan of the lost database could not know.
      if (plan.issuedAt < world.origin + restoredAt) return;
      const place = placeOf(world.truth, watched.village.clusterId);
      // In a village that it has left since, other suspensions held.
      if (plan.areaChain.join() !== place.areaChain.join()) return;
      const sha256 = item.source.kind === 'recording' ? item.source.sha256 : '';
      const bulletin = [...world.truth.decisions.bulletins.values()].find(({ variants }) =>
        variants.some((variant) => variant.sha256 === sha256),
      );
      for (const suspension of suspensionsOn(world.truth, place, dateOf(session.startsAt))) {
        const { id, declaredAt, everything, music, columns } = suspension;
        if (declaredAt > plan.issuedAt - KNOWN_MS) continue;
        const hit = everything || (music && bulletin?.music) || columns.includes(bulletin?.column ?? '');
        if (!hit) continue;
        throw new Violation(RULE, heard.from, `${watched.id} sounds ${heard.playbackId} under ${id}`);
      }
    },
  };
}
