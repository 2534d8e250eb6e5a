import { newId } from '@loa/shared/ids';
import { NO_RULES } from '@loa/shared/place-rules';
import type { Random } from '@loa/shared/ports/random';
import { findArea, insertArea, updateArea } from '../db/areas.js';
import { writeAudit } from '../db/audit.js';
import { findCluster, insertCluster, updateCluster } from '../db/clusters.js';
import type { Db } from '../db/database.js';
import { putContact, putSim } from '../db/fleet.js';
import type { Action } from '../sources/lists/planned-rows.js';

interface Applying {
  trx: Db;
  random: Random;
  actor: string;
  now: number;
  /** The list's id, in the audit entry of each thing it made or changed. */
  importId: string;
}

/** Does what one row of a list says, with an entry in the audit log as if a person had typed it. */
export async function applyAction(action: Action, by: Applying): Promise<void> {
  const { trx, now } = by;
  switch (action.kind) {
    case 'createArea':
      return createVillage(action, by);
    case 'changeArea': {
      const area = await findArea(trx, action.areaId);
      if (area) await updateArea(trx, area, action.facts);
      return audit(by, 'area.change', action.areaId, action.areaId, action.facts);
    }
    case 'createCluster':
      return createCluster(action, by);
    case 'changeCluster': {
      const cluster = await findCluster(trx, action.clusterId);
      if (cluster) await updateCluster(trx, cluster, action.facts);
      if (action.contact) await putContact(trx, action.clusterId, action.contact, now);
      const detail = { ...action.facts, ...(action.contact ? { contact: action.contact } : {}) };
      return audit(by, 'cluster.change', action.areaId, action.clusterId, detail);
    }
    case 'putSim':
      await putSim(trx, action.boxId, action.sim, now);
      return audit(by, 'sim.change', action.areaId, action.boxId, { ...action.sim });
  }
}

async function createVillage(
  { parentId, areaKind, name, facts }: Extract<Action, { kind: 'createArea' }>,
  by: Applying,
): Promise<void> {
  const id = newId('area', by.random);
  await insertArea(by.trx, {
    ...{ id, parentId, level: 'village', kind: areaKind, name },
    ...{ households: facts.households ?? null, population: facts.population ?? null },
    ...{ languages: facts.languages ?? ['vi'], flags: [], lat: facts.lat ?? null, lon: facts.lon ?? null },
    ...{ hours: null, zone: null, rules: NO_RULES, mergedInto: null, createdAt: by.now },
  });
  await audit(by, 'area.create', id, id, { name, level: 'village' });
}

async function createCluster(
  { areaId, name, facts, contact }: Extract<Action, { kind: 'createCluster' }>,
  by: Applying,
): Promise<void> {
  const id = newId('cluster', by.random);
  await insertCluster(by.trx, {
    ...{ id, areaId, name, lat: facts.lat ?? null, lon: facts.lon ?? null },
    ...{
      languages: facts.languages ?? ['vi'],
      hours: null,
      maxGainDb: 0,
      rules: NO_RULES,
      createdAt: by.now,
    },
  });
  if (contact) await putContact(by.trx, id, contact, by.now);
  await audit(by, 'cluster.create', areaId, id, { name });
}

function audit(
  { trx, actor, now, importId }: Applying,
  action: 'area.create' | 'area.change' | 'cluster.create' | 'cluster.change' | 'sim.change',
  areaId: string,
  subject: string,
  detail: object,
): Promise<void> {
  return writeAudit(trx, { at: now, actor, action, areaId, subject, detail: { ...detail, importId } });
}
