import { DAY, type Instant, MINUTE } from '@loa/shared/instant';
import type { RecurringTimetable, Timetable } from '@loa/shared/timetable';
import { type CivilTime, timeText } from '../calendar/civil-time.js';
import type { Holidays } from '../calendar/compile-timetable.js';
import { dayNumber, weekdayOfDay } from '../calendar/day-number.js';
import { type Occurrence, occurrencesOf } from '../calendar/timetable.js';
import { missingDates } from './missing-dates.js';
import type { ScheduleProblem } from './problem.js';
import { dateText } from './words.js';

/** How far ahead a timetable must sound at least once, milliseconds. */
const HORIZON_DAYS = 400;
/** How far ahead the first run of what does not is looked for: 29/2 may be eight years away, 30 Chạp nine. */
const FAR_DAYS = 3700;

/** A time of day that a timetable asks for. */
export interface AskedTime {
  /** Wall clock, minutes since midnight. */
  minute: number;
  /** The ISO weekdays on which it asks for it, in order. */
  weekdays: number[];
  /** Times up to this minute are over on the only day that is meant; -1 where there are more days. */
  overUntil: number;
}

/** What a timetable means in one zone from now on. */
export interface Asked {
  times: AskedTime[];
  occurrences: Occurrence[];
  /** It sounds beyond those, too. */
  goesOn: boolean;
}

export function askedTimes(
  timetable: Timetable,
  places: { civil: CivilTime; holidays: Holidays },
  now: Instant,
): Asked {
  const { civil } = places;
  // What is to sound now is asked for at its own instant, though it may be a moment ago.
  const from = timetable.kind === 'now' ? Math.min(now, timetable.at) : now;
  const until = now + HORIZON_DAYS * DAY;
  const occurrences = occurrencesOf(timetable, places, { from, until });
  const goesOn =
    occurrencesOf(timetable, places, { from: until, until: until + HORIZON_DAYS * DAY }).length > 0;
  const byMinute = new Map<number, Set<number>>();
  for (const { localDate, startsAt } of occurrences) {
    const minute = civil.minuteOf(startsAt);
    const weekdays = byMinute.get(minute) ?? new Set();
    byMinute.set(minute, weekdays.add(weekdayOfDay(dayNumber(localDate))));
  }
  const only = timetable.kind === 'recurring' ? null : occurrences[0];
  const overUntil = only && civil.dateOf(now) === only.localDate ? civil.minuteOf(now) : -1;
  const times = [...byMinute]
    .sort(([a], [b]) => a - b)
    .map(([minute, weekdays]) => ({ minute, weekdays: [...weekdays].sort((a, b) => a - b), overUntil }));
  return { times, occurrences, goesOn };
}

/** Why a timetable without any occurrence ahead has none. */
export function whyNone(
  timetable: Timetable,
  places: { civil: CivilTime; holidays: Holidays },
  now: Instant,
): ScheduleProblem {
  const { civil } = places;
  const clock = `Bây giờ là ${timeText(civil.minuteOf(now))} ngày ${dateText(civil.dateOf(now))}`;
  if (timetable.kind === 'once') {
    const asked = `${timetable.time} ngày ${dateText(timetable.date)}`;
    if (civil.instantOf(timetable.date, timetable.time) < now) {
      return { code: 'past', text: `Giờ phát ${asked} đã qua. ${clock}; hãy chọn giờ sau đó.` };
    }
    const text = `Giờ phát ${asked} còn quá xa (hơn ${HORIZON_DAYS} ngày). Hãy chọn ngày gần hơn.`;
    return { code: 'never', text };
  }
  const before = occurrencesOf(timetable, places, { from: now - HORIZON_DAYS * DAY, until: now + MINUTE });
  if (before.length > 0) {
    return { code: 'past', text: `Lịch này không còn buổi phát nào. ${clock}; hãy chọn ngày sau đó.` };
  }
  return { code: 'never', text: timetable.kind === 'recurring' ? neverText(timetable, places, now) : NEVER };
}

const NEVER = `Lịch này không có buổi phát nào trong ${HORIZON_DAYS} ngày tới. Hãy xem lại các ngày đã chọn, ngày trừ và ngày nghỉ.`;

function neverText(
  timetable: RecurringTimetable,
  places: { civil: CivilTime; holidays: Holidays },
  now: Instant,
): string {
  const { from, until, days } = timetable;
  if (from !== undefined && until !== undefined && until < from) {
    return `Lịch bắt đầu ${dateText(from)} nhưng kết thúc ${dateText(until)}, trước cả ngày bắt đầu. Hãy sửa lại hai ngày đó.`;
  }
  const missing = missingDates(days);
  const [first] = occurrencesOf(timetable, places, { from: now, until: now + FAR_DAYS * DAY });
  if (!first) return [...missing.slice(0, 1), NEVER].join(' ');
  const far = `Buổi phát đầu tiên của lịch này tới ${dateText(first.localDate)} mới có, còn quá xa (hơn ${HORIZON_DAYS} ngày).`;
  return [far, missing[0] ?? 'Hãy chọn ngày gần hơn.'].join(' ');
}
