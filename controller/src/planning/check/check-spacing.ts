import { type CivilTime, timeText } from '../calendar/civil-time.js';
import type { Occurrence } from '../calendar/timetable.js';
import { longestAt } from '../programme/run-length.js';
import type { CheckedPlace, ScheduleProblem } from './problem.js';
import { minutesText } from './words.js';

/** Times of one schedule that come before its run ahead of them has ended, each pair told once. */
export function warnSpacing(
  occurrences: readonly Occurrence[],
  places: readonly CheckedPlace[],
  civil: CivilTime,
): ScheduleProblem[] {
  const lasts = longestAt(
    places.map(({ length }) => length),
    civil,
  );
  const pairs = new Set<string>();
  for (const [index, { startsAt }] of occurrences.entries()) {
    const next = occurrences[index + 1];
    const durationMs = next ? lasts(startsAt) : 0;
    if (!next || next.startsAt >= startsAt + durationMs) continue;
    const advice = `phải chờ, có khi bị bỏ. Hãy để hai buổi cách nhau ít nhất ${minutesText(durationMs)}.`;
    const [first, second] = [startsAt, next.startsAt].map((at) => timeText(civil.minuteOf(at)));
    if (first === second)
      pairs.add(`Giờ ${first} ghi hai lần nên bài phát hai lần liền. Hãy bỏ bớt một giờ.`);
    else pairs.add(`Buổi ${second} bắt đầu khi buổi ${first} chưa xong: buổi sau ${advice}`);
  }
  return [...pairs].map((text) => ({ code: 'own_overlap', text }));
}
