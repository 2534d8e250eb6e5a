import type { Schedule } from '@loa/shared/api/schedules';
import { Timetable } from '@loa/shared/timetable';
import { decide, decisionsAmong } from '../../../../controller/src/db/decisions.js';
import { putCalendar } from '../../../../controller/src/db/holiday-calendars.js';
import {
  cancelSchedule,
  findSchedule,
  insertSchedule,
  schedulesWithCalendar,
  updateSchedule,
} from '../../../../controller/src/db/schedules.js';
import { boxesOfSchedules } from '../../../../controller/src/http/affected-boxes.js';
import { COMMUNE, clockText } from '../places.js';
import { pairOf, type TrueSchedule, type TrueTimes } from '../truth.js';
import type { Desk } from './desk.js';

export interface ScheduleDesk {
  schedule(wish: Omit<TrueSchedule, 'id' | 'createdAt' | 'cancelled'>): Promise<TrueSchedule>;
  cancel(schedule: TrueSchedule): Promise<void>;
  /** Gives it another timetable; the times keep their ids by their place in the list. */
  retime(schedule: TrueSchedule, times: TrueTimes): Promise<void>;
  /** Says which of two priority schedules goes first where they meet; false where that was never asked. */
  decide(winner: TrueSchedule, other: TrueSchedule): Promise<boolean>;
  writeCalendar(calendarId: string, dates: string[]): Promise<void>;
}

export function createScheduleDesk(desk: Desk): ScheduleDesk {
  const { db, truth } = desk;
  const stored = async ({ id }: TrueSchedule): Promise<Schedule> => {
    const found = await findSchedule(db(), id);
    if (!found) throw new Error(`no schedule ${id}`);
    return found;
  };

  return {
    async schedule(wish) {
      const createdAt = desk.now();
      const schedule = { ...wish, id: desk.next('schedule'), createdAt, cancelled: false };
      const { id, bulletinId, programmeId, areas, clusters, priority, lateness, resume } = schedule;
      await insertSchedule(db(), {
        ...{ id, areaId: COMMUNE, bulletinId, programmeId, name: id, areaIds: areas, clusterIds: clusters },
        ...{ priority, lateness, latestStartMinutes: null, resume, gainDb: 0 },
        ...{ timetable: timetableOf(wish.times), state: 'active', cancelledAt: null, cancelledBy: null },
        ...{ createdBy: 'system', createdAt, updatedAt: createdAt },
      });
      await desk.audit('schedule.create', id);
      truth.decisions.schedules.set(id, schedule);
      await desk.tell(boxesOfSchedules(db(), [{ areaIds: areas, clusterIds: clusters }]));
      return schedule;
    },
    async cancel(schedule) {
      await cancelSchedule(db(), schedule.id, 'system', desk.now());
      await desk.audit('schedule.cancel', schedule.id);
      schedule.cancelled = true;
      await desk.tell(boxesOfSchedules(db(), [await stored(schedule)]));
    },
    async retime(schedule, times) {
      const before = await stored(schedule);
      const next = { ...before, timetable: timetableOf(times), updatedAt: desk.now() };
      if (!(await updateSchedule(db(), next, before.updatedAt))) throw new Error(`${schedule.id} moved on`);
      await desk.audit('schedule.move', schedule.id);
      schedule.times = times;
      await desk.tell(boxesOfSchedules(db(), [next]));
    },
    async decide(winner, other) {
      const asked = await decisionsAmong(db(), [winner.id, other.id]);
      const row = await db()
        .selectFrom('priority_decision')
        .select('id')
        .where('elder_id', 'in', [winner.id, other.id])
        .where('younger_id', 'in', [winner.id, other.id])
        .executeTakeFirst();
      if (asked.length === 0 || !row) return false;
      await decide(db(), { id: row.id, winner: winner.id, by: 'system', at: desk.now() });
      await desk.audit('decision.decide', row.id);
      truth.decisions.winners.set(pairOf(winner.id, other.id), winner.id);
      await desk.tell(boxesOfSchedules(db(), [await stored(winner), await stored(other)]));
      return true;
    },
    async writeCalendar(calendarId, dates) {
      const holidays = [{ name: 'Ngày nghỉ của xã', days: [{ every: 'date' as const, dates }] }];
      await putCalendar(db(), {
        ...{ id: calendarId, areaId: COMMUNE, name: calendarId, holidays, updatedAt: desk.now() },
      });
      await desk.audit('calendar.write', calendarId);
      truth.decisions.calendars.set(calendarId, dates);
      await desk.tell(schedulesWithCalendar(db(), calendarId).then((all) => boxesOfSchedules(db(), all)));
    },
  };
}

function timetableOf({ days, minutes, except, extra, holidays }: TrueTimes): Timetable {
  return Timetable.parse({
    ...{ kind: 'recurring', days, except, holidays, extra: extra.map((date) => ({ date })) },
    times: minutes.map((minute, n) => ({ occurrenceId: `occ_${n}`, time: clockText(minute) })),
  });
}
