import { minutesOfDay } from '@loa/shared/instant';
import type { Neighbour, QuietTime } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { timeText } from '../calendar/civil-time.js';
import type { PlaceLimits } from '../inputs.js';

/** How many windows a plan's settings hold. */
const MAX_WINDOWS = 48;
const DAY_MINUTES = 1440;

/**
 * The hours of a place with everything cut in that holds every day: quiet times without weekdays, and the caps of
 * neighbours. These go to the box, which so refuses again by itself. Quiet times of single weekdays stay with
 * planning, for a box's windows know no weekdays.
 */
export function effectiveHours(
  hours: readonly SoundWindow[],
  rules: { limits: Pick<PlaceLimits, 'quiet'>; neighbours: readonly Neighbour[] },
): SoundWindow[] {
  const caps = capsOf(hours);
  for (const quiet of rules.limits.quiet) if (isDaily(quiet)) silence(caps, quiet);
  const cap = Math.min(...rules.neighbours.map(({ maxGainDb }) => maxGainDb ?? Number.POSITIVE_INFINITY));
  return atMost(windowsOf(caps.map((gain) => Math.min(gain, gain === SILENT ? SILENT : cap))));
}

function isDaily({ days }: QuietTime): boolean {
  return days === undefined || new Set(days).size === 7;
}

const SILENT = Number.NEGATIVE_INFINITY;

/** The cap of each minute of a day, dB. Where windows of one list overlap, the louder one counts, as on the box. */
function capsOf(hours: readonly SoundWindow[]): number[] {
  const caps = new Array<number>(DAY_MINUTES).fill(SILENT);
  for (const { from, to, maxGainDb } of hours) {
    const end = minutesOfDay(to);
    for (let minute = minutesOfDay(from); minute < end; minute++) {
      caps[minute] = Math.max(caps[minute] ?? SILENT, maxGainDb);
    }
  }
  return caps;
}

function silence(caps: number[], { from, to }: QuietTime): void {
  const [begin, end] = [minutesOfDay(from), minutesOfDay(to)];
  if (begin < end) caps.fill(SILENT, begin, end);
  else caps.fill(SILENT, begin).fill(SILENT, 0, end);
}

function windowsOf(caps: readonly number[]): SoundWindow[] {
  const windows: SoundWindow[] = [];
  let begin = 0;
  for (let minute = 1; minute <= DAY_MINUTES; minute++) {
    const cap = caps[begin] ?? SILENT;
    if (minute < DAY_MINUTES && caps[minute] === cap) continue;
    if (cap !== SILENT) windows.push({ from: timeText(begin), to: timeText(minute), maxGainDb: cap });
    begin = minute;
  }
  return windows;
}

/** A plan holds no more than so many windows: the shortest go, for silence is safe. */
function atMost(windows: SoundWindow[]): SoundWindow[] {
  if (windows.length <= MAX_WINDOWS) return windows;
  const length = ({ from, to }: SoundWindow) => minutesOfDay(to) - minutesOfDay(from);
  const kept = new Set([...windows].sort((a, b) => length(b) - length(a)).slice(0, MAX_WINDOWS));
  return windows.filter((window) => kept.has(window));
}
