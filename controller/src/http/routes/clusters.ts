import {
  Cluster,
  ClusterLack,
  ClusterPatch,
  ClusterRow,
  Clusters,
  NewCluster,
} from '@loa/shared/api/clusters';
import { listQuery, searchQuery } from '@loa/shared/api/page';
import { PlaceRulesInForce } from '@loa/shared/api/rules-in-force';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import {
  clusterKey,
  clusterPage,
  countClusters,
  findCluster,
  findClusterRow,
  insertCluster,
  updateCluster,
} from '../../db/clusters.js';
import { rulesInForceOfCluster } from '../../db/rules-in-force.js';
import { notifyPlans } from '../affected-boxes.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { changedClusterTarget, mayNotMove } from '../cluster-moves.js';
import { listAnswer } from '../list-answer.js';
import { mergedAway } from '../merged-away.js';
import { defineRoute, type Route, target } from '../route.js';

export function createClusterRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), rules(ports), change(ports)];
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
      if (area.mergedInto !== null) return mergedAway(area);
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
    summary:
      'List the clusters at or below an area by village and name, with their receivers and whom to call',
    action: 'cluster.read',
    query: z.strictObject({
      area: AreaId.optional(),
      /** Those alone that still lack it. */
      lack: ClusterLack.optional(),
      ...searchQuery,
      ...listQuery,
    }),
    response: { status: 200, schema: Clusters },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, q, lack, ...page } }) {
      const root = area ?? actor.areaId;
      const answer = await listAnswer(page, (rows) => clusterPage(db, { root, q, lack }, rows), clusterKey);
      return answer.kind === 'problem'
        ? answer
        : json({ ...answer.body, counts: await countClusters(db, root) });
    },
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
    response: { status: 200, schema: ClusterRow },
    async target({ params }) {
      const cluster = await findClusterRow(db, params.clusterId);
      return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
    },
    handle: ({ subject }) => json(subject),
  });
}

function rules({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/clusters/{clusterId}/rules-in-force',
    tag: 'clusters',
    summary: 'The hours, volume caps and rules that hold at a cluster, and what would without its own',
    action: 'cluster.read',
    params: z.object({ clusterId: Id }),
    response: { status: 200, schema: PlaceRulesInForce },
    async target({ params }) {
      const cluster = await findCluster(db, params.clusterId);
      return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
    },
    handle: async ({ subject }) => json(await rulesInForceOfCluster(db, subject)),
  });
}

function change({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/clusters/{clusterId}',
    tag: 'clusters',
    summary: 'Change a cluster, or move it to another village: its boxes follow at once, its history stays',
    action: 'cluster.write',
    params: z.object({ clusterId: Id }),
    body: ClusterPatch,
    response: { status: 200, schema: Cluster },
    target: ({ params, body }) => changedClusterTarget(db, params.clusterId, body),
    async handle({ actor, body, subject: { cluster, to } }) {
      const refused = to && (await mayNotMove(db, cluster, to));
      if (refused) return refused;
      const changed = await db.transaction().execute(async (trx) => {
        for (const areaId of to ? [cluster.areaId, to.id] : [cluster.areaId]) {
          await writeAudit(trx, {
            at: clock.now(),
            actor: actor.accountId,
            action: to ? 'cluster.move' : 'cluster.change',
            areaId,
            subject: cluster.id,
            detail: body,
          });
        }
        // A colleague's change since it was read stays.
        return updateCluster(trx, (await findCluster(trx, cluster.id)) ?? cluster, body);
      });
      notifyPlans(changes, await boxIdsAt(db, { areaIds: [], clusterIds: [cluster.id] }));
      return json(changed);
    },
  });
}
