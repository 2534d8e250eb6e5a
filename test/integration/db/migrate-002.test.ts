import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@loa/shared/node/sqlite';
import { NO_RULES } from '@loa/shared/place-rules';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findArea } from '../../../controller/src/db/areas.js';
import { findBulletin } from '../../../controller/src/db/bulletins.js';
import { findCluster } from '../../../controller/src/db/clusters.js';
import { openDatabase } from '../../../controller/src/db/database.js';
import { initial } from '../../../controller/src/db/migrations/001-initial.js';
import { activeSchedulesAt, findSchedule } from '../../../controller/src/db/schedules.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-db-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const WEEKLY = {
  kind: 'weekly',
  days: [1, 5],
  times: [{ occurrenceId: 'occ_morning', time: '05:30' }],
  until: '2027-01-31',
};

/** A database as the first release left it: one commune, one bulletin, scheduled weekly, once and at once. */
async function firstRelease(path: string): Promise<void> {
  const sqlite = openSqlite(path);
  // biome-ignore lint/suspicious/noExplicitAny: the tables of that release have no types any more
  const db = new Kysely<any>({ dialect: new SqliteDialect({ database: sqlite }) });
  await initial.up(db);
  await db.schema.createTable('migration').addColumn('name', 'text').execute();
  await db.insertInto('migration').values({ name: '001-initial' }).execute();
  const made = { created_at: 5 };
  await db
    .insertInto('area')
    .values({
      id: 'area_xa',
      level: 'commune',
      kind: 'xã',
      name: 'Ia Pia',
      languages: '[]',
      flags: '[]',
      ...made,
    })
    .execute();
  await db
    .insertInto('cluster')
    .values({
      id: 'cluster_a',
      area_id: 'area_xa',
      name: 'Nhà rông',
      languages: '["vi"]',
      max_gain_db: 0,
      ...made,
    })
    .execute();
  await db
    .insertInto('bulletin')
    .values({
      ...{ id: 'bulletin_a', title: 'Tin', kind: 'tin', topics: '[]', audiences: '[]', area_id: 'area_xa' },
      ...{ created_by: 'system', updated_at: 5, ...made },
    })
    .execute();
  for (const [id, enrolledAt] of [['box_a', 7] as const, ['box_new', null] as const])
    await db
      .insertInto('box')
      .values({ id, cluster_id: 'cluster_a', name: id, state: 'created', enrolled_at: enrolledAt, ...made })
      .execute();
  const common = {
    ...{ bulletin_id: 'bulletin_a', name: 'Tin', priority: 'normal', lateness: 'skip', resume: 'resume' },
    ...{ gain_db: -3, created_by: 'account_a', ...made },
  };
  const schedules = [
    { id: 'schedule_weekly', timetable: WEEKLY, area_ids: '["area_xa"]', cluster_ids: '[]', state: 'active' },
    {
      ...{
        id: 'schedule_once',
        timetable: { kind: 'once', date: '2026-12-24', time: '17:00' },
        state: 'active',
      },
      ...{ area_ids: '[]', cluster_ids: '["cluster_a"]' },
    },
    {
      ...{
        id: 'schedule_now',
        timetable: { kind: 'now', at: Date.UTC(2026, 10, 2, 2) },
        area_ids: '["area_xa"]',
      },
      ...{ cluster_ids: '[]', state: 'cancelled', cancelled_at: 77, cancelled_by: 'account_b' },
    },
  ];
  for (const schedule of schedules)
    await db
      .insertInto('schedule')
      .values({ ...common, ...schedule, timetable: JSON.stringify(schedule.timetable) })
      .execute();
  await db
    .insertInto('playback')
    .values({
      ...{
        id: 'playback',
        box_id: 'box_a',
        cluster_id: 'cluster_a',
        area_id: 'area_xa',
        session_id: 'session_a',
      },
      ...{ title: 'Tin', language: 'vi', planned_at: 1, latest_start_at: 2, ends_by: 3, duration_ms: 1 },
      ...{ priority: 'normal', state: 'finished', delivered_ms: 1, updated_at: 3 },
    })
    .execute();
  await db.destroy();
}

describe('a database of the first release', () => {
  it('is carried over whole: weekly timetables become rules, and what lasts keeps its id', async () => {
    const path = join(folder, 'loa.db');
    await firstRelease(path);
    const { db, close } = await openDatabase({ path });
    expect(await findSchedule(db, 'schedule_weekly')).toMatchObject({
      ...{
        bulletinId: 'bulletin_a',
        programmeId: null,
        areaId: 'area_xa',
        gainDb: -3,
        latestStartMinutes: null,
      },
      ...{ createdAt: 5, updatedAt: 5, createdBy: 'account_a' },
      timetable: {
        ...{ kind: 'recurring', days: [{ every: 'week', interval: 1, days: [1, 5] }] },
        ...{ times: WEEKLY.times, until: '2027-01-31', except: [], extra: [], holidays: [] },
      },
    });
    expect((await findSchedule(db, 'schedule_once'))?.timetable).toEqual({
      ...{ kind: 'once', date: '2026-12-24', time: '17:00' },
    });
    expect(await findSchedule(db, 'schedule_now')).toMatchObject({
      ...{ state: 'cancelled', cancelledAt: 77, cancelledBy: 'account_b', updatedAt: 77 },
    });
    expect(await findArea(db, 'area_xa')).toMatchObject({ rules: NO_RULES, mergedInto: null });
    expect(await findCluster(db, 'cluster_a')).toMatchObject({ rules: NO_RULES });
    expect(await findBulletin(db, 'bulletin_a')).toMatchObject({ sound: 'speech' });
    const homes = await db.selectFrom('box').select(['id', 'commune_id']).orderBy('id').execute();
    expect(homes).toEqual([
      { id: 'box_a', commune_id: 'area_xa' },
      { id: 'box_new', commune_id: null },
    ]);
    const log = await db.selectFrom('playback').select(['id', 'state', 'role', 'slot']).execute();
    expect(log).toEqual([{ id: 'playback', state: 'finished', role: 'bulletin', slot: null }]);
    await close();
  });

  it('finds its schedules by place, those that are over no longer', async () => {
    const path = join(folder, 'loa.db');
    await firstRelease(path);
    const { db, close } = await openDatabase({ path });
    const ids = async (date: string) => {
      const places = { areaIds: ['area_xa'], clusterIds: ['cluster_a'] };
      return (await activeSchedulesAt(db, places, date)).map(({ id }) => id);
    };
    expect(await ids('2026-11-01')).toEqual(['schedule_once', 'schedule_weekly']);
    expect(await ids('2026-12-25')).toEqual(['schedule_weekly']);
    expect(await ids('2027-02-01')).toEqual([]);
    expect(await activeSchedulesAt(db, { areaIds: ['area_other'], clusterIds: [] })).toEqual([]);
    await close();
  });
});
