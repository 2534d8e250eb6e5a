import type { EventKind } from './event.js';
import { activeSchedule, anyMinute } from './schedule-is-made.js';

/** Its occurrences keep their ids: one that was claimed never sounds again for having been moved. */
export const scheduleIsMoved: EventKind = {
  name: 'schedule moved',
  perDay: { cluster: 0.02 },
  async apply(world, draw) {
    const schedule = activeSchedule(world, draw);
    if (!schedule || (schedule.village === null && draw() < 0.8) || !world.staff.atWork()) return null;
    const minute = draw() < 0.5 ? schedule.minute + 1 : anyMinute(draw);
    await world.staff.move(schedule, minute);
    return `${schedule.id} to minute ${minute}`;
  },
};
