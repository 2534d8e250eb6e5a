import type { Schedule, ScheduleNote } from '@loa/shared/api/schedules';
import { DAY, HOUR, type Instant } from '@loa/shared/instant';
import type { PlaybackState } from '@loa/shared/playback';
import type { Db } from '../db/database.js';
import { planningWorld } from '../db/planning-world.js';
import { clockText } from '../planning/answers/civil-text.js';
import { addDays } from '../planning/calendar/civil-time.js';
import { buildPlan } from '../planning/plan/build-plan.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';

/** Sounding, or about to: what a box has claimed is its, whatever became of the report. */
const UNDER_WAY: readonly PlaybackState[] = ['claimed', 'started', 'suspended'];
const HEARD: readonly PlaybackState[] = ['finished', 'interrupted'];
const UNTOLD: readonly PlaybackState[] = ['planned', 'ready'];
/** With the hour that a clock is put back. */
const LONGEST_DAY = DAY + HOUR;

/**
 * What an edit does to runs of today that have begun, which no plan ahead shows: a run that sounds and is in no plan any
 * more is cut, and what was heard today is not played again at a later time.
 */
export async function begunNotes(
  db: Db,
  { before, after, now }: { before: Schedule; after: Schedule; now: Instant },
): Promise<ScheduleNote[]> {
  const begun = await begunPlaybacks(db, before.id, now);
  if (begun.length === 0) return [];
  const drafts = { schedules: [after] };
  const boxIds = [...new Set(begun.map(({ boxId }) => boxId))];
  const { places, world: loaded } = await planningWorld(db, boxIds, now, drafts);
  const world = prepareWorld(loaded);
  const cut = new Map<string, Set<string>>();
  const over = new Map<string, Set<string>>();
  for (const place of places) {
    const civil = world.civil(place.settings.zone);
    const date = civil.dateOf(now);
    const today = civil.startOfDay(date);
    const until = civil.startOfDay(addDays(date, 1));
    const { playbacks } = buildPlan({ place, world, hold: [], from: today, until, now });
    const planned = new Map(playbacks.map(({ playbackId, plannedAt }) => [playbackId, plannedAt]));
    for (const { id, boxId, plannedAt, sounding } of begun) {
      if (boxId !== place.boxId || plannedAt < today) continue;
      const next = planned.get(id);
      if (next === undefined && sounding) note(cut, clockText(plannedAt, civil), place.clusterId);
      if (next === undefined || next <= now) continue;
      note(over, `${clockText(plannedAt, civil)} ${clockText(next, civil)}`, place.clusterId);
    }
  }
  return [
    ...[...cut].map(([time, clusters]) => ({
      code: 'cuts_sounding',
      message: `Buổi ${time} hôm nay đang phát ở ${clusters.size} cụm loa: lưu thì cắt ngay giữa chừng.`,
    })),
    ...[...over].map(([times, clusters]) => {
      const [time = '', next = ''] = times.split(' ');
      return {
        code: 'heard_today',
        message: `Hôm nay buổi này đã phát lúc ${time} ở ${clusters.size} cụm loa nên ở đó không phát lại lúc ${next}; giờ mới tính từ buổi sau.`,
      };
    }),
  ];
}

function note(notes: Map<string, Set<string>>, key: string, clusterId: string): void {
  notes.set(key, (notes.get(key) ?? new Set()).add(clusterId));
}

interface Begun {
  id: string;
  boxId: string;
  plannedAt: Instant;
  /** As far as is known: a report may be on its way. */
  sounding: boolean;
}

async function begunPlaybacks(db: Db, scheduleId: string, now: Instant): Promise<Begun[]> {
  const rows = await db
    .selectFrom('playback')
    .select(['id', 'box_id', 'planned_at', 'duration_ms', 'state'])
    .where('schedule_id', '=', scheduleId)
    .where('planned_at', '<=', now)
    .where('planned_at', '>', now - LONGEST_DAY)
    .where('withdrawn_at', 'is', null)
    .where('state', 'in', [...UNDER_WAY, ...HEARD, ...UNTOLD])
    .execute();
  return rows.flatMap(({ id, box_id, planned_at, duration_ms, state }) => {
    const untold = UNTOLD.includes(state);
    const within = now < planned_at + duration_ms;
    if (untold && !within) return [];
    const sounding = untold || UNDER_WAY.includes(state);
    return [{ id, boxId: box_id, plannedAt: planned_at, sounding }];
  });
}
