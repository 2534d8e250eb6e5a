import { pick } from '../seeds.js';
import { COMMUNE } from '../world/places.js';
import type { EventKind } from './event.js';
import { COLUMNS } from './programme-is-made.js';
import { villageOf } from './schedule-is-made.js';
import { dayAhead } from './timetables.js';

/** Music, a column or everything is silent for some days: a mourning, an election. */
export const suspensionIsDeclared: EventKind = {
  name: 'suspension',
  perDay: { commune: 0.2 },
  async apply(world, draw) {
    if (!world.staff.atWork()) return null;
    const what = draw();
    const from = draw() * 4 - 1;
    const suspension = await world.staff.suspend({
      areas: [draw() < 0.5 ? COMMUNE : (villageOf(world, draw) ?? COMMUNE)],
      from: dayAhead(world, from),
      until: dayAhead(world, from + draw() * 3),
      music: what < 0.5,
      columns: what > 0.4 && what < 0.75 ? [pick(COLUMNS, draw()) ?? ''] : [],
      everything: what >= 0.75,
    });
    const { id, areas, music, columns, everything } = suspension;
    const kinds = [music && 'music', ...columns, everything && 'everything'].filter(Boolean);
    return `${id} of ${kinds.join(', ')} in ${areas.join()} from ${suspension.from} to ${suspension.until}`;
  },
};

export const suspensionIsEnded: EventKind = {
  name: 'suspension ended',
  perDay: { commune: 0.1 },
  async apply(world, draw) {
    const declared = [...world.truth.decisions.suspensions.values()].filter(({ ended }) => !ended);
    const suspension = pick(declared, draw());
    if (!suspension || !world.staff.atWork()) return null;
    await world.staff.endSuspension(suspension);
    return suspension.id;
  },
};
