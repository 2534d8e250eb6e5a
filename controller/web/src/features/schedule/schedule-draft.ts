import type { NewSchedule, Schedule, SchedulePatch } from '@loa/shared/api/schedules';
import { Resume } from '@loa/shared/messages/plan';
import { z } from 'zod';
import { civilDate, clock, DAY_MS } from '../../lib/format.js';
import { askedOf, emptyTimetable, formOf, TimetableForm, type TimetableLack } from './timetable-form.js';

/** A schedule as it is typed. */
export const ScheduleDraft = z.object({
  bulletinId: z.string().nullable(),
  programmeId: z.string().nullable(),
  areaIds: z.array(z.string()),
  clusterIds: z.array(z.string()),
  /** Null: it was played at once; that stays as it is. */
  timetable: TimetableForm.nullable(),
  priority: z.enum(['normal', 'priority']),
  lateness: z.enum(['usual', 'skip', 'joinMidway', 'fromStart']),
  /** Absent: nobody said anything of it, so it is as it was. */
  latestStartMinutes: z.int().min(0).max(240).nullable().optional(),
  resume: Resume.optional(),
  gainDb: z.number().optional(),
  /** Of a new one: by which it is sent, however often. */
  id: z.string().optional(),
});
export type ScheduleDraft = z.infer<typeof ScheduleDraft>;

export type ScheduleLack = TimetableLack | 'needWhat' | 'needWhere';

/** What a link may fill in beforehand: `?bai=bulletin_a&noi=area_a&ngay=2026-11-02&gio=17:00&cum=cluster_a,cluster_b`. */
export function emptySchedule(
  asked: URLSearchParams,
  { areaId, now }: { areaId: string; now: number },
): ScheduleDraft {
  const timetable = emptyTimetable(civilDate(now));
  const time = asked.get('gio');
  const times = time === null ? timetable.times : [{ time }];
  // One bulletin is news of a day: it comes again only where somebody says so.
  const date = asked.get('ngay') ?? (asked.has('bai') ? nextDate(times, now) : null);
  const clusterIds = asked.get('cum')?.split(',') ?? [];
  return {
    ...{ bulletinId: asked.get('bai'), programmeId: asked.get('ct'), clusterIds },
    areaIds: clusterIds.length > 0 ? [] : [asked.get('noi') ?? areaId],
    timetable: {
      ...timetable,
      ...(date === null ? {} : { kind: 'once', date }),
      times,
    },
    ...{ priority: 'normal', lateness: 'usual' },
  };
}

/** Today if the first of these times is still to come, else tomorrow. */
function nextDate([first]: TimetableForm['times'], now: number): string {
  return civilDate(first && first.time > clock(now) ? now : now + DAY_MS);
}

export function draftOf(schedule: Schedule, today: string): ScheduleDraft {
  const { bulletinId, programmeId, areaIds, clusterIds, timetable, lateness } = schedule;
  const { latestStartMinutes, resume, gainDb } = schedule;
  const priority = schedule.priority === 'priority' ? 'priority' : 'normal';
  return {
    ...{ bulletinId, programmeId, areaIds, clusterIds, priority, lateness },
    ...{ latestStartMinutes, resume, gainDb },
    timetable: formOf(timetable, today),
  };
}

type Made<T> = { ok: true; asked: T } | { ok: false; lack: ScheduleLack };

/** A new schedule as the controller takes it, or the first thing that is missing. */
export function newScheduleOf(draft: ScheduleDraft): Made<z.input<typeof NewSchedule>> {
  const { bulletinId, programmeId } = draft;
  if (bulletinId === null && programmeId === null) return { ok: false, lack: 'needWhat' };
  const made = changeOf(draft);
  if (!made.ok) return made;
  const { timetable, ...rest } = made.asked;
  if (timetable === undefined) return { ok: false, lack: 'needDate' };
  const id = draft.id === undefined ? {} : { id: draft.id };
  return { ok: true, asked: { ...id, bulletinId, programmeId, timetable, ...rest } };
}

/** The edit of a schedule; what the form does not hold is left out, and stays as it is. */
export function changeOf(draft: ScheduleDraft): Made<Omit<z.input<typeof SchedulePatch>, 'name'>> {
  const { areaIds, clusterIds, timetable, priority, lateness } = draft;
  const { latestStartMinutes, resume, gainDb } = draft;
  if (areaIds.length + clusterIds.length === 0) return { ok: false, lack: 'needWhere' };
  const asked = {
    ...{ areaIds, clusterIds, priority },
    ...(lateness === 'usual' ? {} : { lateness }),
    ...(latestStartMinutes === undefined ? {} : { latestStartMinutes }),
    ...(resume === undefined ? {} : { resume }),
    ...(gainDb === undefined ? {} : { gainDb }),
  };
  if (timetable === null) return { ok: true, asked };
  const made = askedOf(timetable);
  return made.ok ? { ok: true, asked: { ...asked, timetable: made.timetable } } : made;
}
