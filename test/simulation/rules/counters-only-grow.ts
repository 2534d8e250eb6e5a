import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'accepted counters never decrease';

/** Of plans, rosters, overrides and receipts, on one card. */
export function countersOnlyGrow(world: World): Rule {
  return {
    onCounter(watched, document, before, after) {
      if (after > before) return;
      const detail = `${watched.id} went from ${document} ${before} back to ${after}`;
      throw new Violation(RULE, world.timeline.now(), detail);
    },
  };
}
