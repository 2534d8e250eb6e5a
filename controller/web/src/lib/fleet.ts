import { Fleet, type FleetRow, Trouble } from '@loa/shared/api/fleet';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

const Troubles = z.object({ items: z.array(Trouble) });

/** A SIM is told of so many days before it ends; as the controller counts. */
export const SIM_SOON_DAYS = 30;

/** Every receiver of one's own area with SIM, contact and what is wrong. Events make it old. */
export const fleetQuery = queryOptions({
  queryKey: [KEYS.fleet, 'list'],
  queryFn: ({ signal }) => ask('GET', '/fleet', Fleet, { signal }),
});

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
