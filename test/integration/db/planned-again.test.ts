import { HOUR, MINUTE } from '@loa/shared/instant';
import type { PlaybackState } from '@loa/shared/playback';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { upsertPlanned } from '../../../controller/src/db/playbacks.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { PLACES, seedControllerWorld } from '../../support/controller-world.js';

const FIVE = Date.parse('2026-11-02T17:00:00+07:00');
const SIX = FIVE + HOUR;
const LASTS_MS = 10 * MINUTE;
const ID = 'playback_a';

let app: ControllerApp;
beforeAll(async () => {
  app = await startControllerApp();
  await seedControllerWorld(app);
});
afterAll(() => app.stop());

/** What the log says of a broadcast that was planned for 17:00, and what a plan made at `now` says of it. */
interface Case {
  of: string;
  row: {
    state: PlaybackState;
    provisional?: 1;
    schedule_id?: null;
    displaced_by?: string;
  };
  planned?: { by?: string };
  now: number;
  after: { state?: PlaybackState; planned_at: number; displaced_by?: string | null; schedule_id?: string };
}

const cases: Case[] = [
  {
    of: 'what waits moves with its schedule',
    row: { state: 'ready' },
    now: FIVE - HOUR,
    after: { state: 'ready', planned_at: SIX },
  },
  {
    of: 'what is in a box’s hands, and not heard yet, moves as well',
    row: { state: 'claimed' },
    now: FIVE - 1_000,
    after: { state: 'claimed', planned_at: SIX },
  },
  {
    of: 'what sounds stays as it was planned',
    row: { state: 'started' },
    now: FIVE + MINUTE,
    after: { state: 'started', planned_at: FIVE },
  },
  {
    of: 'what was heard stays as it was planned',
    row: { state: 'finished' },
    now: FIVE + 20 * MINUTE,
    after: { state: 'finished', planned_at: FIVE },
  },
  {
    of: 'a guess about what is to come again is taken back',
    row: { state: 'cancelled', provisional: 1 },
    now: FIVE + 20 * MINUTE,
    after: { state: 'planned', planned_at: SIX },
  },
  {
    of: 'a guess about what is over stands',
    row: { state: 'cancelled', provisional: 1 },
    now: SIX + HOUR,
    after: { state: 'cancelled', planned_at: FIVE },
  },
  {
    of: 'what a restored database heard of, and does not remember planning, is told of',
    row: { state: 'finished', schedule_id: null },
    now: SIX + HOUR,
    after: { state: 'finished', planned_at: SIX, schedule_id: 'schedule_a' },
  },
  {
    of: 'what waits and now gives way says to what',
    row: { state: 'planned' },
    planned: { by: 'schedule_b' },
    now: FIVE - HOUR,
    after: { state: 'planned', planned_at: SIX, displaced_by: 'schedule_b' },
  },
  {
    of: 'what was skipped for one schedule, and would have been for another, names that one',
    row: { state: 'skipped', displaced_by: 'schedule_b' },
    planned: { by: 'schedule_c' },
    now: FIVE + MINUTE,
    after: { state: 'skipped', planned_at: FIVE, displaced_by: 'schedule_c' },
  },
  {
    of: 'what sounds and is to give way says to what',
    row: { state: 'started' },
    planned: { by: 'schedule_b' },
    now: FIVE + MINUTE,
    after: { state: 'started', planned_at: FIVE, displaced_by: 'schedule_b' },
  },
  {
    of: 'what was heard to its end gave way to nothing',
    row: { state: 'finished' },
    planned: { by: 'schedule_b' },
    now: FIVE + 20 * MINUTE,
    after: { state: 'finished', planned_at: FIVE, displaced_by: null },
  },
];

it.each(cases)('planned for 18:00 instead of 17:00: $of', async ({ row, planned = {}, now, after }) => {
  await app.db.deleteFrom('playback').execute();
  await app.db
    .insertInto('playback')
    .values({
      ...{ id: ID, box_id: PLACES.box, cluster_id: PLACES.cluster, area_id: PLACES.village },
      ...{ bulletin_id: 'bulletin_a', schedule_id: 'schedule_a', session_id: 'session_a', title: 'x' },
      ...{ language: 'vi', priority: 'normal', planned_at: FIVE, latest_start_at: FIVE + 5 * MINUTE },
      ...{ ends_by: FIVE + LASTS_MS, duration_ms: LASTS_MS, updated_at: 0, ...row },
    })
    .execute();
  const place = { boxId: PLACES.box, clusterId: PLACES.cluster, areaId: PLACES.village };
  const again = {
    ...{ playbackId: ID, sessionId: 'session_a', scheduleId: 'schedule_a', localDate: '2026-11-02' },
    ...{ slot: '', role: 'bulletin' as const, bulletinId: 'bulletin_a', variantId: 'variant_a' },
    ...{ language: 'vi', title: 'x', plannedAt: SIX, latestStartAt: SIX + 5 * MINUTE },
    ...{ endsBy: SIX + LASTS_MS, durationMs: LASTS_MS, priority: 'normal' as const, sha256: '' },
    grantId: 'grant_a',
    ...(planned.by ? { by: planned.by, reason: 'preempted' as const } : {}),
  };
  await upsertPlanned(app.db, place, [again], 1, now);
  const stored = await app.db.selectFrom('playback').selectAll().executeTakeFirstOrThrow();
  expect(stored).toMatchObject(after);
});
