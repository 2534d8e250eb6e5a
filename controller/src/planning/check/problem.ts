import type { Instant } from '@loa/shared/instant';
import type { SoundWindow } from '@loa/shared/sound-window';
import type { PlaceLimits } from '../inputs.js';
import type { RunLength } from '../programme/run-length.js';

/** A place that a schedule would sound at, as staff call it: "làng Ơi Briu". */
export interface CheckedPlace {
  name: string;
  zone: string;
  /** The strictest of its areas and cluster, as the box gets them (`effectiveHours`). */
  hours: readonly SoundWindow[];
  limits: PlaceLimits;
  /** One whole run as it is heard there: by its languages, and by the time at which it begins. */
  length: RunLength;
  /** What other schedules have there on a civil date already; not the schedule that is being changed. */
  dayLoad(date: string): DayLoad;
}

/** What stands in the calendar of a place on one day. */
export interface DayLoad {
  count: number;
  /** All of it together, milliseconds. */
  ms: number;
  runs(): Iterable<LoadedRun>;
}

/** A run that stands in the calendar. */
export interface LoadedRun {
  name: string;
  startsAt: Instant;
  durationMs: number;
}

/** Why a schedule cannot be saved as it is, or what its author should know. `text` is Vietnamese and says what to do. */
export interface ScheduleProblem {
  code:
    | 'no_audience'
    | 'past'
    | 'never'
    | 'outside_hours'
    | 'quiet_time'
    | 'does_not_fit'
    | 'closed_all_day'
    | 'programme_too_long'
    | 'session_too_long'
    | 'day_limit'
    | 'early_morning'
    | 'own_overlap'
    | 'outside_validity'
    | 'approval_ends'
    | 'missing_dates';
  text: string;
  /** The local time that is in the way, where `nearest` may take its place. */
  time?: string;
  /** The allowed local times nearest to the one asked for: the one before, the one after, as far as there are any. */
  nearest?: string[];
  /** Of the limits of a day: its own length alone is too much, and nothing else that sounds there. */
  alone?: true;
  /** The bulletin with which it can be mended. */
  bulletinId?: string;
}

/** The same trouble at any place: `text` takes the names of those that have it. */
export interface Finding {
  code: ScheduleProblem['code'];
  place: string;
  text: (places: string) => string;
  time?: string;
  nearest?: string[];
  alone?: true;
}

/** How many places a text names before it only counts them. */
const NAMED_PLACES = 3;

/** One problem for each different text, naming the places that share it. */
export function gather(findings: readonly Finding[]): ScheduleProblem[] {
  const groups = new Map<string, { finding: Finding; places: Set<string> }>();
  for (const finding of findings) {
    const key = `${finding.code}|${finding.text('')}`;
    const group = groups.get(key) ?? { finding, places: new Set() };
    groups.set(key, group);
    group.places.add(finding.place);
  }
  return [...groups.values()].map(({ finding: { code, text, time, nearest, alone }, places }) => ({
    code,
    text: capital(text(listOf([...places]))),
    ...(time === undefined || nearest === undefined || nearest.length === 0 ? {} : { time, nearest }),
    ...(alone === undefined ? {} : { alone }),
  }));
}

/** "làng Ơi Briu, làng Kte, làng Amil và 5 nơi khác". */
function listOf(places: readonly string[]): string {
  const named = places.slice(0, NAMED_PLACES).join(', ');
  const more = places.length - NAMED_PLACES;
  return more > 0 ? `${named} và ${more} nơi khác` : named;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
