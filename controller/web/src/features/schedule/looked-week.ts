import type { Me } from '@loa/shared/api/session';
import { areasQuery } from '../../lib/areas.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import type { Ahead } from '../../lib/page.js';
import { suspensionsOfWeek } from './use-suspended.js';
import { mondayOf, weekQuery } from './week.js';

/** The place and the week that an address asks for; one's own area and today where it says nothing. */
export function lookedWeek(get: (name: string) => string | null, { areaId }: Me, today: string) {
  const day = /^\d{4}-\d\d-\d\d$/.exec(get('ngay') ?? '')?.[0] ?? today;
  return { areaId: get('noi') ?? areaId, day, monday: mondayOf(day) };
}

/** What the page reads first. */
export function readAhead({ client, me, address }: Ahead): Promise<unknown> {
  const { areaId, monday } = lookedWeek((name) => address.get(name), me, civilDate(now()));
  return Promise.all([
    client.prefetchQuery(weekQuery(areaId, monday)),
    client.prefetchQuery(suspensionsOfWeek(areaId, monday)),
    client.prefetchQuery(areasQuery),
  ]);
}
