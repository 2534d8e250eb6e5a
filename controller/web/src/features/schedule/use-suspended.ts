import { useQuery } from '@tanstack/react-query';
import { areasQuery } from '../../lib/areas.js';
import { suspensionsIn } from '../../lib/suspensions.js';
import { type Suspended, suspendedOn } from './suspended.js';
import { addDays, WEEK_DAYS } from './week.js';

/** Those that hold in the seven days from a civil date on. */
export const suspensionsOfWeek = (areaId: string, from: string) =>
  suspensionsIn(areaId, { from, until: addDays(from, WEEK_DAYS - 1) });

/** What is silent in an area on each of the seven days from a civil date on; one request for all days. */
export function useSuspended(areaId: string, from: string) {
  const { data, error, refetch } = useQuery(suspensionsOfWeek(areaId, from));
  const { data: areas } = useQuery(areasQuery);
  const on = (date: string): readonly Suspended[] =>
    areas && data ? suspendedOn(data.items, { areaId, areas }, date) : [];
  return { on, error, refetch: () => void refetch() };
}
