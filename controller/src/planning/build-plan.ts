import { DAY, type Instant } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import type { Priority } from '@loa/shared/messages/use';
import { coversChain } from '@loa/shared/trust/areas';
import { type CivilTime, civilTime } from './calendar/civil-time.js';
import { type Holidays, NO_HOLIDAYS } from './calendar/compile-timetable.js';
import { occurrencesOf } from './calendar/timetable.js';
import { openUntil } from './place/hours.js';
import type { BulletinInput, PlaceInput, ScheduleInput } from './inputs.js';
import type { PlanProblem } from './problems.js';
import { type PlannedSession, planSession } from './sessions.js';

/** What a plan says, without its counter and times of issue: equal content is never published twice. */
export type PlanContent = Pick<Plan, 'boxId' | 'areaChain' | 'settings' | 'hold' | 'sessions'>;

/** One line of the playback log, as it stands before anything happened. */
export interface PlannedPlayback {
  playbackId: string;
  sessionId: string;
  scheduleId: string;
  bulletinId: string;
  variantId: string;
  language: string;
  title: string;
  plannedAt: Instant;
  latestStartAt: Instant;
  endsBy: Instant;
  durationMs: number;
  priority: Priority;
  sha256: string;
  grantId: string;
}

export interface BuiltPlan {
  content: PlanContent;
  playbacks: PlannedPlayback[];
  problems: PlanProblem[];
}

const PRIORITY_ORDER: Record<Priority, number> = { emergency: 0, priority: 1, normal: 2 };

/**
 * Everything one box is to play in [from, until), including what began before `from` and has not ended yet.
 * What cannot sound is left out and told in `problems`; it never holds back the rest.
 */
export function buildPlan(input: {
  place: PlaceInput;
  schedules: readonly ScheduleInput[];
  bulletins: ReadonlyMap<string, BulletinInput>;
  hold: Plan['hold'];
  from: Instant;
  until: Instant;
  /** Shared between the boxes of a zone, so that its days are asked for once. */
  civil?: CivilTime;
  holidays?: Holidays;
}): BuiltPlan {
  const { place, bulletins, from, until } = input;
  const civil = input.civil ?? civilTime(place.settings.zone);
  const where = { civil, holidays: input.holidays ?? NO_HOLIDAYS };
  const planned: PlannedSession[] = [];
  const problems: PlanProblem[] = [];
  for (const schedule of input.schedules) {
    if (!concerns(schedule, place)) continue;
    const earliest = Math.max(from - DAY, schedule.notBefore, place.since);
    for (const occurrence of occurrencesOf(schedule.timetable, where, { from: earliest, until })) {
      const closesAt = openUntil(occurrence.startsAt, place.settings.hours, civil);
      if (closesAt === null) {
        problems.push({ kind: 'outside_hours', scheduleId: schedule.scheduleId, ...occurrence });
        continue;
      }
      const result = planSession({ schedule, occurrence, place, bulletins, closesAt });
      problems.push(...result.problems);
      if (result.planned && result.planned.session.endsBy > from) planned.push(result.planned);
    }
  }
  planned.sort(inOrder);
  const { boxId, areaChain, settings } = place;
  const sessions = planned.map(({ session }) => session);
  return {
    content: { boxId, areaChain: [...areaChain], settings, hold: input.hold, sessions },
    playbacks: planned.flatMap(playbacksOf),
    problems: problems.filter(({ startsAt }) => startsAt >= from),
  };
}

function concerns(schedule: ScheduleInput, place: PlaceInput): boolean {
  return (
    schedule.clusters.includes(place.clusterId) ||
    coversChain(schedule.areas, place.areaChain, place.successors)
  );
}

/** By time; at the same instant by priority; then by id, so that the same content always has the same hash. */
function inOrder(a: PlannedSession, b: PlannedSession): number {
  return (
    a.session.startsAt - b.session.startsAt ||
    PRIORITY_ORDER[a.session.priority] - PRIORITY_ORDER[b.session.priority] ||
    (a.session.sessionId < b.session.sessionId ? -1 : 1)
  );
}

function playbacksOf({ session, scheduleId, items }: PlannedSession): PlannedPlayback[] {
  return items.map(({ item, bulletinId, variantId, language, title }) => ({
    playbackId: item.playbackId,
    sessionId: session.sessionId,
    scheduleId,
    bulletinId,
    variantId,
    language,
    title,
    plannedAt: item.startsAt,
    latestStartAt: item.latestStartAt,
    endsBy: session.endsBy,
    durationMs: item.source.durationMs,
    priority: session.priority,
    sha256: item.source.kind === 'recording' ? item.source.sha256 : '',
    grantId: item.grantId,
  }));
}
