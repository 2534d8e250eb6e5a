import { AreaPatch } from '@loa/shared/api/areas';
import { ClusterPatch } from '@loa/shared/api/clusters';
import { EditPreview } from '@loa/shared/api/edit-preview';
import { AreaId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { changedArea, findArea } from '../../db/areas.js';
import { boxIdsAt } from '../../db/boxes.js';
import { changedCluster } from '../../db/clusters.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { changedClusterTarget, mayNotMove } from '../cluster-moves.js';
import { editPreview } from '../edit-preview.js';
import { defineRoute, type Route, target } from '../route.js';

/** What falls silent, moves or is cut by other hours and rules of a place, before anybody says so. */
export function createPlacePreviewRoutes(ports: ApiPorts): Route[] {
  return [previewArea(ports), previewCluster(ports)];
}

function previewArea({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/areas/{areaId}/preview',
    tag: 'areas',
    summary: 'What other hours and rules of an area would change in the next days, without saving them',
    action: 'area.write',
    params: z.object({ areaId: AreaId }),
    body: AreaPatch,
    response: { status: 200, schema: EditPreview },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ body, subject: area }) {
      const where = { areaIds: [area.id], clusterIds: [] };
      const after = { areas: [changedArea(area, body)] };
      const boxIds = await boxIdsAt(db, where);
      return json(await editPreview(db, { after, boxIds, where, now: clock.now() }));
    },
  });
}

function previewCluster({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/clusters/{clusterId}/preview',
    tag: 'clusters',
    summary: 'What an edit or a move of a cluster would change in the next days, without saving it',
    action: 'cluster.write',
    params: z.object({ clusterId: Id }),
    body: ClusterPatch,
    response: { status: 200, schema: EditPreview },
    target: ({ params, body }) => changedClusterTarget(db, params.clusterId, body),
    async handle({ body, subject: { cluster, to } }) {
      const refused = to && (await mayNotMove(db, cluster, to));
      if (refused) return refused;
      const where = { areaIds: [], clusterIds: [cluster.id] };
      const after = { clusters: [changedCluster(cluster, body)] };
      const boxIds = await boxIdsAt(db, where);
      return json(await editPreview(db, { after, boxIds, where, to, now: clock.now() }));
    },
  });
}
