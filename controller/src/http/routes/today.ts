import { Today } from '@loa/shared/api/today';
import { AreaId } from '@loa/shared/ids';
import { DAY, HOUR } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import { z } from 'zod';
import { dueReviews } from '../../db/access-reviews.js';
import { accountNames } from '../../db/accounts.js';
import { areaChain, findArea, listAreas } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import { listDecisions } from '../../db/decisions.js';
import { add, deliveredByDay, NOTHING } from '../../db/delivered.js';
import { endingStations } from '../../db/stations.js';
import { activeStops } from '../../db/stops.js';
import { bulletinCounts, lostSince } from '../../db/today.js';
import { itemsBetween } from '../../db/today-items.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { RENEW_MS } from '../approving.js';
import { roleMay } from '../authorise.js';
import { isSilent } from '../box-trouble.js';
import { civilDateAt, fleetOf, SIM_SOON_DAYS, simsOf } from '../fleet-rows.js';
import { defineRoute, type Route, target } from '../route.js';
import { startOfToday } from '../start-of-today.js';
import { endingApprovals } from '../waiting-airs.js';

/** The longest that one item may last: what began before may sound still. */
const LONGEST_MS = 9 * HOUR;
/** A day of a commune in five languages; how many there are besides, the answer says. */
const ITEMS = 60;
const LOST_LINES = 20;

/** Everything of the home page in one answer. */
export function createTodayRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/today',
      tag: 'answers',
      summary: 'What sounds now and next, what was lost today, what is silent, what waits for somebody',
      action: 'playback.read',
      query: z.strictObject({ area: AreaId.optional() }),
      response: { status: 200, schema: Today },
      async target({ actor, query }) {
        const area = await findArea(db, query.area ?? actor.areaId);
        return area ? target([area.id], area) : notFound('địa bàn');
      },
      async handle({ actor, subject: area, signal }) {
        const [root, now] = [area.id, clock.now()];
        const since = await startOfToday(db, root, now);
        const fleet = await fleetOf(db, root, now);
        const lost = await lostSince(db, { root, since, now, limit: LOST_LINES });
        const [today] = await deliveredByDay(db, { root, days: [[since, now + 1]], signal });
        const counts = [...(today?.values() ?? [])].reduce(add, NOTHING);
        const { waiting, ...mine } = await bulletinCounts(db, root, actor.accountId);
        const decisions = await listDecisions(db, root);
        return json({
          ...{ areaId: root, areaName: placeName(area), now },
          date: await civilDateAt(db, root, now),
          ...(await sounding(db, root, now)),
          lost,
          lostCount: counts.lost,
          finishedCount: counts.finished,
          silent: fleet.items
            .filter(({ state, condition }) => state !== 'revoked' && isSilent(condition))
            .map(({ boxId, name, areaName, clusterName, trouble, condition }) => ({
              ...{ boxId, boxName: name, areaName, clusterName },
              ...{ text: trouble?.text ?? '', since: condition.since },
            })),
          fleet: fleet.counts,
          waitingApprovals: waiting,
          endingApprovals: await endingApprovals(db, root, now),
          endingStations: await endingStations(db, { root, from: now, until: now + RENEW_MS }),
          ...mine,
          sims: simsOf(fleet, SIM_SOON_DAYS),
          stops: await stopsOf(db, root, now),
          reviews: roleMay(actor, 'account.read').ok ? await dueReviews(db, { root, now }) : [],
          openDecisions: decisions.filter(({ winner }) => winner === null).length,
        });
      },
    }),
  ];
}

async function sounding(db: Db, root: string, now: number) {
  const playing = await itemsBetween(db, {
    ...{ root, from: now - LONGEST_MS, until: now + HOUR, limit: ITEMS },
    states: ['claimed', 'started', 'suspended'],
  });
  const next = await itemsBetween(db, {
    ...{ root, from: now, until: now + DAY, limit: ITEMS },
    states: ['planned', 'ready'],
  });
  return {
    ...{ playing: playing.items, playingCount: playing.count },
    ...{ next: next.items, nextCount: next.count },
  };
}

/** So many are told of; “Dừng loa” says on every page that there are more. */
const MOST_STOPS = 100;

async function stopsOf(db: Db, root: string, now: number) {
  const above = (await areaChain(db, root)).map(({ id }) => id);
  const stops = await activeStops(db, { root, above, now }, { after: null, limit: MOST_STOPS });
  const nameOf = await accountNames(
    db,
    stops.map(({ createdBy }) => createdBy),
  );
  const areas = stops.length === 0 ? [] : [...(await areaChain(db, root)), ...(await listAreas(db, root))];
  const names = new Map(areas.map(({ id, kind, name }) => [id, placeName({ kind, name })]));
  return stops.map((stop) => ({
    ...{ ...stop, areaName: names.get(stop.areaId) ?? '', createdByName: nameOf(stop.createdBy) },
  }));
}
