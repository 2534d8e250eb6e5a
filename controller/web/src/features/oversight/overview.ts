import { type Delivered, Overview } from '@loa/shared/api/overview';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
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

/** Without the weeks before anything was due: a commune that has just begun has no past to show. Pure. */
export function begun(weeks: Overview['weeks']): Overview['weeks'] {
  const first = weeks.findIndex((week) => shareOf(week) !== null);
  return first < 0 ? [] : weeks.slice(first);
}

type Place = Overview['places'][number];
const ORDER = new Intl.Collator('vi', { numeric: true });

/** By name, or those first where least was heard; places where nothing was due stand last then. Pure. */
export function sorted(places: readonly Place[], by: 'need' | 'name'): Place[] {
  const need = ({ delivered }: Place) => shareOf(delivered) ?? 2;
  return places.toSorted((a, b) => (by === 'need' ? need(a) - need(b) : 0) || ORDER.compare(a.name, b.name));
}
