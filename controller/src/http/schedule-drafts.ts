import type { NewSchedule, Schedule, SchedulePatch } from '@loa/shared/api/schedules';
import { newId } from '@loa/shared/ids';
import { defined, idsAround } from '../db/areas.js';
import { findBulletin } from '../db/bulletins.js';
import type { Db } from '../db/database.js';
import { findProgramme } from '../db/programmes.js';
import { findSchedule } from '../db/schedules.js';
import { notFound, type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import type { Actor } from './authorise.js';
import { type Target, target } from './route.js';
import { touchedAreas } from './schedule-places.js';
import { toTimetable } from './timetable-draft.js';

/** What a schedule plays. */
export interface Played {
  areaId: string;
  name: string;
}

/**
 * A schedule touches every area it sounds in. One without any is that of what it plays, and refused later in words. What
 * belongs to an area that is neither the actor's own nor above nor below it is not there.
 */
export async function newScheduleTarget(
  db: Db,
  asked: NewSchedule,
  actor: Actor,
): Promise<Target<Played> | ProblemAnswer> {
  const played = await playedBy(db, asked, await idsAround(db, actor.areaId));
  if ('kind' in played) return played;
  const areas = await touchedAreas(db, asked);
  if (areas === null) return notFound('cụm loa');
  return target(areas.length > 0 ? areas : [played.areaId], played);
}

async function playedBy(
  db: Db,
  { bulletinId, programmeId }: NewSchedule,
  around: ReadonlySet<string>,
): Promise<Played | ProblemAnswer> {
  if (programmeId !== null) {
    const programme = await findProgramme(db, programmeId);
    if (!programme || !around.has(programme.areaId)) return notFound('chương trình');
    if (programme.archivedAt === null) return programme;
    const text = `Chương trình “${programme.name}” đã cất vào kho nên không xếp lịch được. Hãy chọn chương trình khác.`;
    return problem(409, 'archived', text);
  }
  const bulletin = bulletinId === null ? null : await findBulletin(db, bulletinId);
  if (!bulletin || !around.has(bulletin.areaId)) return notFound('bản tin');
  return { areaId: bulletin.areaId, name: bulletin.title };
}

/** An edit touches where the schedule sounds now and where it would. */
export async function changedScheduleTarget(
  db: Db,
  scheduleId: string,
  patch: SchedulePatch,
): Promise<Target<Schedule> | ProblemAnswer> {
  const schedule = await findSchedule(db, scheduleId);
  if (!schedule) return notFound('lịch phát');
  const before = (await touchedAreas(db, schedule)) ?? [];
  const after = await touchedAreas(db, {
    areaIds: patch.areaIds ?? [],
    clusterIds: patch.clusterIds ?? [],
  });
  if (after === null) return notFound('cụm loa');
  return target([...new Set([...before, ...after])], schedule);
}

/** The schedule that was asked for, not saved yet. */
export function draftSchedule(
  { clock, random, settings }: Pick<ApiPorts, 'clock' | 'random' | 'settings'>,
  asked: NewSchedule,
  { played, by }: { played: Played; by: string },
): Schedule {
  const now = clock.now();
  const timetable = toTimetable(asked.timetable, { now, leadMs: settings.nowLeadMs, random });
  return {
    id: asked.id ?? newId('schedule', random),
    areaId: played.areaId,
    bulletinId: asked.bulletinId,
    programmeId: asked.programmeId,
    name: asked.name ?? played.name,
    areaIds: asked.areaIds,
    clusterIds: asked.clusterIds,
    timetable,
    priority: asked.priority,
    // What was asked for now should sound whole, even if it takes a moment to arrive.
    lateness: asked.lateness ?? (timetable.kind === 'now' ? 'fromStart' : 'skip'),
    latestStartMinutes: asked.latestStartMinutes,
    resume: asked.resume,
    gainDb: asked.gainDb,
    state: 'active',
    cancelledAt: null,
    cancelledBy: null,
    createdBy: by,
    createdAt: now,
    updatedAt: now,
  };
}

/** A schedule as an edit would make it, not saved yet. */
export function changedSchedule(
  { clock, random, settings }: Pick<ApiPorts, 'clock' | 'random' | 'settings'>,
  schedule: Schedule,
  { timetable, onOverlap: _, ...patch }: SchedulePatch,
): Schedule {
  const now = clock.now();
  const asked = timetable && toTimetable(timetable, { now, leadMs: settings.nowLeadMs, random });
  return { ...schedule, ...defined(patch), ...(asked ? { timetable: asked } : {}), updatedAt: now };
}
