import { Overview } from '@loa/shared/api/overview';
import { Today } from '@loa/shared/api/today';
import type { PlaybackState } from '@loa/shared/playback';
import { playbackId } from '@loa/shared/playback';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const DAY = 86_400_000;
/** Monday 2 November 2026, 00:00 in Việt Nam: the clock stands at 09:00 of that day. */
const MONDAY = Date.UTC(2026, 10, 1, 17);
let slot = 0;

async function played(state: PlaybackState, plannedAt: number, at: 'village' | 'quiet' = 'village') {
  const where =
    at === 'village'
      ? { box_id: PLACES.box, cluster_id: PLACES.cluster, area_id: PLACES.village }
      : { box_id: PLACES.quietBox, cluster_id: PLACES.quietCluster, area_id: PLACES.quietVillage };
  slot += 1;
  const name = { scheduleId: 's', localDate: '2026-11-02', occurrence: String(slot), slot: String(slot) };
  await app.db
    .insertInto('playback')
    .values({
      id: playbackId({ ...name, variant: 'vi', boxId: where.box_id }),
      ...where,
      ...{ schedule_id: null, session_id: 'session_x', title: 'Tin', language: 'vi' },
      ...{ planned_at: plannedAt, latest_start_at: plannedAt, ends_by: plannedAt + 1000, duration_ms: 1000 },
      ...{ priority: 'normal', state, reason: null, provisional: 0, updated_at: plannedAt },
    })
    .execute();
}

async function overview(query: string, token = world.tokens.supervisor) {
  const answer = await call(app, token, 'get', `/overview${query}`);
  if (answer.status !== 200) throw new Error(await answer.text());
  return Overview.parse(await answer.json());
}

it('counts weeks from Monday by the place’s own clock; what was meant to be silent is no loss', async () => {
  await played('finished', MONDAY);
  await played('missed', MONDAY + 1000);
  await played('planned', MONDAY + DAY);
  await played('finished', MONDAY - 1);
  await played('cancelled', MONDAY - DAY);
  await played('unknown', MONDAY - 7 * DAY);
  await played('finished', MONDAY - 7 * DAY - 1);
  const { weeks, fleet } = await overview('?weeks=2');
  expect(weeks).toEqual([
    { monday: '2026-10-26', finished: 1, lost: 1, meant: 1 },
    { monday: '2026-11-02', finished: 1, lost: 1, meant: 0 },
  ]);
  expect(fleet.all).toBe(2);
});

it('sets the places right below side by side, with all that lies in them', async () => {
  await played('finished', MONDAY);
  await played('failed', MONDAY, 'quiet');
  const own = await overview('');
  expect(own.weeks).toHaveLength(8);
  expect(
    own.places.map(({ areaId, delivered, fleet }) => [areaId, delivered.finished, delivered.lost, fleet.all]),
  ).toEqual(
    expect.arrayContaining([
      [PLACES.village, 1, 0, 1],
      [PLACES.quietVillage, 0, 1, 1],
    ]),
  );
  const province = await overview('', world.provinceAdmin);
  expect(province.places.find(({ areaId }) => areaId === PLACES.commune)).toMatchObject({
    ...{ delivered: { finished: 1, lost: 1, meant: 0 }, fleet: { all: 2 } },
  });
});

it('tells of each place what became of today and the six days before, however few weeks are asked for', async () => {
  await played('finished', MONDAY);
  await played('missed', MONDAY - 6 * DAY);
  await played('finished', MONDAY - 6 * DAY - 1);
  await played('finished', MONDAY + DAY);
  const { weeks, places } = await overview('?weeks=1');
  expect(weeks).toEqual([{ monday: '2026-11-02', finished: 2, lost: 0, meant: 0 }]);
  const village = places.find(({ areaId }) => areaId === PLACES.village);
  expect(village?.lastSevenDays).toEqual({ finished: 1, lost: 1, meant: 0 });
  expect(village?.delivered).toEqual({ finished: 3, lost: 1, meant: 0 });
  const quiet = places.find(({ areaId }) => areaId === PLACES.quietVillage);
  expect(quiet?.lastSevenDays).toEqual({ finished: 0, lost: 0, meant: 0 });
});

it('counts on the home page all that was lost today, also on a day on which a whole commune was without power', async () => {
  for (let minute = 0; minute < 502; minute++) await played('missed', MONDAY + minute * 60_000);
  await played('finished', MONDAY);
  await played('missed', MONDAY - 1);
  const answer = await call(app, world.tokens.broadcaster, 'get', '/today');
  expect(Today.parse(await answer.json())).toMatchObject({ lostCount: 502, finishedCount: 1 });
});
