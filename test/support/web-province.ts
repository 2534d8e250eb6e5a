import type { Area } from '@loa/shared/api/areas';
import { DAY, MINUTE } from '@loa/shared/instant';
import { NO_RULES } from '@loa/shared/place-rules';
import { type PlaybackState, playbackId } from '@loa/shared/playback';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBox } from '../../controller/src/db/boxes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import type { ControllerApp } from './controller-app.js';

/** Communes beside the seeded one: by their receivers, whether each is heard of, and what became of its evenings. */
const COMMUNES: readonly { id: string; name: string; boxes: readonly Evenings[] }[] = [
  { id: 'iako', name: 'Ia Ko', boxes: [{ ran: 'finished', weeks: 6 }, { ran: 'finished' }] },
  { id: 'bongoong', name: 'Bờ Ngoong', boxes: [{ ran: 'finished' }, { ran: 'missed', weeks: 5 }] },
  { id: 'ayun', name: 'Ayun', boxes: [{ ran: 'unknown', lost: true }] },
  { id: 'iatiem', name: 'Ia Tiêm', boxes: [{ ran: null }] },
  { id: 'hbong', name: 'H’Bông', boxes: [] },
];

interface Evenings {
  /** Null: nothing was ever due here. */
  ran: PlaybackState | null;
  /** How many weeks back it goes. */
  weeks?: number;
  lost?: boolean;
}

/** What somebody at the province has to compare. Nobody of the seeded commune sees any of it. */
export async function seedProvince(app: ControllerApp, provinceId: string): Promise<void> {
  for (const { id, name, boxes } of COMMUNES) {
    const areaId = `area_${id}`;
    await insertArea(app.db, { ...place(app, name), id: areaId, parentId: provinceId });
    for (const [at, evenings] of boxes.entries()) {
      await seedBox(app, { areaId, boxId: `box_${id}${at}`, clusterId: `cluster_${id}${at}` }, evenings);
    }
  }
}

function place(app: ControllerApp, name: string): Omit<Area, 'id' | 'parentId'> {
  return {
    ...{ level: 'commune', kind: 'xã', name, population: null, households: null, languages: ['vi'] },
    ...{ flags: [], lat: null, lon: null, hours: null, zone: null, rules: NO_RULES, mergedInto: null },
    createdAt: app.clock.now() - 90 * DAY,
  };
}

async function seedBox(
  app: ControllerApp,
  { areaId, boxId, clusterId }: { areaId: string; boxId: string; clusterId: string },
  { ran, weeks = 1, lost = false }: Evenings,
): Promise<void> {
  const now = app.clock.now();
  await insertCluster(app.db, {
    ...{ id: clusterId, areaId, name: 'Nhà văn hóa', languages: ['vi'], hours: null, lat: null, lon: null },
    ...{ maxGainDb: 0, rules: NO_RULES, createdAt: now - 60 * DAY },
  });
  await insertBox(app.db, { id: boxId, clusterId, name: 'Bộ thu 1', outputs: [], createdAt: now - 60 * DAY });
  const seen = now - (lost ? 5 * DAY : 3 * MINUTE);
  const said = {
    ...{ boxId, connected: !lost, at: seen, version: '0.1.0', freeBytes: 4_200_000_000, readyItems: 3 },
    ...{
      clock: { state: 'synced', uncertaintyMs: 12 },
      missingItems: 0,
      outputs: [{ id: 'alsa', ok: true }],
    },
    data: { month: '2026-11', control: 1_200_000, audio: 18_400_000, stream: 0 },
  };
  await app.db
    .updateTable('box')
    .set({ state: 'enrolled', enrolled_at: now - 60 * DAY, last_status: JSON.stringify(said) })
    .set({ last_seen_at: seen, commune_id: areaId })
    .where('id', '=', boxId)
    .execute();
  if (ran === null) return;
  for (let day = 1; day < weeks * 7; day += 1) {
    await seedEvening(app, { areaId, boxId, clusterId }, now - day * DAY, day % 9 === 8 ? 'missed' : ran);
  }
}

async function seedEvening(
  app: ControllerApp,
  { areaId, boxId, clusterId }: { areaId: string; boxId: string; clusterId: string },
  plannedAt: number,
  state: PlaybackState,
): Promise<void> {
  const name = { scheduleId: 'schedule_there', localDate: '2026-11-01', slot: '0', variant: 'vi' };
  await app.db
    .insertInto('playback')
    .values({
      id: playbackId({ ...name, occurrence: String(plannedAt), boxId }),
      ...{ box_id: boxId, cluster_id: clusterId, area_id: areaId, schedule_id: null },
      ...{ session_id: `session_${plannedAt}`, title: 'Bản tin xã', language: 'vi', planned_at: plannedAt },
      ...{ latest_start_at: plannedAt + 3 * MINUTE, ends_by: plannedAt + 40 * MINUTE, duration_ms: 222_000 },
      ...{ priority: 'normal', state, reason: state === 'missed' ? 'box_off' : null },
      ...{ provisional: 0, updated_at: plannedAt + 4 * MINUTE },
    })
    .execute();
}
