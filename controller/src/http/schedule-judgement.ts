import type { Bulletin } from '@loa/shared/api/bulletins';
import type { AskedTimetable, NewSchedule, ScheduleNote } from '@loa/shared/api/schedules';
import { newId } from '@loa/shared/ids';
import type { Random } from '@loa/shared/ports/random';
import type { Timetable } from '@loa/shared/timetable';
import { boxIdsAt } from '../db/boxes.js';
import type { Db } from '../db/database.js';
import { findRecording } from '../db/recordings.js';
import { NO_HOLIDAYS } from '../planning/calendar/compile-timetable.js';
import { checkSchedule } from '../planning/check/check-schedule.js';
import type { ScheduleProblem } from '../planning/check/problem.js';
import { audienceOf } from './schedule-places.js';

export interface ScheduleJudgement {
  /** Why it cannot be; the first is the one to tell. */
  refusals: ScheduleNote[];
  warnings: ScheduleNote[];
  /** The boxes that would sound. */
  boxIds: string[];
}

/** The timetable to keep: `now` becomes an instant, every time gets its lasting id. */
export function toTimetable(
  asked: AskedTimetable,
  { now, leadMs, random }: { now: number; leadMs: number; random: Random },
): Timetable {
  switch (asked.kind) {
    case 'now':
      return { kind: 'now', at: now + leadMs };
    case 'once':
      return asked;
    case 'recurring': {
      const named = (times: readonly AskedTime[]) =>
        times.map(({ time, occurrenceId }) => ({ time, occurrenceId: occurrenceId ?? newId('occ', random) }));
      const extra = asked.extra.map(({ date, times }) => (times ? { date, times: named(times) } : { date }));
      return { ...asked, times: named(asked.times), extra };
    }
  }
}

type AskedTime = Extract<AskedTimetable, { kind: 'recurring' }>['times'][number];

/** What stands against a schedule and what its author should know, in Vietnamese. */
export async function judgeSchedule(
  db: Db,
  draft: { asked: NewSchedule; timetable: Timetable; bulletin: Bulletin; now: number },
): Promise<ScheduleJudgement> {
  const { asked, timetable, bulletin, now } = draft;
  const audience = await audienceOf(db, asked);
  const boxIds = await boxIdsAt(db, asked);
  const found = checkSchedule({
    timetable,
    durationMs: await longestVariantMs(db, bulletin),
    places: audience.places,
    holidays: NO_HOLIDAYS,
    now,
  });
  const refusals = found.refusals.map(noteOf);
  refusals.push(...repeatedIds(timetable));
  const approval = approvalNote(bulletin);
  const warnings = found.warnings.map(noteOf);
  if (approval) (timetable.kind === 'now' ? refusals : warnings).push(approval);
  if (boxIds.length === 0 && audience.places.length > 0) {
    warnings.push({
      code: 'no_boxes',
      message: 'Các cụm loa đã chọn chưa có bộ thu nào. Hãy lắp bộ thu trước giờ phát.',
    });
  }
  return { refusals, warnings, boxIds };
}

function noteOf({ code, text, nearest }: ScheduleProblem): ScheduleNote {
  return { code, message: text, ...(nearest === undefined ? {} : { details: { nearest } }) };
}

function approvalNote(bulletin: Bulletin): ScheduleNote | null {
  const waiting = bulletin.variants.filter((variant) => variant.state !== 'approved');
  if (waiting.length < bulletin.variants.length) {
    return null;
  }
  return {
    code: 'not_approved',
    message: `Bài “${bulletin.title}” chưa ai duyệt nên loa không phát. Gửi duyệt lại?`,
    details: { languages: waiting.map(({ language }) => language) },
  };
}

function repeatedIds(timetable: Timetable): ScheduleNote[] {
  if (timetable.kind !== 'recurring') return [];
  const days = [timetable.times, ...timetable.extra.map(({ times }) => times ?? [])];
  const distinct = days.every((times) => new Set(times.map((t) => t.occurrenceId)).size === times.length);
  if (distinct) return [];
  return [{ code: 'repeated_occurrence', message: 'Hai giờ phát trùng mã. Hãy bỏ mã để hệ thống tự đặt.' }];
}

async function longestVariantMs(db: Db, bulletin: Bulletin): Promise<number> {
  let longest = 0;
  for (const { recordingSha256 } of bulletin.variants) {
    const recording = recordingSha256 === null ? null : await findRecording(db, recordingSha256);
    longest = Math.max(longest, recording?.durationMs ?? 0);
  }
  return longest;
}
