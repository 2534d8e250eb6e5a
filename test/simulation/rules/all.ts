import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';
import { allConverges } from './all-converges.js';
import { countersOnlyGrow } from './counters-only-grow.js';
import { higherPriorityWins } from './higher-priority-wins.js';
import { noReportLost } from './no-report-lost.js';
import { oneEnd } from './one-end.js';
import { oneSourceAtATime } from './one-source-at-a-time.js';
import { onlyInAllowedHours } from './only-in-allowed-hours.js';
import { onlyWhatIsApproved } from './only-what-is-approved.js';
import { plansSayWhatWasDecided } from './plans-say-what-was-decided.js';
import { signsByASoundClock } from './signs-by-a-sound-clock.js';
import { silenceUnderAStop } from './silence-under-a-stop.js';

/** What must hold in every world, after every step. */
export function allRules(world: World): Rule[] {
  return [
    onlyWhatIsApproved(world),
    onlyInAllowedHours(world),
    silenceUnderAStop(world),
    oneSourceAtATime(),
    higherPriorityWins(world),
    oneEnd(world),
    countersOnlyGrow(world),
    noReportLost(world),
    plansSayWhatWasDecided(world),
    signsByASoundClock(world),
    allConverges(world),
  ];
}
