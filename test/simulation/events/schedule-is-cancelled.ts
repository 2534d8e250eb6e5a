import { COMMUNE } from '../world/places.js';
import type { EventKind } from './event.js';
import { activeSchedule } from './schedule-is-made.js';

export const scheduleIsCancelled: EventKind = {
  name: 'schedule cancelled',
  perDay: { cluster: 0.02 },
  async apply(world, draw) {
    const schedule = activeSchedule(world, draw);
    // What the whole commune hears stays: worlds would fall silent.
    if (!schedule || schedule.areas.includes(COMMUNE) || !world.staff.atWork()) return null;
    await world.staff.cancel(schedule);
    return schedule.id;
  },
};
