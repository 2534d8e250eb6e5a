import { writeAudit } from '../../../../controller/src/db/audit.js';
import type { Changes } from '../../../../controller/src/db/changes.js';
import type { Db } from '../../../../controller/src/db/database.js';
import type { Machine } from '../../controller/machine.js';
import type { WallClock } from '../../controller/wall-clock.js';
import { COMMUNE } from '../places.js';
import type { Truth } from '../truth.js';

/** Where people sit: the controller's screen, its database below it, and the truth of what they decided. */
export interface Desk {
  db(): Db;
  now(): number;
  truth: Truth;
  notify: Changes['notify'];
  /** A fresh id. */
  next(prefix: string): string;
  /** Of everything that is decided. */
  audit(action: string, subject: string): Promise<void>;
  /** Tells the planner of these boxes, as the API does after an edit. */
  tell(boxIds: Promise<readonly string[]>): Promise<void>;
}

export function createDesk({
  machine,
  wall,
  truth,
}: {
  machine: Machine;
  wall: WallClock;
  truth: Truth;
}): Desk {
  let made = 0;
  const db = () => machine.database().db;
  return {
    db,
    now: wall.now,
    truth,
    notify: machine.notify,
    next(prefix) {
      made += 1;
      return `${prefix}_${made}`;
    },
    async audit(action, subject) {
      truth.decidedAt = wall.now();
      await writeAudit(db(), { at: wall.now(), actor: 'system', action, areaId: COMMUNE, subject });
    },
    async tell(boxIds) {
      const ids = await boxIds;
      if (ids.length > 0) machine.notify({ kind: 'plans', boxIds: ids });
    },
  };
}
