import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { findBox } from '../../../controller/src/db/boxes.js';
import { between, pick } from '../seeds.js';
import { copyOf } from '../world/truth.js';
import type { World } from '../world/world.js';
import type { EventKind } from './event.js';
import { later } from './later.js';

/** The controller's process dies and comes back. */
export const controllerRestarts: EventKind = {
  name: 'controller restarts',
  perDay: { commune: 0.15 },
  apply(world, draw) {
    if (!world.machine.running() || world.wall.error() !== 0) return null;
    const awayMs = between(1, 300, draw() ** 3) * MINUTE;
    world.machine.kill();
    later(world, awayMs, () => world.machine.start());
    return `away for ${Math.round(awayMs / MINUTE)} min`;
  },
};

export const backupIsTaken: EventKind = {
  name: 'backup',
  perDay: { commune: 0.5 },
  apply(world) {
    if (!world.machine.running()) return null;
    const { decisions } = world.truth;
    world.backups.push({
      at: world.timeline.now(),
      image: world.machine.image(),
      decisions: copyOf(decisions),
    });
    if (world.backups.length > 4) world.backups.shift();
    return '';
  },
};

/** The server's disk dies; an older copy of the database takes its place, and what was decided since is forgotten. */
export const backupIsRestored: EventKind = {
  name: 'backup restored',
  perDay: { commune: 0.05 },
  async apply(world, draw) {
    const backup = pick(world.backups, draw());
    if (!backup || !world.machine.running() || world.wall.error() !== 0) return null;
    world.machine.kill();
    await world.machine.restore(backup.image);
    world.truth.decisions = copyOf(backup.decisions);
    await replaceAgain(world);
    world.witness.restored();
    later(world, between(1, 60, draw()) * MINUTE, () => world.machine.start());
    return `of ${((world.timeline.now() - backup.at) / HOUR).toFixed(1)} h ago`;
  },
};

/** Boxes whose enrolment the older copy does not know are enrolled again. */
async function replaceAgain({ machine, replaced, staff }: World): Promise<void> {
  for (const { clusterId, old, fresh } of replaced)
    if ((await findBox(machine.database().db, fresh)) === null) await staff.replaceBox(clusterId, old, fresh);
}

/** Somebody sets the server's clock wrongly, and notices some minutes later. */
export const clockIsSetWrongly: EventKind = {
  name: 'controller clock',
  perDay: { commune: 0.08 },
  apply(world, draw) {
    if (!world.machine.running() || world.wall.error() !== 0) return null;
    const wrongMs = Math.round(between(-2, 2, draw()) * DAY);
    world.wall.step(wrongMs);
    later(world, between(1, 8, draw()) * MINUTE, () => world.wall.step(-wrongMs));
    return `${(wrongMs / HOUR).toFixed(1)} h`;
  },
};
