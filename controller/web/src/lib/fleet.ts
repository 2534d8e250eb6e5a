import { Fleet, type FleetRow, Trouble } from '@loa/shared/api/fleet';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

const Troubles = z.object({ items: z.array(Trouble) });

/** A SIM is told of so many days before it ends; as the controller counts. */
export const SIM_SOON_DAYS = 30;

/** Every receiver at or below an area with SIM, contact and what is wrong; null: one's own area. Events keep it right. */
export function fleetQuery(area: string | null = null) {
  return queryOptions({
    queryKey: [KEYS.fleet, 'list', { area }],
    queryFn: ({ signal }) => ask('GET', '/fleet', Fleet, { signal, query: { area } }),
  });
}

/** What is wrong now, the worst first; null: in all of one's own area. */
export function troublesQuery(area: string | null = null) {
  return queryOptions({
    queryKey: [KEYS.fleet, 'troubles', { area }],
    queryFn: ({ signal }) => ask('GET', '/troubles', Troubles, { signal, query: { area } }),
  });
}

export function simEndsSoon({ state, simDaysLeft }: Pick<FleetRow, 'state' | 'simDaysLeft'>): boolean {
  return state !== 'revoked' && simDaysLeft !== null && simDaysLeft <= SIM_SOON_DAYS;
}
