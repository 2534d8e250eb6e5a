import { Troubles } from '@loa/shared/api/fleet';
import { Today } from '@loa/shared/api/today';
import { HOUR, MINUTE } from '@loa/shared/instant';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes } from '../../support/heard-rows.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

interface Many {
  count: number;
  state: string;
  plannedAt: number;
  areaId?: string;
  boxId?: string;
  title?: string;
  language?: string;
  priority?: string;
  bulletinId?: string;
  /** Every row at another cluster, numbered from here; or all at this one. */
  cluster?: number | string;
  /** Milliseconds between one row and the next. */
  apart?: number;
}
let batch = 0;

/** Rows of the log as a province has them. */
async function log(many: Many): Promise<void> {
  const { count, state, plannedAt, areaId = PLACES.village, boxId = PLACES.box } = many;
  const { title = 'Tin bão', language = 'vi', priority = 'normal', bulletinId = 'bulletin_a' } = many;
  const { cluster = 0, apart = 0 } = many;
  const at = typeof cluster === 'string' ? sql`${cluster}` : sql`'cluster_' || (${sql.lit(cluster)} + i)`;
  batch += 1;
  // In the letters of base32.
  const idOf = sql`replace(replace(replace(replace(printf('%026d', ${sql.lit(batch * 10_000)} + i), '0', 'z'), '1', 'y'), '8', 'x'), '9', 'w')`;
  await sql`
    insert into playback (id, box_id, cluster_id, area_id, schedule_id, bulletin_id, session_id, title, language,
      planned_at, latest_start_at, ends_by, duration_ms, priority, state, updated_at)
    with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${sql.lit(count)})
    select ${idOf}, ${boxId}, ${at}, ${areaId}, 'schedule_a',
      ${bulletinId}, 'session_x', ${title}, ${language}, ${sql.lit(plannedAt)} + i * ${sql.lit(apart)},
      ${sql.lit(plannedAt)}, ${sql.lit(plannedAt + HOUR)}, 60000, ${priority}, ${state}, ${sql.lit(plannedAt)} from n`.execute(
    app.db,
  );
}

async function today(): Promise<Today> {
  const answer = await call(app, world.provinceAdmin, 'get', '/today');
  if (answer.status !== 200) throw new Error(await answer.text());
  return Today.parse(await answer.json());
}

it('counts every place of a province, however many sound at once or are about to', async () => {
  const now = app.clock.now();
  await log({ count: 900, state: 'started', plannedAt: now - MINUTE });
  const next = { plannedAt: now + HOUR, bulletinId: 'bulletin_b', title: 'Tin lũ' };
  await log({ ...next, count: 1500, state: 'ready' });
  await log({ ...next, count: 700, state: 'planned', cluster: 1500, areaId: PLACES.quietVillage });
  const { playing, playingCount, next: coming, nextCount } = await today();
  expect(playing).toMatchObject([{ title: 'Tin bão', clusters: 900, ready: 900, endsAt: now }]);
  expect(playingCount).toBe(1);
  expect(coming).toMatchObject([
    { title: 'Tin lũ', clusters: 2200, ready: 1500, endsAt: now + HOUR + MINUTE },
  ]);
  expect(coming[0]?.villages).toEqual(['làng Ơi Briu', 'làng Yên']);
  expect(nextCount).toBe(1);
});

it('counts a place once, whose two receivers play the same', async () => {
  const now = app.clock.now();
  const next = { plannedAt: now + HOUR, count: 2 };
  await log({ ...next, state: 'planned' });
  await log({ ...next, state: 'ready', boxId: PLACES.quietBox });
  expect((await today()).next).toMatchObject([{ clusters: 2, ready: 2 }]);
});

it('shows the first of a long day, and says how many there are; one in two languages is one', async () => {
  const now = app.clock.now();
  await log({ count: 70, state: 'planned', plannedAt: now + HOUR, apart: MINUTE });
  await log({ count: 70, state: 'planned', plannedAt: now + HOUR, apart: MINUTE, language: 'jra' });
  const { next, nextCount } = await today();
  expect(next).toHaveLength(60);
  expect(next[0]).toMatchObject({ plannedAt: now + HOUR, clusters: 1 });
  expect(nextCount).toBe(70);
});

it('leaves out what was taken from its plan or gave way, and what is urgent stays so', async () => {
  const now = app.clock.now();
  await log({ count: 1, state: 'planned', plannedAt: now + HOUR });
  await log({ count: 1, state: 'planned', plannedAt: now + HOUR, priority: 'priority', cluster: 1 });
  await log({ count: 1, state: 'planned', plannedAt: now + 2 * HOUR, title: 'Đã rút' });
  await sql`update playback set withdrawn_at = 1 where title = 'Đã rút'`.execute(app.db);
  expect((await today()).next).toMatchObject([{ title: 'Tin bão', priority: 'priority', clusters: 2 }]);
});

it('counts all that a receiver lost today, also where a whole province lost much', async () => {
  const now = app.clock.now();
  await enrolBoxes(app);
  const missed = { state: 'missed', cluster: PLACES.cluster };
  await log({ ...missed, count: 30, plannedAt: now - 3 * HOUR, boxId: PLACES.quietBox });
  await log({ ...missed, count: 620, plannedAt: now - HOUR, apart: 1 });
  const answer = await call(app, world.provinceAdmin, 'get', '/troubles');
  const { items } = Troubles.parse(await answer.json());
  const of = (boxId: string) => items.find((each) => each.boxId === boxId);
  const newest = app.db.selectFrom('playback').select('id').orderBy('planned_at', 'desc').limit(1);
  const { id } = await newest.executeTakeFirstOrThrow();
  expect(of(PLACES.box)).toMatchObject({ lostToday: 620, lostPlaybackId: id });
  expect(of(PLACES.quietBox)).toMatchObject({ lostToday: 30 });
  expect(of(PLACES.otherBox)).toMatchObject({ lostToday: 0, lostPlaybackId: null });
  const { lost, lostCount } = await today();
  expect([lost.length, lostCount]).toEqual([20, 650]);
});
