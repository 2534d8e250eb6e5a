import { NewSchedule, type Schedule, SchedulePatch, SchedulePreview } from '@loa/shared/api/schedules';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { boxIdsAt } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { begunNotes } from '../begun-runs.js';
import { nextDates } from '../next-dates.js';
import { defineRoute, type Route } from '../route.js';
import { NO_DIFF, scheduleDiff } from '../schedule-diff.js';
import {
  changedSchedule,
  changedScheduleTarget,
  draftSchedule,
  newScheduleTarget,
} from '../schedule-drafts.js';
import { judgeSchedule } from '../schedule-judgement.js';
import { audienceOf } from '../schedule-places.js';
import { warningsOf } from '../schedule-saving.js';
import { scheduleSentence } from '../schedule-sentence.js';

/** Where nobody would hear it, its times are told in this zone. */
const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';
/** So many villages are named; the rest is a number. */
const MOST_VILLAGES = 5;

export function createSchedulePreviewRoutes(ports: ApiPorts): Route[] {
  return [previewNew(ports), previewChange(ports)];
}

function previewNew(ports: ApiPorts): Route {
  const { db } = ports;
  return defineRoute({
    method: 'post',
    path: '/schedules/preview',
    tag: 'schedules',
    summary: 'What would become of a schedule, what it meets and what would change, without creating it',
    action: 'schedule.write',
    body: NewSchedule,
    response: { status: 200, schema: SchedulePreview },
    target: ({ actor, body }) => newScheduleTarget(db, body, actor),
    async handle({ actor, body, subject: played }) {
      const draft = draftSchedule(ports, body, { played, by: actor.accountId });
      return json(await preview(db, null, draft, ports.clock.now()));
    },
  });
}

function previewChange(ports: ApiPorts): Route {
  const { db } = ports;
  return defineRoute({
    method: 'post',
    path: '/schedules/{scheduleId}/preview',
    tag: 'schedules',
    summary: 'What an edit of a schedule would change, and for whom, without saving it',
    action: 'schedule.write',
    params: z.object({ scheduleId: Id }),
    body: SchedulePatch,
    response: { status: 200, schema: SchedulePreview },
    target: ({ params, body }) => changedScheduleTarget(db, params.scheduleId, body),
    handle: async ({ body, subject: schedule }) =>
      json(await preview(db, schedule, changedSchedule(ports, schedule, body), ports.clock.now())),
  });
}

async function preview(db: Db, before: Schedule | null, after: Schedule, now: number) {
  const judged = await judgeSchedule(db, { before, after }, now);
  const boxIds = new Set([...judged.boxIds, ...(before ? await boxIdsAt(db, before) : [])]);
  const audience = before ? [...judged.audience, ...(await audienceOf(db, before))] : judged.audience;
  const edit = { after, boxIds: [...boxIds], now };
  const refused = judged.refusals.length > 0;
  const { diff, lacks } = refused ? { diff: NO_DIFF, lacks: [] } : await scheduleDiff(db, edit, audience);
  const begun = before && !refused ? await begunNotes(db, { before, after, now }) : [];
  const warnings = [...begun, ...warningsOf(judged)];
  // Where nobody approved anything yet, that is all there is to say.
  const waits = warnings.some(({ code }) => code === 'not_approved');
  const zone = judged.audience[0]?.zone ?? DEFAULT_ZONE;
  return {
    sentence: await scheduleSentence(db, after, zone),
    nextDates: await nextDates(db, after, { zone, now }),
    name: after.name,
    villages: [...new Set(judged.audience.map(({ name }) => name))].slice(0, MOST_VILLAGES),
    clusters: judged.audience.length,
    durationMs: judged.durationMs,
    languages: judged.languages,
    refusals: judged.refusals,
    warnings: waits ? warnings : [...warnings, ...lacks],
    conflicts: judged.conflicts,
    boxes: judged.enrolled,
    diff,
  };
}
