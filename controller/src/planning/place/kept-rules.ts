import type { PlaceRules } from '@loa/shared/place-rules';
import type { SoundWindow } from '@loa/shared/sound-window';
import { strictestHours } from './hours.js';

/** What a place says of its own, beside what holds above it. */
export interface OwnRules {
  hours: SoundWindow[] | null;
  rules: PlaceRules;
}

/**
 * What a part of a place says for itself once that place is gone: its own, and the place's where that is stricter, or
 * where the part had no custom. So what was near its loudspeakers, a school or a sleeper, is still heeded there.
 */
export function keptRules(gone: OwnRules, part: OwnRules): OwnRules {
  const layers = [gone.hours, part.hours].filter((hours) => hours !== null);
  const [above, own] = [gone.rules, part.rules];
  return {
    hours: layers.length === 0 ? null : strictestHours(layers),
    rules: {
      quiet: withoutTwins([...above.quiet, ...own.quiet]),
      neighbours: withoutTwins([...above.neighbours, ...own.neighbours]),
      maxSessionMinutes: smaller(above.maxSessionMinutes, own.maxSessionMinutes),
      maxDayMinutes: smaller(above.maxDayMinutes, own.maxDayMinutes),
      maxSessionsPerDay: smaller(above.maxSessionsPerDay, own.maxSessionsPerDay),
      languagePolicy: own.languagePolicy ?? above.languagePolicy,
      repeatInEvening: own.repeatInEvening ?? above.repeatInEvening,
    },
  };
}

function withoutTwins<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((each) => [JSON.stringify(each), each])).values()];
}

function smaller(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
