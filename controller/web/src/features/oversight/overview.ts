import { type Delivered, Overview } from '@loa/shared/api/overview';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { byName } from '../../lib/by-name.js';
import { KEYS } from '../../lib/keys.js';

/** Eight weeks are counted anew no oftener than this: it is much to count, and changes slowly, milliseconds. */
const FRESH_MS = 5 * 60_000;

/** Null: one's own area. */
export const overviewQuery = (area: string | null) =>
  queryOptions({
    queryKey: [KEYS.overview, { area }],
    queryFn: ({ signal }) => ask('GET', '/overview', Overview, { signal, query: { area } }),
    staleTime: FRESH_MS,
  });

/** Of what was not meant to be silent, the share that was heard to the end; null: nothing was due. Pure. */
export function shareOf({ finished, lost }: Delivered): number | null {
  return finished + lost === 0 ? null : finished / (finished + lost);
}

/** Of several places together. Pure. */
export function total(counts: readonly Delivered[]): Delivered {
  const of = (what: keyof Delivered) => counts.reduce((sum, each) => sum + each[what], 0);
  return { finished: of('finished'), lost: of('lost'), meant: of('meant') };
}

/** Without the weeks before anything was due: a commune that has just begun has no past to show. Pure. */
export function begun(weeks: Overview['weeks']): Overview['weeks'] {
  const first = weeks.findIndex((week) => shareOf(week) !== null);
  return first < 0 ? [] : weeks.slice(first);
}

/** One of those right below, side by side. */
export type Place = Overview['places'][number];

/** By name, or those first where least was heard; places where nothing was due stand last then. Pure. */
export function sorted(places: readonly Place[], by: 'need' | 'name'): Place[] {
  const need = ({ delivered }: Place) => shareOf(delivered) ?? 2;
  return [...places].sort((a, b) => (by === 'need' ? need(a) - need(b) : 0) || byName(a.name, b.name));
}

/** Below this a place wants a look, below the next somebody to go there. */
export const FAIR = 0.97;
export const POOR = 0.9;

/** Why a place wants a look. */
export type Want = 'nothingHeard' | 'nothingDue' | 'poorlyHeard' | 'littleHeard' | 'silent' | 'noLoudspeaker';

/** By the last seven days; null: it does well. Pure. */
export function wantOf({ fleet, lastSevenDays }: Place): Want | null {
  if (fleet.all === 0) return 'noLoudspeaker';
  const share = shareOf(lastSevenDays);
  if (share === null) return 'nothingDue';
  if (share === 0) return 'nothingHeard';
  if (share < POOR) return 'poorlyHeard';
  if (share < FAIR) return 'littleHeard';
  return fleet.silent > 0 ? 'silent' : null;
}

/** In this order; the others by what was heard. */
const FIRST: Partial<Record<Want, number>> = { nothingHeard: -2, nothingDue: -1, noLoudspeaker: 2 };

/** Those that want a look: where nothing was heard first, then where least was; at the end who has no loudspeaker. Pure. */
export function needy(places: readonly Place[]): { place: Place; want: Want }[] {
  const rank = ({ place, want }: { place: Place; want: Want }) =>
    FIRST[want] ?? shareOf(place.lastSevenDays) ?? 0;
  return places
    .flatMap((place) => {
      const want = wantOf(place);
      return want === null ? [] : [{ place, want }];
    })
    .sort((a, b) => rank(a) - rank(b) || byName(a.place.name, b.place.name));
}
