import { minutesOfDay } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/sound-window';

const DAY_MINUTES = 1440;
const MORNING_ENDS = '06:00';
const EVENING_BEGINS = '18:00';
const NOON = 12 * 60;
/** The early-morning cap of the usual hours, where none is told to begin from. */
const EARLY_DB = -6;

/** How loud at most, dB, from a time of day until that of the next. */
export interface LevelPart {
  from: string;
  maxGainDb: number;
}

/**
 * Hours as they are typed: when, and how loud in which part of the day, each by itself. So whoever moves an hour, or adds
 * one, leaves the early morning as quiet as it was.
 */
export interface HoursDraft {
  stretches: readonly { from: string; to: string }[];
  /** Early morning, day, evening at least; the first begins at 00:00. */
  parts: readonly LevelPart[];
}

/** Hours as they are stored, as they are typed. Pure. */
export function draftOf(windows: readonly SoundWindow[]): HoursDraft {
  const caps = capsOf(windows);
  const open = windowsAlong(caps.map((cap) => (cap === null ? null : 0)));
  return { stretches: open.map(({ from, to }) => ({ from, to })), parts: partsOf(caps) };
}

/** Hours as they are typed, as they are stored: without overlaps, each with the cap of its part of the day. Pure. */
export function windowsOf({ stretches, parts }: HoursDraft): SoundWindow[] {
  const open = capsOf(stretches.map((stretch) => ({ ...stretch, maxGainDb: 0 })));
  return windowsAlong(open.map((cap, minute) => (cap === null ? null : levelAt(parts, minute))));
}

/** Where it may sound before and after, and louder after: those windows of `after`. Pure. */
export function louderIn(before: readonly SoundWindow[], after: readonly SoundWindow[]): SoundWindow[] {
  const was = capsOf(before);
  return windowsAlong(
    capsOf(after).map((cap, minute) => (cap !== null && cap > (was[minute] ?? cap) ? cap : null)),
  );
}

/** The hours that both allow, as quiet as the quieter asks. Pure. */
export function within(hours: readonly SoundWindow[], above: readonly SoundWindow[]): SoundWindow[] {
  const limits = capsOf(above);
  return windowsAlong(
    capsOf(hours).map((cap, minute) => {
      const limit = limits[minute] ?? null;
      return cap === null || limit === null ? null : Math.min(cap, limit);
    }),
  );
}

/** The cap of a minute, dB; null: silent. */
type Cap = number | null;

/** Of each minute of a day. Where windows overlap the louder one counts, as everywhere. */
function capsOf(windows: readonly SoundWindow[]): Cap[] {
  const caps = new Array<Cap>(DAY_MINUTES).fill(null);
  for (const { from, to, maxGainDb } of windows) {
    for (let minute = minutesOfDay(from); minute < minutesOfDay(to); minute++) {
      caps[minute] = Math.max(caps[minute] ?? maxGainDb, maxGainDb);
    }
  }
  return caps;
}

function windowsAlong(caps: readonly Cap[]): SoundWindow[] {
  const windows: SoundWindow[] = [];
  let begin = 0;
  for (let minute = 1; minute <= DAY_MINUTES; minute++) {
    const cap = caps[begin] ?? null;
    if (minute < DAY_MINUTES && caps[minute] === cap) continue;
    if (cap !== null) windows.push({ from: timeOf(begin), to: timeOf(minute), maxGainDb: cap });
    begin = minute;
  }
  return windows;
}

/** The caps as they change in the course of the day, with a change at 06:00 and at 18:00 where that half has none. */
function partsOf(caps: readonly Cap[]): LevelPart[] {
  const windows = windowsAlong(caps);
  if (windows.length === 0) return usualParts();
  const parts: LevelPart[] = [];
  for (const { from, maxGainDb } of windows) {
    if (maxGainDb !== parts.at(-1)?.maxGainDb)
      parts.push({ from: parts.length === 0 ? '00:00' : from, maxGainDb });
  }
  const changes = parts.slice(1).map(({ from }) => minutesOfDay(from));
  if (!changes.some((minute) => minute < NOON)) divide(parts, MORNING_ENDS);
  if (!changes.some((minute) => minute >= NOON)) divide(parts, EVENING_BEGINS);
  return parts;
}

const usualParts = (): LevelPart[] => [
  { from: '00:00', maxGainDb: EARLY_DB },
  { from: MORNING_ENDS, maxGainDb: 0 },
  { from: EVENING_BEGINS, maxGainDb: 0 },
];

function divide(parts: LevelPart[], from: string): void {
  const before = parts.filter((part) => part.from < from);
  const last = before.at(-1);
  if (last) parts.splice(before.length, 0, { ...last, from });
}

function levelAt(parts: readonly LevelPart[], minute: number): Cap {
  return parts.filter(({ from }) => minutesOfDay(from) <= minute).at(-1)?.maxGainDb ?? null;
}

function timeOf(minute: number): string {
  const [h, m] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
  return `${h}:${m}`;
}
