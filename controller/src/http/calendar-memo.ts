import type { Area } from '@loa/shared/api/areas';
import { type Instant, MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';

/** Phones ask every hour: none is the worse for it. */
const HOLDS_MS = 5 * MINUTE;

/**
 * Makes an area's calendar once, however many phones ask for it: planning weeks of a commune takes tenths of a second,
 * in which the controller does nothing else.
 */
export function rememberCalendars(
  clock: Clock,
  make: (area: Area, now: Instant) => Promise<string>,
): (area: Area) => Promise<string> {
  const made = new Map<string, { at: Instant; body: Promise<string> }>();
  return (area) => {
    const now = clock.now();
    for (const [id, { at }] of made) if (Math.abs(now - at) >= HOLDS_MS) made.delete(id);
    const known = made.get(area.id);
    if (known) return known.body;
    const body = make(area, now);
    made.set(area.id, { at: now, body });
    // What could not be made is tried again by the next.
    body.catch(() => made.delete(area.id));
    return body;
  };
}
