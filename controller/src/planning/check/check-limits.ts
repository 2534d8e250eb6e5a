import { type CivilTime, timeText } from '../calendar/civil-time.js';
import type { Occurrence } from '../calendar/timetable.js';
import type { PlaceLimits } from '../inputs.js';
import type { CheckedPlace, Finding, LoadedRun } from './problem.js';
import { dateText, minutesText } from './words.js';

/** Of how many days the load is looked at: what comes round every year is not asked of the year after. */
const LOOKED_AT_DAYS = 60;
/** How many runs of a full day are named. */
const NAMED_RUNS = 3;

/** A run longer than a place allows. */
export function checkLength(durationMs: number, { name, limits }: CheckedPlace): Finding[] {
  const { maxSessionMs } = limits;
  if (maxSessionMs === null || durationMs <= maxSessionMs) return [];
  const text = (places: string) =>
    `Buổi phát dài ${minutesText(durationMs)}, quá mức ${minutesText(maxSessionMs)} một buổi của ${places}. Hãy bớt bài hoặc chia thành nhiều buổi.`;
  return [{ code: 'session_too_long', place: name, text }];
}

/** Days on which runs or minutes would be more than a place allows, together with what it has already. */
export function checkDays(
  occurrences: readonly Occurrence[],
  durationMs: number,
  place: CheckedPlace,
  civil: CivilTime,
): Finding[] {
  const { maxSessionsPerDay, maxDayMs } = place.limits;
  if (maxSessionsPerDay === null && maxDayMs === null) return [];
  const perDay = new Map<string, number>();
  for (const { localDate } of occurrences) perDay.set(localDate, (perDay.get(localDate) ?? 0) + 1);
  const full = [...perDay].slice(0, LOOKED_AT_DAYS).flatMap(([date, runs]) => {
    const load = place.dayLoad(date);
    const totalMs = load.reduce((sum, run) => sum + run.durationMs, runs * durationMs);
    const limit = limitBroken(place, runs + load.length, totalMs);
    return limit === null ? [] : [{ date, runs, load, limit }];
  });
  const [first] = full;
  if (!first) return [];
  const more = full.length > 1 ? ` và ${full.length - 1} ngày khác` : '';
  const text = (places: string) =>
    `Ngày ${dateText(first.date)}${more}, ${loadText(first.load, civil)}thêm ${first.runs} buổi ${minutesText(durationMs)} thì quá mức ${first.limit} của ${places}. Hãy bớt giờ phát, bớt bài hoặc chọn ngày khác.`;
  return [{ code: 'day_limit', place: place.name, text }];
}

/** What a place does not allow in one day, as a text; null where it allows so many runs of so much together. */
export function limitBroken(
  { limits }: { limits: Omit<PlaceLimits, 'quiet'> },
  runs: number,
  totalMs: number,
): string | null {
  const { maxSessionsPerDay, maxDayMs } = limits;
  if (maxSessionsPerDay !== null && runs > maxSessionsPerDay) return `${maxSessionsPerDay} buổi một ngày`;
  if (maxDayMs !== null && totalMs > maxDayMs) return `${minutesText(maxDayMs)} một ngày`;
  return null;
}

/** "đã có 2 buổi, 45 phút (Bản tin sáng 05:30, Tiếp âm VOV 17:00); ". */
function loadText(load: readonly LoadedRun[], civil: CivilTime): string {
  if (load.length === 0) return '';
  const named = load
    .slice(0, NAMED_RUNS)
    .map(({ name, startsAt }) => `${name} ${timeText(civil.minuteOf(startsAt))}`)
    .join(', ');
  const more = load.length > NAMED_RUNS ? ', …' : '';
  const totalMs = load.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return `đã có ${load.length} buổi, ${minutesText(totalMs)} (${named}${more}); `;
}
