import { Outlook } from '@loa/shared/api/answers';
import { SavedSchedule, type Schedule } from '@loa/shared/api/schedules';
import type { Insertable } from 'kysely';
import type { PlaybackTable } from '../../controller/src/db/schema.js';
import type { ControllerApp } from './controller-app.js';
import { type ControllerWorld, call, PLACES } from './controller-world.js';

/** As if the boxes had been enrolled an hour ago. */
export async function enrolBoxes(app: ControllerApp): Promise<void> {
  await app.db
    .updateTable('box')
    .set({ state: 'enrolled', enrolled_at: app.clock.now() - 3_600_000 })
    .execute();
}

/** Each day at 17:00 in the village, unless said otherwise. */
export async function scheduleDaily(
  app: ControllerApp,
  world: ControllerWorld,
  bulletinId: string,
  more: Record<string, unknown> = {},
): Promise<Schedule> {
  const timetable = {
    kind: 'recurring',
    days: [{ every: 'week', days: [1, 2, 3, 4, 5, 6, 7] }],
    times: [{ time: '17:00' }],
  };
  const body = { bulletinId, areaIds: [PLACES.village], timetable, ...more };
  const answer = await call(app, world.tokens.broadcaster, 'post', '/schedules', body);
  if (answer.status !== 201) throw new Error(`schedule: ${answer.status} ${await answer.text()}`);
  return SavedSchedule.parse(await answer.json()).schedule;
}

export async function outlookAt(app: ControllerApp, token: string, query: string): Promise<Outlook> {
  const answer = await call(app, token, 'get', `/outlook?${query}`);
  if (answer.status !== 200) throw new Error(`outlook: ${answer.status} ${await answer.text()}`);
  return Outlook.parse(await answer.json());
}

/** Writes what an outlook promised into the log, for the first cluster's first `runs` runs. */
export async function logRuns(
  app: ControllerApp,
  outlook: Outlook,
  runs: number,
  told: Partial<Insertable<PlaybackTable>> & Pick<PlaybackTable, 'state'>,
): Promise<string[]> {
  const ids: string[] = [];
  const [cluster] = outlook.clusters;
  for (const run of cluster?.runs.slice(0, runs) ?? []) {
    for (const item of run.items) {
      for (const { boxId, playbackId } of item.states) {
        await app.db
          .insertInto('playback')
          .values({
            ...{
              id: playbackId,
              box_id: boxId,
              cluster_id: cluster?.clusterId ?? '',
              area_id: outlook.areaId,
            },
            ...{ schedule_id: run.scheduleId, session_id: run.sessionId, bulletin_id: item.bulletinId },
            ...{
              title: item.title,
              language: item.language,
              planned_at: item.startsAt,
              priority: run.priority,
            },
            ...{ latest_start_at: item.startsAt + 300_000, ends_by: run.endsAt + 330_000 },
            ...{ duration_ms: item.durationMs, updated_at: item.startsAt, slot: item.slot, role: item.role },
            started_at: told.state === 'finished' ? item.startsAt + 40 : null,
            ended_at: told.state === 'finished' ? item.startsAt + item.durationMs : null,
            delivered_ms: told.state === 'finished' ? item.durationMs : null,
            ...told,
          })
          .execute();
        ids.push(playbackId);
      }
    }
  }
  return ids;
}
