import type { QuietTime } from '@loa/shared/place-rules';
import { timeText } from '../calendar/civil-time.js';
import { dayNumber } from '../calendar/day-number.js';
import { stretchesOf } from '../place/hours.js';
import { closingAt } from '../place/openings.js';
import { quietOnClock } from '../place/quiet.js';
import type { AskedTime } from './asked-times.js';
import type { NearestTimes } from './nearest-times.js';
import type { OpenPlace } from './open-place.js';
import type { CheckedPlace, Finding } from './problem.js';
import { hoursText, quietText, weekdaysText } from './words.js';

/** Some Monday, to ask about weekdays without a date. */
const A_MONDAY = dayNumber('1970-01-05');
const DAY_MINUTES = 1440;

/** Why a time of day cannot be on some weekdays. */
interface Obstacle {
  code: 'closed_all_day' | 'quiet_time' | 'outside_hours' | 'does_not_fit';
  quiet: QuietTime | null;
  /** Where `does_not_fit`: minutes since midnight when it must be silent. */
  closes: number;
}

/** What stands against a time of day at a place, by hours, quiet times and length. */
export function checkTime(asked: AskedTime, open: OpenPlace, nearestOf: NearestTimes): Finding[] {
  const { place } = open;
  const groups = new Map<string, { obstacle: Obstacle; weekdays: number[] }>();
  for (const weekday of asked.weekdays) {
    const obstacle = obstacleOn(weekday, asked.minute, open);
    if (!obstacle) continue;
    const key = `${obstacle.code}|${obstacle.closes}|${obstacle.quiet?.why}`;
    const group = groups.get(key) ?? { obstacle, weekdays: [] };
    groups.set(key, group);
    group.weekdays.push(weekday);
  }
  return [...groups.values()].map(({ obstacle, weekdays }): Finding => {
    const nearest = nearestOf(asked, open);
    // A weekday is named where it matters: the other days are free, or the rule is one of that weekday.
    const named = weekdays.length < asked.weekdays.length || obstacle.quiet?.days !== undefined;
    const when = named ? ` ${weekdaysText(weekdays)}` : '';
    const text = (places: string) =>
      `${sentence(obstacle, { asked, when, place, places })} ${advice(nearest)}`;
    return { code: obstacle.code, place: place.name, text, time: timeText(asked.minute), nearest };
  });
}

function obstacleOn(weekday: number, minute: number, { place, openings, needs }: OpenPlace): Obstacle | null {
  const quietThen = (at: number) =>
    quietOnClock(A_MONDAY + weekday - 1 + Math.floor(at / DAY_MINUTES), at % DAY_MINUTES, place.limits.quiet);
  const quiet = quietThen(minute);
  if ((openings[weekday - 1] ?? []).length === 0) return { code: 'closed_all_day', quiet, closes: 0 };
  if (quiet) return { code: 'quiet_time', quiet, closes: 0 };
  const closes = closingAt(openings, weekday, minute);
  if (closes === null) return { code: 'outside_hours', quiet: null, closes: 0 };
  if (minute + (needs[minute] ?? 0) <= closes) return null;
  return { code: 'does_not_fit', quiet: quietThen(closes), closes };
}

function sentence(
  { code, quiet, closes }: Obstacle,
  { asked, when, place, places }: { asked: AskedTime; when: string; place: CheckedPlace; places: string },
): string {
  const time = timeText(asked.minute);
  switch (code) {
    case 'closed_all_day': {
      const why = quiet ? `: giờ im lặng ${quietText(quiet)}` : '';
      return `${places} không có khung giờ phát nào trong ngày${when}${why}.`;
    }
    case 'quiet_time':
      return `${time}${when} rơi vào giờ im lặng ${quiet ? quietText(quiet) : ''} của ${places}.`;
    case 'outside_hours':
      return `${time}${when} nằm ngoài khung giờ phát ${hoursText(stretchesOf(place.hours))} của ${places}.`;
    case 'does_not_fit': {
      const end = timeText(closes % DAY_MINUTES || DAY_MINUTES);
      const why = quiet ? ` vì ${quiet.why}` : '';
      return `Phát lúc ${time}${when} thì không kịp xong trước ${end}, giờ loa của ${places} phải im${why}.`;
    }
  }
}

function advice(nearest: readonly string[]): string {
  if (nearest.length > 0) return `Giờ gần nhất phát được: ${nearest.join(' hoặc ')}.`;
  return 'Không có giờ nào đủ chỗ cho cả buổi: hãy bớt bài, chọn ngày khác hoặc tách thành nhiều lịch.';
}
