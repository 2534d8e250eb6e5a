import { sha256Hex } from '@loa/shared/jcs';
import type { ControllerApp } from './controller-app.js';
import { PLACES } from './controller-world.js';

/** One thing of every kind, all in one commune; what requests of the access table name. */
export interface AclPlace {
  commune: string;
  area: string;
  clusterId: string;
  boxId: string;
  bulletinId: string;
  /** Of a bulletin that somebody else wrote. */
  othersBulletinId: string;
  variantId: string;
  othersVariantId: string;
  programmeId: string;
  stationId: string;
  scheduleId: string;
  suspensionId: string;
  calendarId: string;
  decisionId: string;
  campaignId: string;
  stopId: string;
  playbackId: string;
  grantId: string;
  accountId: string;
  colleague: string;
  requestId: string;
  abbreviationId: string;
  columnId: string;
  /** Of a recording that no other commune has. */
  sha256: string;
}

const HOURS = JSON.stringify([{ from: '05:00', to: '06:00' }]);
const QUOTAS = JSON.stringify({ playsPerWeek: 1, minutesPerWeek: null, populationCoverage: null });
const ASKED = JSON.stringify({ kind: 'review' });

type Row = Record<string, string | number | null | Uint8Array>;

/** Writes a row; columns that must stand and are not given are filled with nothing in particular. */
export function insertRow(app: ControllerApp, table: string, given: Row): void {
  const columns = app.sqlite.prepare(`pragma table_info(${table})`).all() as {
    name: string;
    type: string;
    notnull: number;
    dflt_value: unknown;
  }[];
  const row: Row = { ...given };
  for (const { name, type, notnull, dflt_value } of columns) {
    if (!notnull || dflt_value !== null || row[name] !== undefined) continue;
    row[name] = type === 'TEXT' ? '[]' : type === 'BLOB' ? new Uint8Array() : app.clock.now();
  }
  const names = Object.keys(row);
  app.sqlite
    .prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(row));
}

/** Everything of one commune. `author` wrote the bulletin; `tag` keeps the ids of two communes apart. */
export function seedAclPlace(app: ControllerApp, tag: 'own' | 'other', author: string): AclPlace {
  const own = tag === 'own';
  const commune = own ? PLACES.commune : PLACES.otherCommune;
  const area = own ? PLACES.village : PLACES.otherCommune;
  const clusterId = own ? PLACES.cluster : PLACES.otherCluster;
  const boxId = own ? PLACES.box : PLACES.otherBox;
  const id = (kind: string) => `${kind}_acl_${tag}`;
  const areas = JSON.stringify([commune]);
  const place: AclPlace = {
    ...{ commune, area, clusterId, boxId, bulletinId: id('bulletin'), variantId: id('variant') },
    ...{ othersBulletinId: id('bulletin_others'), othersVariantId: id('variant_others') },
    ...{ programmeId: id('programme'), stationId: id('station'), scheduleId: id('schedule') },
    ...{ suspensionId: id('suspension'), calendarId: id('calendar'), decisionId: id('decision') },
    ...{ campaignId: id('campaign'), stopId: id('override'), accountId: id('account') },
    ...{ colleague: id('account_colleague'), abbreviationId: id('abbreviation'), columnId: id('column') },
    requestId: id('request'),
    playbackId: (own ? 'a' : 'b').repeat(26),
    grantId: sha256Hex(`grant ${tag}`),
    sha256: sha256Hex(`recording ${tag}`),
  };
  const by = { created_by: 'account_nobody' };
  const row = (table: string, values: Row) => insertRow(app, table, values);
  const bulletin = (bulletinId: string, variantId: string, created_by: string) => {
    row('bulletin', { id: bulletinId, kind: 'tin', area_id: commune, created_by });
    row('variant', {
      ...{ id: variantId, bulletin_id: bulletinId, language: 'vi', state: 'approved' },
      ...{ recording_sha256: place.sha256, grant_id: variantId === place.variantId ? place.grantId : null },
    });
  };
  row('recording', { sha256: place.sha256, ...by });
  bulletin(place.bulletinId, place.variantId, author);
  bulletin(place.othersBulletinId, place.othersVariantId, 'account_nobody');
  row('grant_doc', { id: place.grantId, variant_id: place.variantId, use: 'scheduled' });
  row('programme', {
    id: place.programmeId,
    area_id: commune,
    overflow: 'refuse',
    later_runs: 'asPlace',
    ...by,
  });
  row('station', { id: place.stationId, area_id: commune, url: 'https://vov.vn/', ...by, hours: HOURS });
  for (const scheduleId of [place.scheduleId, `${place.scheduleId}_younger`]) {
    row('schedule', {
      ...{ id: scheduleId, area_id: commune, area_ids: areas, bulletin_id: place.bulletinId, ...by },
      ...{ priority: 'normal', lateness: 'skip', resume: 'resume', gain_db: 0, state: 'active' },
      timetable: JSON.stringify({ kind: 'once', date: '2026-12-01', time: '17:00' }),
    });
  }
  row('suspension', { id: place.suspensionId, area_ids: areas, music: 1, everything: 0, ...by });
  row('holiday_calendar', { id: place.calendarId, area_id: commune });
  row('priority_decision', {
    ...{ id: place.decisionId, area_id: commune, elder_id: place.scheduleId },
    younger_id: `${place.scheduleId}_younger`,
  });
  row('campaign', {
    ...{ id: place.campaignId, area_id: commune, area_ids: areas, ...by, quotas: QUOTAS },
    ...{ from_date: '2026-11-01', until_date: '2026-12-01' },
  });
  const now = app.clock.now();
  const stop = { overrideId: place.stopId, kind: 'stop', createdAt: now, startsAt: now, until: now + 60_000 };
  const doc = JSON.stringify({ ...stop, areas: [commune] });
  row('override_entry', {
    id: place.stopId,
    area_id: commune,
    kind: 'stop',
    doc,
    ...by,
    until: now + 60_000,
  });
  row('playback', {
    ...{ id: place.playbackId, box_id: boxId, cluster_id: clusterId, area_id: area, language: 'vi' },
    ...{ priority: 'normal', state: 'planned', session_id: 'session' },
  });
  for (const account of [place.accountId, place.colleague]) {
    row('account', { id: account, login: account, role: 'broadcaster', area_id: commune });
  }
  row('roster_request', {
    id: place.requestId,
    commune_id: commune,
    state: 'open',
    cty: 'json',
    asked: ASKED,
  });
  row('abbreviation', { id: place.abbreviationId, area_id: commune });
  row('bulletin_column', { id: place.columnId, area_id: commune });
  return place;
}
