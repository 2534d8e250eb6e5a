import './removed-rules.js';

import { sha256Hex } from '@loa/shared/jcs';
import type { Roster } from '@loa/shared/messages/roster';
import { topics } from '@loa/shared/topics';
import { expect, it } from 'vitest';
import { timeline } from '../../controller/src/cli/timeline.js';
import { findArea } from '../../controller/src/db/areas.js';
import { listClusters } from '../../controller/src/db/clusters.js';
import { type OpenDatabase, openDatabase } from '../../controller/src/db/database.js';
import { insertGrant } from '../../controller/src/db/grants.js';
import { outlookOf } from '../../controller/src/db/outlook-view.js';
import { insertProgramme } from '../../controller/src/db/programmes.js';
import { insertStation } from '../../controller/src/db/stations.js';
import { grantFor } from '../support/agent-overrides.js';
import { at, COMMUNE } from '../support/agent-plan.js';
import { type AgentWorld, createAgentWorld } from '../support/agent-world.js';
import { SHA } from '../support/approved-bulletin.js';
import { benchOver, type DispatchBench } from '../support/dispatch-bench.js';
import { type Rule, removed, swapped } from './removed-rules.js';

const LIES = sha256Hex('what nobody approved');

/** What somebody with the controller's database file in hand does to it. */
interface Edit {
  rule: Rule;
  told: RegExp;
  sql: (grantId: string) => string;
}

const edits: Record<string, Edit> = {
  'another recording under an approved bulletin': {
    rule: 'grant subject',
    // The controller's own planner sees that the grant is for something else.
    told: /duyệt/,
    sql: () => `update variant set recording_sha256 = '${LIES}' where id = 'variant_vi'`,
  },
  'a draft marked as approved, with the grant of another': {
    rule: 'grant subject',
    // The controller's own planner sees that the grant is for something else.
    told: /duyệt/,
    sql: (grantId) =>
      `insert into variant (id, bulletin_id, language, recording_sha256, state, grant_id, updated_at)
         values ('variant_x', 'bulletin_x', 'vi', '${LIES}', 'approved', '${grantId}', 1);
       update schedule set bulletin_id = 'bulletin_x'`,
  },
  'a draft marked as approved, with a grant that nobody signed': {
    rule: 'grant signature',
    told: /^failed not_approved$/m,
    sql: () =>
      `insert into variant (id, bulletin_id, language, recording_sha256, state, grant_id, updated_at)
         values ('variant_x', 'bulletin_x', 'vi', '${LIES}', 'approved', '${FORGED.id}', 1);
       insert into grant_doc (id, variant_id, bytes, use, valid_from, valid_until, signed_at, signers, created_at)
         values ('${FORGED.id}', 'variant_x', x'${Buffer.from(FORGED.bytes).toString('hex')}', 'scheduled',
           ${at('00:00')}, ${at('23:00')}, ${at('00:00')}, '["person_a"]', 1);
       update schedule set bulletin_id = 'bulletin_x'`,
  },
};

const STATION = 'https://vov.example/vov1';
const LYING_STATION = 'https://lies.example/stream';

/** The same for a station that a programme carries at six. */
const stationEdits: Record<string, Edit> = {
  'another address for an approved station': {
    rule: 'stream subject',
    told: /duyệt/,
    sql: () => `update station set url = '${LYING_STATION}'`,
  },
  'another address for a station, with a grant that nobody signed': {
    rule: 'grant signature',
    told: /^failed not_approved$/m,
    sql: () =>
      `insert into grant_doc (id, station_id, bytes, use, valid_from, valid_until, signed_at, signers, created_at)
         values ('${FORGED_STATION.id}', 'station_a', x'${Buffer.from(FORGED_STATION.bytes).toString('hex')}', 'relay',
           ${at('00:00')}, ${at('23:00')}, ${at('00:00')}, '["person_a"]', 1);
       update station set url = '${LYING_STATION}', grant_id = '${FORGED_STATION.id}'`,
  },
};

const FORGED = forged({ use: 'scheduled', subject: { sha256: LIES, language: 'vi' }, title: 'Dối trá' });
const HOURS = [{ from: '05:00', to: '22:00' }];
const FORGED_STATION = forged({ use: 'relay', subject: { url: LYING_STATION, hours: HOURS }, title: 'VOV1' });

/** The shape of a grant, under a signature that is none. */
function forged(said: object): { id: string; bytes: Uint8Array } {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const span = { validFrom: at('00:00'), validUntil: at('23:00'), signedAt: at('00:00') };
  const grant = { ...said, areas: [COMMUNE], ...span };
  const head = { alg: 'EdDSA', kid: 'A'.repeat(43), typ: 'loa-grant+jws', cty: 'json' };
  const signatures = [{ protected: encode(head), signature: 'A'.repeat(86) }];
  const bytes = Buffer.from(JSON.stringify({ payload: encode(grant), signatures }));
  return { id: sha256Hex(bytes), bytes };
}

interface Lived {
  sounded: boolean;
  /** What staff read: the outlook from before, with its warnings, and the log of playbacks from after. */
  told: string;
}

/** A real controller over its database and a real box, on one broker; the database is edited before anything is planned. */
async function lived(sql: Edit['sql'], without: Rule | null, carried = false): Promise<Lived> {
  removed.rule = without;
  swapped.url = LYING_STATION;
  const world = await createAgentWorld({ now: '05:55', names: [] });
  const database = await openDatabase({ path: ':memory:' });
  let bench: DispatchBench | null = null;
  try {
    bench = await controllerOf(world, database);
    if (carried) await carryStation(world, database);
    const { grant_id: grantId } = await database.db
      .selectFrom('variant')
      .select('grant_id')
      .where('id', '=', 'variant_vi')
      .executeTakeFirstOrThrow();
    database.sqlite.exec(sql(grantId ?? ''));
    await serveGrants(world, database);
    await bench.start();
    await world.on();
    const before = await outlook(database, world.clock.now());
    await world.until('06:12');
    await bench.settle();
    const rows = await database.db
      .selectFrom('playback')
      .select(['state', 'reason'])
      .where('box_id', '=', 'box_a')
      .execute();
    const log = rows.map(({ state, reason }) => `${state} ${reason}`);
    return { sounded: world.heard().length > 0, told: [...before, ...log].join('\n') };
  } finally {
    await world.end();
    await bench?.close();
    removed.rule = null;
  }
}

async function controllerOf(world: AgentWorld, database: OpenDatabase): Promise<DispatchBench> {
  // The bench's own controller answers reports.
  world.controller.mute = true;
  const { actors } = world.commune;
  const keys = { controller: actors.controller, box: actors.box, approver: actors.approver };
  const bench = await benchOver(database, world.broker, world.clock, keys, true);
  const people: Roster['people'] = [
    {
      personId: 'person_a',
      keys: [{ kid: actors.approver.kid, alg: 'EdDSA', key: actors.approver.publicJwk }],
      rights: (['scheduled', 'relay'] as const).map((use) => ({ use, areas: [COMMUNE] })),
    },
  ];
  await world.publish(topics.roster(COMMUNE), await world.commune.roster({ version: 2, people }));
  for (const sha256 of [SHA, LIES]) world.library.offered.set(sha256, { ok: true, durationMs: 60_000 });
  await bench.addSchedule('schedule_a', { kind: 'once', date: '2026-11-02', time: '06:00' });
  const { db } = database;
  await db
    .insertInto('recording')
    .values({ sha256: LIES, bytes: 180_000, duration_ms: 60_000, created_at: 1, created_by: 'system' })
    .execute();
  await db
    .insertInto('bulletin')
    .values({
      ...{
        id: 'bulletin_x',
        title: 'Dối trá',
        kind: 'tin',
        column_name: null,
        topics: '[]',
        audiences: '[]',
      },
      ...{ area_id: COMMUNE, created_by: 'system', created_at: 1, updated_at: 1 },
    })
    .execute();
  return bench;
}

/** An approved station at six, in place of the bulletin. */
async function carryStation(world: AgentWorld, { db }: OpenDatabase): Promise<void> {
  const grant = grantFor({ use: 'relay', subject: { url: STATION, hours: HOURS } });
  const { id: grantId, bytes } = await world.commune.grantAs('station', grant);
  const made = { areaId: COMMUNE, createdBy: 'system', createdAt: 1, updatedAt: 1 };
  await insertStation(db, {
    ...made,
    ...{ id: 'station_a', name: 'VOV1', url: STATION, hours: HOURS, fallbackBulletinId: null, grantId },
  });
  const { use, validFrom, validUntil, signedAt } = grant;
  await insertGrant(db, {
    ...{ id: grantId, variantId: null, stationId: 'station_a', bytes, use, validFrom, validUntil, signedAt },
    ...{ signers: ['person_a'], createdAt: 1 },
  });
  await insertProgramme(db, {
    ...made,
    ...{ id: 'programme_a', name: 'Tiếp âm', maxMinutes: null, overflow: 'dropLowest', laterRuns: 'asPlace' },
    slots: [
      {
        ...{ kind: 'relay', stationId: 'station_a', minutes: 5 },
        ...{ slot: 'slot_a', weight: 5, fallbackBulletinId: null },
      },
    ],
    archivedAt: null,
  });
  await db.updateTable('schedule').set({ bulletin_id: null, programme_id: 'programme_a' }).execute();
}

/** Boxes fetch grants by their hashes from whoever stands at the controller's address. */
async function serveGrants(world: AgentWorld, { db }: OpenDatabase): Promise<void> {
  for (const { id, bytes } of await db.selectFrom('grant_doc').select(['id', 'bytes']).execute())
    world.commune.grants.set(id, { id, bytes });
}

/** What `loa plan` prints of the village. */
async function outlook({ db }: OpenDatabase, now: number): Promise<string[]> {
  const area = await findArea(db, 'area_village');
  if (!area) throw new Error('no village');
  const clusters = await listClusters(db, area.id);
  return timeline(await outlookOf(db, { area, clusters, now, days: 1 }));
}

it.each([
  ['a bulletin', false],
  ['a station', true],
])('left as it was, what people approved sounds: %s', async (_, carried) => {
  const { sounded, told } = await lived(() => '', null, carried);
  expect(sounded).toBe(true);
  expect(told).toMatch(/^finished null$/m);
  expect(told).not.toMatch(/duyệt/);
});

for (const [all, carried] of [[edits, false] as const, [stationEdits, true] as const])
  for (const [what, { rule, told, sql }] of Object.entries(all)) {
    it(`a database edited by hand, ${what}: nothing sounds and staff are told; without the rule “${rule}” it does`, async () => {
      const lies = await lived(sql, null, carried);
      expect(lies.sounded).toBe(false);
      expect(lies.told).toMatch(told);
      expect((await lived(sql, rule, carried)).sounded).toBe(true);
    });
  }
