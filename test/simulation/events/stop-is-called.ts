import { HOUR } from '@loa/shared/instant';
import { between } from '../seeds.js';
import { COMMUNE } from '../world/places.js';
import type { EventKind } from './event.js';
import { later } from './later.js';
import { villageOf } from './schedule-is-made.js';

/** Everything below an area falls silent; half the time somebody lifts it before its end. */
export const stopIsCalled: EventKind = {
  name: 'stop',
  perDay: { commune: 0.05, cluster: 0.01 },
  async apply(world, draw) {
    if (!world.staff.atWork()) return null;
    const areaId = draw() < 0.3 ? COMMUNE : (villageOf(world, draw) ?? COMMUNE);
    const lastsMs = Math.round(between(0.2, 20, draw() ** 2) * HOUR);
    const stop = await world.staff.stop(areaId, world.wall.now() + lastsMs);
    if (draw() < 0.5) {
      const id = stop.id;
      later(world, lastsMs * draw(), async () => {
        const known = world.truth.decisions.stops.get(id);
        if (known && !known.lifted && world.staff.atWork()) await world.staff.lift(known);
      });
    }
    return `${stop.id} in ${areaId} for ${Math.round(lastsMs / 60_000)} min`;
  },
};
