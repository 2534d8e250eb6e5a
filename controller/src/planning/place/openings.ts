import { minutesOfDay } from '@loa/shared/instant';
import type { QuietTime } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { type Stretch, stretchesOf } from './hours.js';

const DAY_MINUTES = 1440;

/** When a place may sound on each weekday, Monday first, in wall-clock minutes: its hours less what is quiet then. */
export type Openings = readonly (readonly Stretch[])[];

export function openingsOf(place: { hours: readonly SoundWindow[]; quiet: readonly QuietTime[] }): Openings {
  const hours = stretchesOf(place.hours);
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    place.quiet
      .flatMap((quiet) => silentOn(quiet, weekday))
      .reduce<Stretch[]>((open, silent) => open.flatMap((stretch) => without(stretch, silent)), hours),
  );
}

/** What a quiet time takes of a weekday; one over midnight takes the evening of its own and the next morning. */
function silentOn({ from, to, days }: QuietTime, weekday: number): Stretch[] {
  const on = (day: number) => days === undefined || days.includes(day);
  const [begin, end] = [minutesOfDay(from), minutesOfDay(to)];
  if (begin < end) return on(weekday) ? [{ from: begin, to: end }] : [];
  const evening = on(weekday) ? [{ from: begin, to: DAY_MINUTES }] : [];
  const morning = on(weekday === 1 ? 7 : weekday - 1) ? [{ from: 0, to: end }] : [];
  return [...morning, ...evening];
}

function without(stretch: Stretch, silent: Stretch): Stretch[] {
  const before = { from: stretch.from, to: Math.min(stretch.to, silent.from) };
  const after = { from: Math.max(stretch.from, silent.to), to: stretch.to };
  return [before, after].filter(({ from, to }) => from < to);
}

/**
 * When what sounds at `minute` of a weekday must be silent, in minutes since that day's midnight (beyond 1440 where it
 * may sound through the night); null where it must be silent at that minute already.
 */
export function closingAt(openings: Openings, weekday: number, minute: number): number | null {
  const open = openings[weekday - 1]?.find(({ from, to }) => from <= minute && minute < to);
  if (!open) return null;
  let end = open.to;
  // A week without any silence never closes.
  for (let day = weekday; end % DAY_MINUTES === 0 && end < 8 * DAY_MINUTES; day++) {
    const next = openings[day % 7]?.find(({ from }) => from === 0);
    if (!next) break;
    end += next.to;
  }
  return end;
}

/**
 * The minutes of a weekday at which something may start and end before the silence: at each minute of the day it lasts
 * so many minutes.
 */
export function startsThatFit(openings: Openings, weekday: number, lengths: ArrayLike<number>): Uint8Array {
  const starts = new Uint8Array(DAY_MINUTES);
  for (const { from, to } of openings[weekday - 1] ?? []) {
    const closes = closingAt(openings, weekday, from) ?? from;
    for (let at = from; at < to; at++) if (at + (lengths[at] ?? 0) <= closes) starts[at] = 1;
  }
  return starts;
}

/** The last such minute at or before `minute`, and the first after it. */
export function nearestStarts(
  starts: Uint8Array,
  minute: number,
): { before: number | null; after: number | null } {
  const before = starts.lastIndexOf(1, minute);
  const after = starts.indexOf(1, minute + 1);
  return { before: before === -1 ? null : before, after: after === -1 ? null : after };
}
