import { Outlook } from '@loa/shared/api/answers';
import type { Area } from '@loa/shared/api/areas';
import { AreaId, Id } from '@loa/shared/ids';
import { placeName } from '@loa/shared/place-name';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { findCluster, listClusters } from '../../db/clusters.js';
import type { Db } from '../../db/database.js';
import { outlookOf } from '../../db/outlook-view.js';
import { badFields, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** More would be a report, not a page. */
const MAX_CLUSTERS = 30;

/** Exactly one of `area` (a village) and `cluster`. */
const OutlookQuery = z.strictObject({
  area: AreaId.optional(),
  cluster: Id.optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
});

/** What a village will hear in the next days, and whether it is ready. */
export function createOutlookRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/outlook',
      tag: 'answers',
      summary: 'What a village or a cluster will hear in the next days, what is missing, and who is ready',
      action: 'schedule.read',
      query: OutlookQuery,
      response: { status: 200, schema: Outlook },
      async target({ query }) {
        if ((query.area === undefined) === (query.cluster === undefined)) {
          return badFields([{ field: 'area', message: 'Hãy chọn một thôn, làng hoặc một cụm loa.' }]);
        }
        const place = await placeOf(db, query);
        return place ? target([place.area.id], place) : notFound('địa bàn hoặc cụm loa');
      },
      async handle({ query, subject: { area, clusters } }) {
        if (clusters.length > MAX_CLUSTERS) {
          return problem(
            422,
            'too_wide',
            `${placeName(area)} có ${clusters.length} cụm loa, quá nhiều để xem một lần. Hãy chọn một thôn, làng.`,
          );
        }
        return json(await outlookOf(db, { area, clusters, now: clock.now(), days: query.days }));
      },
    }),
  ];
}

async function placeOf(db: Db, asked: { area?: string | undefined; cluster?: string | undefined }) {
  const cluster = asked.cluster === undefined ? null : await findCluster(db, asked.cluster);
  const areaId = cluster?.areaId ?? asked.area;
  const area: Area | null = areaId === undefined ? null : await findArea(db, areaId);
  if (!area) return null;
  return { area, clusters: cluster ? [cluster] : await listClusters(db, area.id) };
}
