import type { Area } from '@loa/shared/api/areas';
import { Role } from '@loa/shared/api/role';
import { sha256Hex } from '@loa/shared/jcs';
import type { Roster } from '@loa/shared/messages/roster';
import { NO_RULES } from '@loa/shared/place-rules';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { insertAccount } from '../../controller/src/db/accounts.js';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBox } from '../../controller/src/db/boxes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import { admitRecording, insertRecording } from '../../controller/src/db/recordings.js';
import { insertRoster } from '../../controller/src/db/rosters.js';
import { insertApiToken } from '../../controller/src/db/sessions.js';
import { tokenHash } from '../../controller/src/http/tokens.js';
import type { ControllerApp } from './controller-app.js';

/** A province with two communes; people, clusters and boxes in the first. */
export const PLACES = {
  province: 'area_province',
  commune: 'area_commune',
  village: 'area_village',
  quietVillage: 'area_quiet',
  otherCommune: 'area_other',
  cluster: 'cluster_one',
  quietCluster: 'cluster_quiet',
  otherCluster: 'cluster_other',
  box: 'box_one',
  quietBox: 'box_quiet',
  otherBox: 'box_other',
} as const;

/** 64 hex characters, as if a recording of 20 s had been imported. */
export const RECORDING = sha256Hex('recording');
export const OTHER_RECORDING = sha256Hex('another recording');

export interface ControllerWorld {
  /** A token of an account with this role over the commune. */
  tokens: Record<Role, string>;
  /** An admin of the other commune. */
  stranger: string;
  /** An admin of the whole province. */
  provinceAdmin: string;
  approverKey: SigningKey;
  rootKey: SigningKey;
  roster: Roster;
  accountIds: Record<Role, string>;
}

/** Fills a fresh controller with places, one account a role, and a roster that names one approver. */
export async function seedControllerWorld(app: ControllerApp): Promise<ControllerWorld> {
  await seedPlaces(app);
  const tokens: Partial<Record<Role, string>> = {};
  const accountIds: Partial<Record<Role, string>> = {};
  for (const role of Role.options) {
    accountIds[role] = `account_${role.toLowerCase()}`;
    tokens[role] = await addAccount(app, accountIds[role], role, PLACES.commune);
  }
  const stranger = await addAccount(app, 'account_stranger', 'admin', PLACES.otherCommune);
  const provinceAdmin = await addAccount(app, 'account_top', 'admin', PLACES.province);
  for (const sha256 of [RECORDING, OTHER_RECORDING]) {
    await insertRecording(
      app.db,
      {
        ...{ sha256, bytes: 60_000, durationMs: 20_000, lufs: -16, peakDb: -1.5 },
        ...{ createdAt: app.clock.now(), createdBy: 'system' },
      },
      { aac: null, original: null },
    );
    await admitRecording(app.db, sha256, PLACES.commune);
  }
  return {
    tokens: tokens as Record<Role, string>,
    accountIds: accountIds as Record<Role, string>,
    stranger,
    provinceAdmin,
    ...(await seedRoster(app)),
  };
}

/** A request with an API token (or none); the body is sent as JSON. */
export function call(
  app: ControllerApp,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers: Record<string, string> = { ...more };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return fetch(`${app.url}/api${path}`, {
    method: method.toUpperCase(),
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export async function addAccount(
  app: ControllerApp,
  id: string,
  role: Role,
  areaId: string,
): Promise<string> {
  const createdAt = app.clock.now();
  const account = { id, login: id.replace('account_', ''), name: id, role, areaId, personId: null };
  await insertAccount(app.db, { ...account, createdAt, disabledAt: null }, 'never matches');
  const token = `${id.padEnd(30, '-')}-token`;
  const record = {
    id: id.replace('account', 'token'),
    label: 'test',
    createdAt,
    expiresAt: 9e12,
    revokedAt: null,
  };
  await insertApiToken(app.db, { ...record, hash: tokenHash(token), accountId: id });
  return token;
}

export async function seedPlaces(app: ControllerApp): Promise<void> {
  const createdAt = app.clock.now();
  const area = (id: string, parentId: string | null, level: Area['level'], more: Partial<Area> = {}) =>
    insertArea(app.db, {
      ...{ id, parentId, level, kind: level === 'village' ? 'làng' : 'xã', name: id },
      ...{ households: null, population: null, languages: ['vi'], flags: [] },
      ...{ lat: null, lon: null, hours: null, zone: null, rules: NO_RULES, mergedInto: null },
      createdAt,
      ...more,
    });
  const allDay = [{ from: '00:00', to: '24:00', maxGainDb: 0 }];
  await area(PLACES.province, null, 'province', { kind: 'tỉnh' });
  await area(PLACES.commune, PLACES.province, 'commune', { hours: allDay });
  await area(PLACES.village, PLACES.commune, 'village', { name: 'Ơi Briu' });
  const realHours = [{ from: '05:30', to: '21:00', maxGainDb: 0 }];
  await area(PLACES.quietVillage, PLACES.commune, 'village', { name: 'Yên', hours: realHours });
  await area(PLACES.otherCommune, PLACES.province, 'commune');
  const places = [
    [PLACES.cluster, PLACES.village, PLACES.box],
    [PLACES.quietCluster, PLACES.quietVillage, PLACES.quietBox],
    [PLACES.otherCluster, PLACES.otherCommune, PLACES.otherBox],
  ] as const;
  for (const [id, areaId, boxId] of places) {
    const position = { lat: null, lon: null };
    await insertCluster(app.db, {
      ...{ id, areaId, name: id, ...position, languages: ['vi'], hours: null, maxGainDb: 0 },
      ...{ rules: NO_RULES, createdAt },
    });
    await insertBox(app.db, { id: boxId, clusterId: id, name: boxId, outputs: [], createdAt });
  }
}

async function seedRoster(app: ControllerApp) {
  const rootKey = await importSigningKey(app.rootKey);
  const controllerKey = await importSigningKey(generatePrivateJwk());
  const approverKey = await importSigningKey(generatePrivateJwk());
  const roster: Roster = {
    communeId: PLACES.commune,
    version: 1,
    issuedAt: app.clock.now(),
    controllerKeys: [{ kid: controllerKey.kid, key: controllerKey.publicJwk }],
    people: [
      {
        personId: 'person_nam',
        keys: [{ kid: approverKey.kid, alg: 'EdDSA', key: approverKey.publicJwk }],
        rights: [{ use: 'scheduled', areas: [PLACES.commune] }],
      },
    ],
    needs: {},
    zone: 'Asia/Ho_Chi_Minh',
    limits: [{ areas: [PLACES.commune], windows: [{ from: '00:00', to: '24:00', maxGainDb: 0 }] }],
    successors: {},
  };
  const bytes = await signGeneral('roster', roster, [rootKey]);
  await insertRoster(app.db, { roster, bytes }, app.clock.now());
  return { rootKey, approverKey, roster };
}
