import { Fleet, type FleetRow, type FleetView, Troubles } from '@loa/shared/api/fleet';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';
import { PAGE } from './paged-query.js';

/** A SIM is told of so many days before it ends; as the controller counts. */
export const SIM_SOON_DAYS = 30;

/** As the API has them; what is absent does not filter. */
export interface FleetFilter {
  area?: string | null;
  cluster?: string | null;
  box?: string | null;
  view?: FleetView | null;
  q?: string | null;
  cursor?: string | null;
  limit?: number;
}

/** A page of the receivers with SIM, contact and what is wrong, and how many each view has. Events keep it right. */
export function fleetQuery(filter: FleetFilter = {}) {
  return queryOptions({
    queryKey: [KEYS.fleet, 'list', '/fleet', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask('GET', '/fleet', Fleet, { signal, query: { limit: PAGE, ...filter } }),
  });
}

/** How many a view has; 0 until it is known. */
export function countOf(fleet: Pick<Fleet, 'views'> | undefined, view: FleetView): number {
  return fleet?.views.find((each) => each.view === view)?.count ?? 0;
}

/** As the API has them; what is absent does not filter. `open`: what nobody has to mend. */
export interface TroubleFilter {
  area?: string | null;
  box?: string | null;
  open?: 'true' | null;
  cursor?: string | null;
}

/** A page of what is wrong now, the worst first. */
export function troublesQuery(filter: TroubleFilter = {}) {
  return queryOptions({
    queryKey: [KEYS.fleet, 'list', '/troubles', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask('GET', '/troubles', Troubles, { signal, query: { limit: PAGE, ...filter } }),
  });
}

export function simEndsSoon({ state, simDaysLeft }: Pick<FleetRow, 'state' | 'simDaysLeft'>): boolean {
  return state !== 'revoked' && simDaysLeft !== null && simDaysLeft <= SIM_SOON_DAYS;
}
