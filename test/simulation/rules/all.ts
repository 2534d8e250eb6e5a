import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';
import { allConverges } from './all-converges.js';
import { countersOnlyGrow } from './counters-only-grow.js';
import { displacedAreSkipped } from './displaced-are-skipped.js';
import { higherPriorityWins } from './higher-priority-wins.js';
import { matesHearTheSame } from './mates-hear-the-same.js';
import { noLouderThanAllowed } from './no-louder-than-allowed.js';
import { noReportLost } from './no-report-lost.js';
import { oneEnd } from './one-end.js';
import { oneSourceAtATime } from './one-source-at-a-time.js';
import { onlyInAllowedHours } from './only-in-allowed-hours.js';
import { onlyWhatIsApproved } from './only-what-is-approved.js';
import { plansSayWhatWasDecided } from './plans-say-what-was-decided.js';
import { rotationRemembers } from './rotation-remembers.js';
import { signsByASoundClock } from './signs-by-a-sound-clock.js';
import { silenceUnderAStop } from './silence-under-a-stop.js';
import { silenceUnderASuspension } from './silence-under-a-suspension.js';

/** What must hold in every world, after every step. */
export function allRules(world: World): Rule[] {
  return [
    onlyWhatIsApproved(world),
    onlyInAllowedHours(world),
    noLouderThanAllowed(),
    silenceUnderAStop(world),
    silenceUnderASuspension(world),
    oneSourceAtATime(),
    higherPriorityWins(world),
    oneEnd(world),
    countersOnlyGrow(world),
    noReportLost(world),
    plansSayWhatWasDecided(world),
    rotationRemembers(world),
    matesHearTheSame(world),
    displacedAreSkipped(world),
    signsByASoundClock(world),
    allConverges(world),
  ];
}
