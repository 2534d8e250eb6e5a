import type { Area } from '@loa/shared/api/areas';
import { type Delivered, Overview } from '@loa/shared/api/overview';
import { AreaId } from '@loa/shared/ids';
import { placeName } from '@loa/shared/place-name';
import { z } from 'zod';
import { areaChain, findArea, listAreas } from '../../db/areas.js';
import { add, deliveredByDay, NOTHING } from '../../db/delivered.js';
import { zoneOf } from '../../db/planning-places.js';
import { addDays, civilTime, weekdayOf } from '../../planning/calendar/civil-time.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { countsOf, fleetOf } from '../fleet-rows.js';
import { defineRoute, type Route, target } from '../route.js';

/** So many of the newest weeks are a place's own figures: one week alone is chance. */
const LATELY_WEEKS = 2;
const WEEK_DAYS = 7;

/** For those who answer for many places: how each does, side by side, and week by week. */
export function createOverviewRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/overview',
      tag: 'answers',
      summary:
        'How an area and the places right below it do: loudspeakers, and what was delivered week by week',
      action: 'playback.read',
      query: z.strictObject({
        area: AreaId.optional(),
        weeks: z.coerce.number().int().min(1).max(26).default(8),
      }),
      response: { status: 200, schema: Overview },
      async target({ actor, query }) {
        const area = await findArea(db, query.area ?? actor.areaId);
        return area ? target([area.id], area) : notFound('địa bàn');
      },
      async handle({ query, subject: area, signal }) {
        const civil = civilTime(zoneOf(await areaChain(db, area.id)));
        const today = civil.dateOf(clock.now());
        const monday = addDays(today, 1 - weekdayOf(today));
        // The places' own figures look further back than one week.
        const counted = Math.max(query.weeks, LATELY_WEEKS);
        const first = addDays(monday, -WEEK_DAYS * (counted - 1));
        const dates = Array.from({ length: counted * WEEK_DAYS }, (_, day) => addDays(first, day));
        const days = dates.map(
          (date) => [civil.startOfDay(date), civil.startOfDay(addDays(date, 1))] as const,
        );
        const delivered = await deliveredByDay(db, { root: area.id, days, signal });
        const weeks = Array.from({ length: counted }, (_, week) => ({
          monday: addDays(first, week * WEEK_DAYS),
          ...sum(
            delivered.slice(week * WEEK_DAYS, (week + 1) * WEEK_DAYS).flatMap((day) => [...day.values()]),
          ),
        })).slice(-query.weeks);
        const areas = await listAreas(db, area.id);
        const placeOf = placesBelow(areas, area.id);
        const { items, counts } = await fleetOf(db, area.id, clock.now());
        const lately = byPlace(delivered.slice(-LATELY_WEEKS * WEEK_DAYS), placeOf);
        const untilToday = dates.indexOf(today) + 1;
        const lastSevenDays = byPlace(delivered.slice(untilToday - WEEK_DAYS, untilToday), placeOf);
        const places = areas
          .filter(({ parentId, mergedInto }) => parentId === area.id && mergedInto === null)
          .map((place) => ({
            ...{ areaId: place.id, name: placeName(place), population: place.population },
            fleet: countsOf(items.filter(({ areaId }) => placeOf.get(areaId) === place.id)),
            delivered: lately.get(place.id) ?? NOTHING,
            lastSevenDays: lastSevenDays.get(place.id) ?? NOTHING,
          }));
        return json({ areaId: area.id, areaName: placeName(area), fleet: counts, weeks, places });
      },
    }),
  ];
}

const sum = (counts: readonly Delivered[]) => counts.reduce(add, NOTHING);

/** What became of these days' playbacks, by the place right below the root. */
function byPlace(
  days: readonly ReadonlyMap<string, Delivered>[],
  placeOf: ReadonlyMap<string, string>,
): Map<string, Delivered> {
  const found = new Map<string, Delivered>();
  for (const [areaId, counts] of days.flatMap((day) => [...day])) {
    const place = placeOf.get(areaId);
    if (place !== undefined) found.set(place, add(found.get(place) ?? NOTHING, counts));
  }
  return found;
}

/** By the id of every area below: the place right below the root that it lies in. */
function placesBelow(areas: readonly Area[], root: string): Map<string, string> {
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
  const found = new Map<string, string>();
  for (const { id } of areas) {
    let at = id;
    for (let up = parents.get(at); up && up !== root; up = parents.get(at)) at = up;
    if (at !== root) found.set(id, at);
  }
  return found;
}
