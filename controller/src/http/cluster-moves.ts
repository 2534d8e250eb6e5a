import type { Area } from '@loa/shared/api/areas';
import type { Cluster, ClusterPatch } from '@loa/shared/api/clusters';
import { areaChain, findArea } from '../db/areas.js';
import { boxIdsAt } from '../db/boxes.js';
import { findCluster } from '../db/clusters.js';
import type { Db } from '../db/database.js';
import { notFound, type ProblemAnswer, problem } from './answer.js';
import { mergedAway } from './merged-away.js';
import { type Target, target } from './route.js';

/** An edit of a cluster touches where it stands, and where it would. `to`: null where it stays. */
export async function changedClusterTarget(
  db: Db,
  clusterId: string,
  patch: ClusterPatch,
): Promise<Target<{ cluster: Cluster; to: Area | null }> | ProblemAnswer> {
  const cluster = await findCluster(db, clusterId);
  if (!cluster) return notFound('cụm loa');
  const moves = patch.areaId !== undefined && patch.areaId !== cluster.areaId;
  const to = moves ? await findArea(db, patch.areaId ?? '') : null;
  if (moves && !to) return notFound('địa bàn');
  return target(to ? [cluster.areaId, to.id] : [cluster.areaId], { cluster, to });
}

/** A box has pinned its commune: in another one it would believe no plan. */
export async function mayNotMove(db: Db, cluster: Cluster, to: Area): Promise<ProblemAnswer | null> {
  if (to.mergedInto !== null) return mergedAway(to);
  if (to.level === 'province') {
    return problem(422, 'wrong_level', 'Cụm loa phải thuộc một xã hoặc thôn, làng. Hãy chọn lại địa bàn.');
  }
  const [from, there] = [await communeOf(db, cluster.areaId), await communeOf(db, to.id)];
  const boxes = await boxIdsAt(db, { areaIds: [], clusterIds: [cluster.id] });
  if (from === there || boxes.length === 0) return null;
  return problem(
    409,
    'another_commune',
    `Bộ thu của cụm “${cluster.name}” đã gắn với xã cũ nên sẽ im ở xã khác. Hãy thay bộ thu ở xã mới, hoặc sáp nhập hai xã.`,
  );
}

async function communeOf(db: Db, areaId: string): Promise<string | null> {
  return (await areaChain(db, areaId)).find(({ level }) => level === 'commune')?.id ?? null;
}
