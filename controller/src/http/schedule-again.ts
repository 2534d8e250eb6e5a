import type { NewSchedule, Schedule } from '@loa/shared/api/schedules';
import type { Db } from '../db/database.js';
import { findSchedule } from '../db/schedules.js';
import { type SentBefore, sentBefore } from './sent-before.js';

/** What became of an earlier sending of the same schedule; null when there was none. What was saved stays as it was told. */
export async function savedBefore(
  db: Db,
  { id }: NewSchedule,
  draft: Schedule,
): Promise<SentBefore<Schedule> | null> {
  const found = id === undefined ? null : await findSchedule(db, id);
  if (!found) return null;
  return sentBefore(found, draft, {
    said,
    idTaken: 'Mã lịch này đã có người dùng. Hãy tải lại trang rồi lưu lại.',
    alreadySaved: `Lịch “${found.name}” đã được lưu ở lần gửi trước. Hãy mở lịch đó để sửa.`,
    details: { scheduleId: found.id },
  });
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
