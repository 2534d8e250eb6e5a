import { base32 } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import { PlaybackState } from '@loa/shared/playback';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  listPlaybacks,
  type PlaybackFilter,
  type PlaybackKey,
} from '../../../controller/src/db/playback-list.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
const rows = Array.from({ length: 400 }, (_, n) => {
  const [boxId, clusterId, areaId] =
    n % 3 === 0
      ? [PLACES.box, PLACES.cluster, PLACES.village]
      : n % 3 === 1
        ? [PLACES.quietBox, PLACES.quietCluster, PLACES.quietVillage]
        : [PLACES.otherBox, PLACES.otherCluster, PLACES.otherCommune];
  const id = base32(Buffer.from(sha256Hex(`p${n}`), 'hex')).slice(0, 26);
  return {
    ...{ id, boxId, clusterId, areaId, plannedAt: 1000 * Math.floor(n / 3), bulletinId: `bulletin_${n % 5}` },
    ...{ scheduleId: `schedule_${n % 4}`, language: n % 7 === 0 ? 'jra' : 'vi' },
    priority: n % 11 === 0 ? 'emergency' : n % 5 === 0 ? 'priority' : 'normal',
    state: PlaybackState.options[n % PlaybackState.options.length] ?? ('planned' as const),
  };
});

beforeAll(async () => {
  app = await startControllerApp();
  await seedControllerWorld(app);
  for (const row of rows) {
    await app.db
      .insertInto('playback')
      .values({
        ...{ id: row.id, box_id: row.boxId, cluster_id: row.clusterId, area_id: row.areaId },
        ...{ bulletin_id: row.bulletinId, schedule_id: row.scheduleId, session_id: 'session_x', title: 'x' },
        ...{ language: row.language, priority: row.priority, state: row.state, planned_at: row.plannedAt },
        ...{ latest_start_at: 0, ends_by: 0, duration_ms: 1, updated_at: 0 },
      })
      .execute();
  }
});
afterAll(() => app.stop());

const ANY: PlaybackFilter = {
  ...{ root: PLACES.province, clusterId: null, boxId: null, scheduleId: null, bulletinId: null },
  ...{ language: null, priority: null, states: null, from: null, to: null },
};

/** What the log is, without a database. */
function naive(filter: PlaybackFilter): string[] {
  const below: Record<string, string[]> = {
    [PLACES.province]: rows.map(({ areaId }) => areaId),
    [PLACES.commune]: [PLACES.village, PLACES.quietVillage],
    [PLACES.village]: [PLACES.village],
  };
  return rows
    .filter((row) => below[filter.root]?.includes(row.areaId))
    .filter((row) =>
      (['clusterId', 'boxId', 'scheduleId', 'bulletinId', 'language', 'priority'] as const).every(
        (field) => filter[field] === null || filter[field] === row[field],
      ),
    )
    .filter(({ state }) => filter.states === null || filter.states.includes(state))
    .filter(({ plannedAt }) => plannedAt >= (filter.from ?? 0) && plannedAt < (filter.to ?? 1e9))
    .sort((a, b) => b.plannedAt - a.plannedAt || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

const filters: [string, Partial<PlaybackFilter>][] = [
  ['nothing', {}],
  ['a commune', { root: PLACES.commune }],
  ['a village', { root: PLACES.village }],
  ['a box', { boxId: PLACES.box }],
  ['a box of another place', { root: PLACES.village, boxId: PLACES.otherBox }],
  ['a cluster and states', { clusterId: PLACES.cluster, states: ['missed', 'failed'] }],
  ['rare states', { root: PLACES.province, states: ['failed', 'missed', 'unknown'] }],
  ['usual states', { states: ['finished', 'planned'] }],
  ['emergencies', { priority: 'emergency' }],
  ['what is normal', { priority: 'normal' }],
  ['priority in rare states', { priority: 'priority', states: ['missed', 'skipped'], root: PLACES.commune }],
  ['a bulletin of a schedule', { bulletinId: 'bulletin_2', scheduleId: 'schedule_1' }],
  ['Jrai', { language: 'jra' }],
  ['Vietnamese in a stretch of time', { language: 'vi', from: 20_000, to: 60_000 }],
  ['a language nobody spoke', { language: 'km' }],
  [
    'everything at once',
    { root: PLACES.commune, language: 'vi', priority: 'normal', states: ['finished'], from: 5_000 },
  ],
];

it.each(filters)('pages through the log filtered by %s as if it were sorted whole', async (_, wanted) => {
  const filter = { ...ANY, ...wanted };
  const seen: string[] = [];
  let after: PlaybackKey | null = null;
  do {
    const page = await listPlaybacks(app.db, filter, { after, limit: 7 });
    seen.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    after = page.length < 7 || !last ? null : { plannedAt: last.plannedAt, id: last.id };
  } while (after);
  expect(seen).toEqual(naive(filter));
});
