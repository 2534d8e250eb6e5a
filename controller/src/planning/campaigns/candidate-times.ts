import { DAY, type Instant, MINUTE } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';

/** Something that sounds at a cluster already and that the campaign may not disturb. */
export interface BusyTime {
  startsAt: Instant;
  endsAt: Instant;
}

/** The same by the wall clock of its place, worked out once: every suggestion looks at every run. */
export interface CivilRun extends BusyTime {
  /** On which it begins. */
  date: string;
  /** Minutes since midnight: its first, and the one at which it is over; 17:03:20 leaves 17:04 free. */
  from: number;
  over: number;
}

export function civilRun({ startsAt, endsAt }: BusyTime, civil: CivilTime): CivilRun {
  const over = civil.minuteOf(endsAt) + (endsAt % MINUTE === 0 ? 0 : 1);
  return { startsAt, endsAt, date: civil.dateOf(startsAt), from: civil.minuteOf(startsAt), over };
}

/** Suggestions begin on the clock's five minutes. */
const GRID_MINUTES = 5;
/** When communes broadcast, for a cluster that hears nothing yet: evening, morning, noon; then anything by day. */
const USUAL = [17 * 60, 6 * 60, 11 * 60] as const;
const DAYTIME = { from: 6 * 60, until: 20 * 60, step: 30 } as const;

/**
 * Minutes of a day at which a run of `minutes` could begin, the best first: just after and just before what sounds
 * that day, then what sounds on the other days (people listen then anyway), then the usual hours, then the daytime.
 */
export function candidateTimes(date: string, minutes: number, busy: readonly CivilRun[]): number[] {
  const near = (runs: readonly CivilRun[]) => runs.flatMap((run) => beside(run, minutes));
  const today = busy.filter((run) => run.date === date);
  const other = busy.filter((run) => run.date !== date);
  const habits = other.map(({ from }) => roundUp(from));
  const daytime: number[] = [];
  for (let minute: number = DAYTIME.from; minute < DAYTIME.until; minute += DAYTIME.step)
    daytime.push(minute);
  const all = [...near(today), ...byFrequency(habits), ...byFrequency(near(other)), ...USUAL, ...daytime];
  return [...new Set(all)].filter((minute) => minute >= 0 && minute < DAY / MINUTE);
}

/** Right after a run, and so that it ends right before it. */
function beside({ from, over }: CivilRun, minutes: number): number[] {
  return [roundUp(over), Math.floor((from - minutes) / GRID_MINUTES) * GRID_MINUTES];
}

function roundUp(minute: number): number {
  return Math.ceil(minute / GRID_MINUTES) * GRID_MINUTES;
}

/** The most frequent first; of equals the earliest. */
function byFrequency(minutes: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const minute of minutes) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  return [...counts.entries()].sort(([a, x], [b, y]) => y - x || a - b).map(([minute]) => minute);
}
