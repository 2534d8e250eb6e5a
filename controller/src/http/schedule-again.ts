import type { NewSchedule, Schedule } from '@loa/shared/api/schedules';
import type { Db } from '../db/database.js';
import { findSchedule } from '../db/schedules.js';
import { type ProblemAnswer, problem } from './answer.js';

/**
 * What became of an earlier sending of the same schedule, whose answer may have been lost: its sender names it by an id
 * of its own. Null when there was none. The same id with other content is refused: what was saved stays as it was told.
 */
export async function savedBefore(
  db: Db,
  { id }: NewSchedule,
  draft: Schedule,
): Promise<{ kind: 'saved'; schedule: Schedule } | ProblemAnswer | null> {
  const schedule = id === undefined ? null : await findSchedule(db, id);
  if (!schedule) return null;
  if (schedule.createdBy !== draft.createdBy) {
    return problem(409, 'id_taken', 'Mã lịch này đã có người dùng. Hãy tải lại trang rồi lưu lại.');
  }
  if (said(schedule) === said(draft)) return { kind: 'saved', schedule };
  return problem(
    409,
    'already_saved',
    `Lịch “${schedule.name}” đã được lưu ở lần gửi trước. Hãy mở lịch đó để sửa.`,
    { scheduleId: schedule.id },
  );
}

/** What a person asked for, without what the controller adds each time: names of times, and what "now" was. */
function said({ bulletinId, programmeId, name, timetable, ...schedule }: Schedule): string {
  const { areaIds, clusterIds, priority, lateness, latestStartMinutes, resume, gainDb } = schedule;
  return JSON.stringify(
    [
      ...[bulletinId, programmeId, name, [...areaIds].sort(), [...clusterIds].sort(), priority, lateness],
      ...[latestStartMinutes, resume, gainDb, timetable.kind === 'now' ? 'now' : timetable],
    ],
    (key, value: unknown) => (key === 'occurrenceId' ? undefined : value),
  );
}
