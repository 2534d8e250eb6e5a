import type { Clock } from '@loa/shared/ports/clock';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { followGrants } from '../db/variants.js';
import type { ClockGuard } from '../trust/guarded-clock.js';
import { notifyHearers } from './affected-boxes.js';

/** Approvals end with their grants; by a clock that is not believed none does. */
export async function followApprovals({
  db,
  clock,
  changes,
  guard,
}: {
  db: Db;
  clock: Clock;
  changes: Changes;
  guard: ClockGuard;
}): Promise<void> {
  if (!(await guard.check()).ok) return;
  for (const bulletinId of await followGrants(db, clock.now())) await notifyHearers(db, changes, bulletinId);
}
