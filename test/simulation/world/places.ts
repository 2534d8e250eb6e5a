import { HOUR } from '@loa/shared/instant';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Db } from '../../../controller/src/db/database.js';
import { keyNamed } from '../seeds.js';
import type { Hours, TrueArea, TrueCluster, Truth } from './truth.js';

export const PROVINCE = 'area_province';
export const COMMUNE = 'area_commune';
export const ZONE = 'Asia/Ho_Chi_Minh';
/** The commune's time is seven hours ahead of UTC, all year. */
export const ZONE_MS = 7 * HOUR;

export interface Village {
  id: string;
  clusterId: string;
  boxIds: string[];
  hours: Hours | null;
}

export const COMMUNE_HOURS: Hours = { from: 5 * 60, to: 22 * 60 };
const STRICT_HOURS: Hours = { from: 6 * 60, to: 20 * 60 };
/** Every so many-th village wants to be left alone early and late, or has a second box. */
const STRICT_EVERY = 4;
const TWO_BOXES_EVERY = 8;

export function makeVillages(count: number): Village[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `area_village${n}`,
    clusterId: `cluster_${n}`,
    boxIds: n % TWO_BOXES_EVERY === 5 ? [`box_${n}`, `box_${n}b`] : [`box_${n}`],
    hours: n % STRICT_EVERY === 3 ? STRICT_HOURS : null,
  }));
}

/** What villages hear: most of them Vietnamese, some their own language first or alone. */
const TONGUES: readonly Pick<TrueCluster, 'languages' | 'policy'>[] = [
  { languages: ['vi'], policy: 'firstAvailable' },
  { languages: ['jra', 'vi'], policy: 'eachInTurn' },
  { languages: ['vi'], policy: 'firstAvailable' },
  { languages: ['jra', 'vi'], policy: 'firstAvailable' },
  { languages: ['bdq', 'jra'], policy: 'villageThenVietnamese' },
];

const SILENT_AREA: TrueArea = {
  ...{ hours: null, quiet: [], maxSessionMinutes: null, maxDayMinutes: null, maxSessionsPerDay: null },
  ...{ repeatInEvening: null, maxGainDb: null, mergedInto: null },
};

/** Writes down what is true of places when a world begins. */
export function writePlaces({ decisions }: Truth, villages: readonly Village[]): void {
  decisions.areas.set(COMMUNE, { ...SILENT_AREA, hours: COMMUNE_HOURS });
  for (const { id, clusterId, hours } of villages) {
    decisions.areas.set(id, { ...SILENT_AREA, hours });
    decisions.clusters.set(clusterId, { areaId: id, kept: [], ...tongueOf(clusterId) });
  }
}

function tongueOf(clusterId: string): Pick<TrueCluster, 'languages' | 'policy'> {
  const { languages = ['vi'], policy = 'firstAvailable' } =
    TONGUES[Number(clusterId.replace(/\D/g, '')) % TONGUES.length] ?? {};
  return { languages, policy };
}

export function clockText(minute: number): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

export function windowsOf(hours: Hours) {
  return [{ from: clockText(hours.from), to: clockText(hours.to), maxGainDb: 0 }];
}

/** Writes areas, clusters and enrolled boxes into a fresh database. */
export async function seedPlaces(db: Db, villages: readonly Village[], at: number): Promise<void> {
  const area = (
    id: string,
    parent: string | null,
    level: 'province' | 'commune' | 'village',
    hours: Hours | null,
  ) => ({
    ...{ id, parent_id: parent, level, kind: level, name: id, languages: '["vi"]', flags: '[]' },
    ...{ hours: hours && JSON.stringify(windowsOf(hours)), created_at: at },
  });
  await db
    .insertInto('area')
    .values([
      area(PROVINCE, null, 'province', null),
      area(COMMUNE, PROVINCE, 'commune', COMMUNE_HOURS),
      ...villages.map(({ id, hours }) => area(id, COMMUNE, 'village', hours)),
    ])
    .execute();
  const cluster = ({ id, clusterId }: Village) => ({
    ...{ id: clusterId, area_id: id, name: clusterId, max_gain_db: 0, created_at: at },
    languages: JSON.stringify(tongueOf(clusterId).languages),
    rules: JSON.stringify({ languagePolicy: tongueOf(clusterId).policy }),
  });
  await db.insertInto('cluster').values(villages.map(cluster)).execute();
  for (const { clusterId, boxIds } of villages)
    for (const id of boxIds) await enrolBox(db, { id, clusterId, at });
}

export async function enrolBox(
  db: Db,
  { id, clusterId, at }: { id: string; clusterId: string; at: number },
): Promise<void> {
  const key: SigningKey = await keyNamed(id);
  await db
    .insertInto('box')
    .values({
      ...{ id, cluster_id: clusterId, name: id, outputs: '[]', state: 'enrolled' },
      ...{ key_id: key.kid, key_jwk: JSON.stringify(key.publicJwk), enrolled_at: at, created_at: at },
    })
    .execute();
}
