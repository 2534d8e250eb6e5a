import { MINUTE } from '@loa/shared/instant';
import { type CivilTime, timeText } from '../calendar/civil-time.js';
import type { Occurrence } from '../calendar/timetable.js';
import type { PlaceLimits } from '../inputs.js';
import { asksFrom, constantLength, lastsAt, needsFrom, type RunLength } from '../programme/run-length.js';
import type { AskedTime } from './asked-times.js';
import type { CheckedPlace, DayLoad, Finding } from './problem.js';
import { dateText, minutesText } from './words.js';

/** Of how many days the load is looked at: what comes round every year is met once. */
const LOOKED_AT_DAYS = 366;
/** How many runs of a full day are named. */
const NAMED_RUNS = 3;

/** Runs longer than their programme or a place allows; where they are as long at any time of day, that is said once. */
export function checkLength(times: readonly AskedTime[], { name, limits, length }: CheckedPlace): Finding[] {
  const { maxSessionMs } = limits;
  return [
    ...longRuns(times, length, { maxMs: length.maxMs, msFrom: asksFrom }).map(({ run, ms, max }): Finding => {
      const text = (places: string) =>
        `${run} ở ${places} dài ${ms}, quá mức ${max} của chương trình. Hãy bớt mục, hoặc tăng độ dài nhiều nhất của chương trình.`;
      return { code: 'programme_too_long', place: name, text };
    }),
    ...longRuns(times, length, { maxMs: maxSessionMs, msFrom: needsFrom }).map(
      ({ run, ms, max }): Finding => {
        const text = (places: string) =>
          `${run} dài ${ms}, quá mức ${max} một buổi của ${places}. Hãy bớt bài hoặc chia thành nhiều buổi.`;
        return { code: 'session_too_long', place: name, text };
      },
    ),
  ];
}

/** In words, which runs are longer than `maxMs`, how long they are and may be. */
function longRuns(
  times: readonly AskedTime[],
  length: RunLength,
  { maxMs, msFrom }: { maxMs: number | null; msFrom: typeof needsFrom },
): { run: string; ms: string; max: string }[] {
  if (maxMs === null) return [];
  const always = constantLength(length) !== null;
  const runs = times.map(({ minute }) => ({ minute, ms: msFrom(length, minute * MINUTE) }));
  const long = runs.filter(({ ms }) => ms > maxMs).slice(0, always ? 1 : runs.length);
  return long.map(({ minute, ms }) => ({
    run: always ? 'Buổi phát' : `Buổi phát lúc ${timeText(minute)}`,
    ms: minutesText(ms),
    max: minutesText(maxMs),
  }));
}

/** Days on which runs or minutes would be more than a place allows, together with what it has already. */
export function checkDays(
  occurrences: readonly Occurrence[],
  place: CheckedPlace,
  civil: CivilTime,
): Finding[] {
  const { maxSessionsPerDay, maxDayMs } = place.limits;
  if (maxSessionsPerDay === null && maxDayMs === null) return [];
  const lasts = lastsAt(place.length, civil);
  const perDay = new Map<string, number[]>();
  for (const { localDate, startsAt } of occurrences) {
    const runs = perDay.get(localDate) ?? [];
    perDay.set(localDate, runs);
    runs.push(lasts(startsAt));
  }
  const full = [...perDay].slice(0, LOOKED_AT_DAYS).flatMap(([date, runs]) => {
    const load = place.dayLoad(date);
    const limit = limitBroken(place, runs.length + load.count, total(runs) + load.ms);
    return limit === null ? [] : [{ date, runs, load, limit }];
  });
  const [first] = full;
  if (!first) return [];
  const more = full.length > 1 ? ` và ${full.length - 1} ngày khác` : '';
  const text = (places: string) =>
    `Ngày ${dateText(first.date)}${more}, ${loadText(first.load, civil)}thêm ${runsText(first.runs)} thì quá mức ${first.limit} của ${places}. Hãy bớt giờ phát, bớt bài hoặc chọn ngày khác.`;
  // Made shorter, it would still take the place of others, or be one run too many.
  const alone = full.every(
    ({ load, runs }) => load.count === 0 && (maxSessionsPerDay === null || runs.length <= maxSessionsPerDay),
  );
  return [{ code: 'day_limit', place: place.name, text, ...(alone ? { alone } : {}) }];
}

/** "2 buổi 10 phút", each so long; "2 buổi, tất cả 65 phút" where they differ. */
function runsText(runs: readonly number[]): string {
  const [first = 0] = runs;
  if (runs.every((ms) => ms === first)) return `${runs.length} buổi ${minutesText(first)}`;
  return `${runs.length} buổi, tất cả ${minutesText(total(runs))}`;
}

const total = (runs: readonly number[]) => runs.reduce((sum, ms) => sum + ms, 0);

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
function loadText(load: DayLoad, civil: CivilTime): string {
  if (load.count === 0) return '';
  const named: string[] = [];
  for (const { name, startsAt } of load.runs()) {
    if (named.push(`${name} ${timeText(civil.minuteOf(startsAt))}`) === NAMED_RUNS) break;
  }
  const more = load.count > NAMED_RUNS ? ', …' : '';
  return `đã có ${load.count} buổi, ${minutesText(load.ms)} (${named.join(', ')}${more}); `;
}
