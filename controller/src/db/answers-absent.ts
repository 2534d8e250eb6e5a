import type { Cluster } from '@loa/shared/api/clusters';
import { DAY, HOUR, type Instant } from '@loa/shared/instant';
import { Timetable } from '@loa/shared/timetable';
import type { CancelledRun, NothingFacts, UnloggedRun } from '../planning/answers/why-nothing.js';
import { occurrencesOf } from '../planning/calendar/timetable.js';
import { buildPlan } from '../planning/plan/build-plan.js';
import { namesOf } from '../planning/plan/problem-text.js';
import { accountNames } from './accounts.js';
import type { AnswerPlace } from './answers-place.js';
import { areaChain } from './areas.js';
import { oneBoxEach } from './campaign-plays.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { type LoadedWorld, planningWorld } from './planning-world.js';
import { suspensionsLiftedSince } from './suspensions.js';

/** What is asked about around an instant, milliseconds. */
const AROUND_MS = 2 * HOUR;
/** A schedule that was cancelled longer ago is nobody's question any more. */
const CANCELLED_SINCE_MS = 90 * DAY;

/** What planning and the schedules know of a time at which the log of a cluster has nothing. */
export async function absentFacts(
  db: Db,
  { cluster, place, at }: { cluster: Cluster; place: AnswerPlace; at: Instant },
): Promise<NothingFacts> {
  const boxIds = await oneBoxEach(db, [cluster.id]);
  const { civil, village } = place;
  const lifted = await suspensionsLiftedSince(db, { at, onOrAfter: civil.dateOf(at - AROUND_MS) });
  const loaded = await planningWorld(db, boxIds, at, { suspensions: lifted });
  return {
    ...{ at, civil, village, boxes: boxIds.length },
    ...planned(loaded, at),
    cancelled: await cancelledRuns(db, { cluster, place, at, holidays: loaded.world.holidays }),
    names: namesOf(loaded.world),
  };
}

function planned({ places, world }: LoadedWorld, at: Instant): Pick<NothingFacts, 'problems' | 'unlogged'> {
  const titles = new Map(world.schedules.map(({ scheduleId, title }) => [scheduleId, title]));
  const [place] = places;
  if (!place) return { problems: [], unlogged: [] };
  // A box that was enrolled later hears nothing of that time, but the question is about the schedule: be it planned or not.
  const { heard, chosen } = place.memory;
  const plan = buildPlan({
    place: { ...place, since: 0, memory: { heard, chosen } },
    world,
    hold: [],
    ...{ from: at - AROUND_MS, until: at + AROUND_MS, now: at },
  });
  const runs = new Map<string, UnloggedRun>();
  for (const { sessionId, scheduleId, plannedAt } of plan.playbacks) {
    if (!runs.has(sessionId)) {
      runs.set(sessionId, { scheduleName: titles.get(scheduleId) ?? '', startsAt: plannedAt });
    }
  }
  return { problems: plan.problems, unlogged: [...runs.values()] };
}

async function cancelledRuns(
  db: Db,
  ask: { cluster: Cluster; place: AnswerPlace; at: Instant; holidays: LoadedWorld['world']['holidays'] },
): Promise<CancelledRun[]> {
  const { cluster, place, at, holidays } = ask;
  const areaIds = (await areaChain(db, cluster.areaId)).map(({ id }) => id);
  const rows = await db
    .selectFrom('schedule')
    .select(['name', 'timetable', 'cancelled_at', 'cancelled_by', 'created_at'])
    .where('state', '=', 'cancelled')
    .where('cancelled_at', '>=', at - CANCELLED_SINCE_MS)
    .where('cancelled_at', '<=', at + AROUND_MS)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('schedule_place')
        .select('schedule_id')
        .where((or) => or.or([or('area_id', 'in', areaIds), or('cluster_id', '=', cluster.id)])),
    )
    .execute();
  const nameOf = await accountNames(
    db,
    rows.flatMap((row) => row.cancelled_by ?? []),
  );
  const window = { from: at - AROUND_MS, until: at + AROUND_MS };
  return rows.flatMap((row) => {
    const timetable = readJson(Timetable, row.timetable, 'schedule.timetable');
    const runs = occurrencesOf(timetable, { civil: place.civil, holidays }, window);
    const cancelledAt = row.cancelled_at ?? at;
    return runs
      .filter(({ startsAt }) => startsAt >= row.created_at && startsAt >= cancelledAt)
      .map(({ startsAt }) => ({
        ...{ scheduleName: row.name, startsAt, cancelledAt },
        by: nameOf(row.cancelled_by ?? 'system'),
      }));
  });
}
