import { COMMUNE } from '../world/places.js';
import type { EventKind } from './event.js';
import { activeSchedule, anyMinute } from './schedule-is-made.js';

/** Its occurrences keep their ids: one that was claimed never sounds again for having been moved. */
export const scheduleIsMoved: EventKind = {
  name: 'schedule moved',
  perDay: { cluster: 0.02 },
  async apply(world, draw) {
    const schedule = activeSchedule(world, draw);
    if (!schedule || (schedule.areas.includes(COMMUNE) && draw() < 0.8) || !world.staff.atWork()) return null;
    const [first = 0, ...others] = schedule.times.minutes;
    const minute = draw() < 0.5 ? first + 1 : anyMinute(draw);
    if (others.includes(minute)) return null;
    await world.staff.retime(schedule, { ...schedule.times, minutes: [minute, ...others] });
    return `${schedule.id} to minute ${minute}`;
  },
};
