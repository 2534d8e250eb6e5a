import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'what gives way ends skipped';
const SURELY_OVER_MS = 2 * 3_600_000;

/** At the controller, unless a box that had not heard of it says otherwise. */
export function displacedAreSkipped(world: World): Rule {
  return {
    async onHealed() {
      const over = world.origin + world.timeline.now() - SURELY_OVER_MS;
      const rows = await world.machine
        .database()
        .db.selectFrom('playback')
        .select(['id', 'box_id', 'state', 'provisional', 'displaced_by'])
        .where('displaced_by', 'is not', null)
        .where('withdrawn_at', 'is', null)
        .where('ends_by', '<', over)
        .execute();
      for (const { id, box_id: boxId, state, provisional, displaced_by: by } of rows) {
        if (state === 'skipped' || (provisional === 0 && state !== 'planned')) continue;
        throw new Violation(RULE, world.timeline.now(), `${boxId} ${id}: ${state}, though ${by} went first`);
      }
    },
  };
}
