import { DAY, type Instant, MINUTE, minutesOfDay } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/sound-window';
import type { CivilTime } from '../calendar/civil-time.js';

const DAY_MINUTES = 1440;

/** Where nobody set hours: 05:30-21:00, quieter before 06:00 (complaints of 12/2025 were about early mornings). */
export const DEFAULT_HOURS: readonly SoundWindow[] = [
  { from: '05:30', to: '06:00', maxGainDb: -6 },
  { from: '06:00', to: '21:00', maxGainDb: 0 },
];

/**
 * The hours that every layer (province, commune, village, cluster) allows, with the lowest gain cap among them.
 * Layers that say nothing are left out by the caller; without any, the default holds.
 */
export function strictestHours(layers: readonly (readonly SoundWindow[])[]): SoundWindow[] {
  const [first, ...rest] = layers;
  if (!first) return [...DEFAULT_HOURS];
  return rest.reduce<SoundWindow[]>((allowed, layer) => allowed.flatMap((a) => cut(a, layer)), [...first]);
}

function cut(window: SoundWindow, layer: readonly SoundWindow[]): SoundWindow[] {
  return layer.flatMap((other) => {
    const from = window.from > other.from ? window.from : other.from;
    const to = window.to < other.to ? window.to : other.to;
    return from < to ? [{ from, to, maxGainDb: Math.min(window.maxGainDb, other.maxGainDb) }] : [];
  });
}

/** The end of the unbroken allowed time that holds `at`, at most a day ahead; null where `at` is not allowed. */
export function openUntil(at: Instant, hours: readonly SoundWindow[], civil: CivilTime): Instant | null {
  const openAt = (minute: number) =>
    hours.filter((w) => minutesOfDay(w.from) <= minute && minute < minutesOfDay(w.to));
  let cursor = at;
  while (cursor < at + DAY) {
    const minute = civil.minuteOf(cursor);
    const open = openAt(minute);
    if (open.length === 0) break;
    const close = Math.max(...open.map((w) => minutesOfDay(w.to)));
    const end = civil.instantOfDay(civil.dayOf(cursor), close);
    // In the second pass of a DST overlap the wall time names the first pass: go by the minutes left.
    if (end <= cursor) cursor += (close - minute) * MINUTE;
    else if (civil.minuteOf(end) === close % DAY_MINUTES) cursor = end;
    else cursor = firstClosed(cursor, end, (at) => openAt(civil.minuteOf(at)).length > 0);
  }
  return cursor > at ? cursor : null;
}

/** A window whose end a DST gap swallows closes as the gap begins, for a box asks its wall clock. */
function firstClosed(from: Instant, until: Instant, isOpen: (at: Instant) => boolean): Instant {
  let at = Math.ceil(from / MINUTE) * MINUTE;
  while (at < until && isOpen(at)) at += MINUTE;
  return at;
}

/** A stretch of the day in minutes since midnight; `to` is excluded. */
export interface Stretch {
  from: number;
  to: number;
}

/** The hours without their volume caps, touching windows joined: what people call "the broadcasting hours". */
export function stretchesOf(hours: readonly SoundWindow[]): Stretch[] {
  const joined: Stretch[] = [];
  const sorted = hours
    .map((w) => ({ from: minutesOfDay(w.from), to: minutesOfDay(w.to) }))
    .sort((a, b) => a.from - b.from);
  for (const window of sorted) {
    const last = joined.at(-1);
    if (last && window.from <= last.to) last.to = Math.max(last.to, window.to);
    else joined.push({ ...window });
  }
  return joined;
}
