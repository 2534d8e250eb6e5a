import { pick } from '../seeds.js';
import type { EventKind } from './event.js';
import { activeSchedule } from './schedule-is-made.js';
import { anyDays, CALENDAR, dayAhead } from './timetables.js';

/** A schedule gets other days, or one day is left out. */
export const timetableIsChanged: EventKind = {
  name: 'timetable changed',
  perDay: { commune: 0.3 },
  async apply(world, draw) {
    const schedule = activeSchedule(world, draw);
    if (!schedule || !world.staff.atWork()) return null;
    const { times } = schedule;
    const next =
      draw() < 0.5
        ? { ...times, except: [...times.except, dayAhead(world, draw() * 4)] }
        : { ...times, ...anyDays(world, draw) };
    await world.staff.retime(schedule, next);
    return `${schedule.id} to ${next.days.map(({ every }) => every).join()} but ${next.except.join()}`;
  },
};

/** The commune writes down its holidays, or changes them. */
export const calendarIsWritten: EventKind = {
  name: 'calendar written',
  perDay: { commune: 0.15 },
  first: 0.5,
  async apply(world, draw) {
    if (!world.staff.atWork()) return null;
    const dates = [...new Set([1, 2, 3].map(() => dayAhead(world, draw() * 10)))];
    await world.staff.writeCalendar(CALENDAR, dates);
    return dates.join();
  },
};

/** Somebody says which of two priority schedules goes first, or says it differently. */
export const priorityIsDecided: EventKind = {
  name: 'priority decided',
  perDay: { commune: 0.4, cluster: 0.01 },
  async apply(world, draw) {
    if (!world.staff.atWork()) return null;
    const asked = await world.machine
      .database()
      .db.selectFrom('priority_decision')
      .select(['elder_id', 'younger_id'])
      .orderBy('id')
      .execute();
    const pair = pick(asked, draw());
    const { schedules } = world.truth.decisions;
    const elder = schedules.get(pair?.elder_id ?? '');
    const younger = schedules.get(pair?.younger_id ?? '');
    if (!elder || !younger) return null;
    const [winner, other] = draw() < 0.7 ? [younger, elder] : [elder, younger];
    return (await world.staff.decide(winner, other)) ? `${winner.id} before ${other.id}` : null;
  },
};
