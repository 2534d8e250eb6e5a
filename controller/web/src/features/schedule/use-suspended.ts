import { useQuery } from '@tanstack/react-query';
import { areasQuery } from '../../lib/areas.js';
import { suspensionsQuery } from '../../lib/suspensions.js';
import { type Suspended, suspendedOn } from './suspended.js';

/** What is silent in an area on each day; one request for all days. */
export function useSuspended(areaId: string) {
  const { data, error, refetch } = useQuery(suspensionsQuery(areaId));
  const { data: areas } = useQuery(areasQuery);
  const on = (date: string): readonly Suspended[] =>
    areas && data ? suspendedOn(data.items, { areaId, areas }, date) : [];
  return { on, error, refetch: () => void refetch() };
}
