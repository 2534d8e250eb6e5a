import { Cluster, ClusterPatch, NewCluster } from '@loa/shared/api/clusters';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import { findCluster, insertCluster, listClusters, updateCluster } from '../../db/clusters.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

export function createClusterRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), change(ports)];
}

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/clusters',
    tag: 'clusters',
    summary: 'Create a cluster of loudspeakers',
    action: 'cluster.write',
    body: NewCluster,
    response: { status: 201, schema: Cluster },
    async target({ body }) {
      const area = await findArea(db, body.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body, subject: area }) {
      if (area.level === 'province') {
        return problem(
          422,
          'wrong_level',
          'Cụm loa phải thuộc một xã hoặc thôn, làng. Hãy chọn lại địa bàn.',
        );
      }
      const cluster: Cluster = { ...body, id: newId('cluster', random), createdAt: clock.now() };
      await db.transaction().execute(async (trx) => {
        await insertCluster(trx, cluster);
        await writeAudit(trx, {
          at: cluster.createdAt,
          actor: actor.accountId,
          action: 'cluster.create',
          areaId: cluster.areaId,
          subject: cluster.id,
          detail: { name: cluster.name },
        });
      });
      return json(cluster, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/clusters',
    tag: 'clusters',
    summary: 'List the clusters at or below an area',
    action: 'cluster.read',
    query: z.strictObject({ area: AreaId.optional() }),
    response: { status: 200, schema: z.object({ items: z.array(Cluster) }) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: async ({ actor, query }) => json({ items: await listClusters(db, query.area ?? actor.areaId) }),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/clusters/{clusterId}',
    tag: 'clusters',
    summary: 'One cluster',
    action: 'cluster.read',
    params: z.object({ clusterId: Id }),
    response: { status: 200, schema: Cluster },
    async target({ params }) {
      const cluster = await findCluster(db, params.clusterId);
      return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
    },
    handle: ({ subject }) => json(subject),
  });
}

function change({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/clusters/{clusterId}',
    tag: 'clusters',
    summary: 'Change a cluster; new hours, languages and volume reach its boxes at once',
    action: 'cluster.write',
    params: z.object({ clusterId: Id }),
    body: ClusterPatch,
    response: { status: 200, schema: Cluster },
    async target({ params }) {
      const cluster = await findCluster(db, params.clusterId);
      return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
    },
    async handle({ actor, body, subject: cluster }) {
      const changed = await db.transaction().execute(async (trx) => {
        await writeAudit(trx, {
          at: clock.now(),
          actor: actor.accountId,
          action: 'cluster.change',
          areaId: cluster.areaId,
          subject: cluster.id,
          detail: body,
        });
        return updateCluster(trx, cluster, body);
      });
      changes.notify({
        kind: 'plans',
        boxIds: await boxIdsAt(db, { areaIds: [], clusterIds: [cluster.id] }),
      });
      return json(changed);
    },
  });
}
