import type { Instant } from '@loa/shared/instant';
import type { SlotContent, SlotInput } from '../inputs.js';
import { chooseNewest } from './choose-newest.js';
import type { FillContext } from './filled-slot.js';
import { isEmergency } from './run.js';
import type { SlotProblem } from './slot-problem.js';
import { type Sounded, soundBulletin } from './sound-bulletin.js';
import { suspendedBy } from './suspensions.js';

/**
 * A slot of a column. What it chose before the run began stands, be it nothing, so that nothing changes while it sounds;
 * then what the day's first run chose, where later ones repeat it and it can still sound; then the newest.
 */
export function fillNewest(
  slot: SlotInput,
  content: Extract<SlotContent, { kind: 'newest' }>,
  at: Instant,
  context: FillContext,
): { sounded: Sounded; chosen: string | null } {
  const { column } = content;
  const suspended = columnSuspended(slot.slot, column, context);
  if (suspended) return silent(suspended, at);
  const sound = (bulletinId: string) => {
    const role = bulletinId === slot.fallbackBulletinId ? 'fallback' : 'newest';
    return soundBulletin(bulletinId, { slot: slot.slot, name: slot.slot, role, at }, context);
  };
  const pinned = context.rotation.pinned(slot.slot);
  if (pinned === null) return silent({ kind: 'nothing_new', slot: slot.slot, column }, at);
  if (pinned !== undefined) return { sounded: sound(pinned), chosen: pinned };
  const repeated = context.rotation.repeated(slot.slot);
  if (repeated !== undefined) {
    const again = sound(repeated);
    if (again.pieces.length > 0) return { sounded: again, chosen: repeated };
  }
  const chosen = chooseNewest(content, at, context);
  if (chosen !== null) return { sounded: sound(chosen), chosen };
  return silent({ kind: 'nothing_new', slot: slot.slot, column }, at);
}

function silent(problem: SlotProblem, at: Instant): { sounded: Sounded; chosen: null } {
  return { sounded: { pieces: [], problems: [problem], endsAt: at }, chosen: null };
}

function columnSuspended(slot: string, column: string, { here, run }: FillContext): SlotProblem | null {
  if (isEmergency(run)) return null;
  const found = suspendedBy(here.suspensions, run.localDate, { music: false, column });
  return found && { kind: 'suspended', slot, suspensionId: found.suspensionId, name: found.name };
}
