import type { PlanDiff } from '@loa/shared/api/answers';
import type { Schedule, ScheduleNote } from '@loa/shared/api/schedules';
import type { Instant } from '@loa/shared/instant';
import type { Db } from '../db/database.js';
import { type Drafts, planningWorld, type SuspensionDraft } from '../db/planning-world.js';
import { type LackingPlan, scheduleLacks } from '../planning/answers/schedule-lacks.js';
import { type BoxPlace, diffPlans } from '../planning/answers/told-plan.js';
import { addDays } from '../planning/calendar/civil-time.js';
import { planAhead } from '../planning/plan/plan-ahead.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';
import { type Names, namesOf } from '../planning/plan/problem-text.js';
import type { PlacedCluster } from './schedule-places.js';

/** What is looked at, days from today on: as far as a plan reaches. */
const DAYS = 8;
/** So many boxes are planned twice; of a province the first ones stand for the rest. */
const MOST_BOXES = 500;

export const NO_DIFF: PlanDiff = { boxes: 0, clusters: 0, changes: [], more: 0, text: '' };

/**
 * What these boxes would hear differently if `after` stood in place of `before`, or of nothing, and what of it would
 * not sound as asked.
 */
export async function scheduleDiff(
  db: Db,
  edit: { before: Schedule | null; after: Schedule; boxIds: readonly string[]; now: Instant },
  audience: readonly PlacedCluster[],
): Promise<{ diff: PlanDiff; lacks: ScheduleNote[] }> {
  const without = edit.before ? [edit.before.id] : [];
  const after = { without, schedules: [edit.after], suspensions: [] };
  const { diff, planned, names } = await draftsDiff(db, { ...edit, after }, audience);
  return { diff, lacks: scheduleLacks(planned, edit.after.id, names) };
}

/** What these boxes would no longer hear if this were suspended, and until when that is known. */
export function suspensionDiff(
  db: Db,
  { made, ...edit }: { made: SuspensionDraft; boxIds: readonly string[]; now: Instant },
  audience: readonly PlacedCluster[],
): Promise<{ diff: PlanDiff; until: Instant }> {
  const after = { without: [], schedules: [], suspensions: [made] };
  return draftsDiff(db, { ...edit, after }, audience);
}

async function draftsDiff(
  db: Db,
  edit: { after: Drafts; boxIds: readonly string[]; now: Instant },
  audience: readonly PlacedCluster[],
): Promise<{ diff: PlanDiff; until: Instant; planned: LackingPlan[]; names: Names }> {
  const boxIds = edit.boxIds.slice(0, MOST_BOXES);
  const villages = new Map(audience.map(({ cluster, name }) => [cluster.id, name]));
  const places = new Map<string, BoxPlace>();
  let last = edit.now;
  const build = async (drafts: Drafts) => {
    const loaded = await planningWorld(db, boxIds, edit.now, drafts);
    const world = prepareWorld(loaded.world);
    const planned = loaded.places.map((place) => {
      const { clusterId, boxId } = place;
      const village = villages.get(clusterId) ?? clusterId;
      places.set(boxId, { clusterId, village });
      const civil = world.civil(place.settings.zone);
      const until = civil.startOfDay(addDays(civil.dateOf(edit.now), DAYS));
      last = Math.max(last, until);
      const plan = planAhead(place, world, { now: edit.now, until });
      return { plan, village, civil };
    });
    return { planned, plans: planned.map(({ plan }) => plan), names: namesOf(loaded.world) };
  };
  const before = await build({ without: [], schedules: [], suspensions: [] });
  const { plans, planned, names } = await build(edit.after);
  return { diff: diffPlans(before.plans, plans, places), until: last, planned, names };
}
