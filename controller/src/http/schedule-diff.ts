import type { PlanDiff } from '@loa/shared/api/answers';
import type { Schedule, ScheduleNote } from '@loa/shared/api/schedules';
import type { Instant } from '@loa/shared/instant';
import type { Db } from '../db/database.js';
import type { Drafts, SuspensionDraft } from '../db/drafts.js';
import { planningWorld } from '../db/planning-world.js';
import type { EditedPlan } from '../planning/answers/edit-lacks.js';
import { scheduleLacks } from '../planning/answers/schedule-lacks.js';
import { type BoxPlace, diffPlans } from '../planning/answers/told-plan.js';
import { addDays } from '../planning/calendar/civil-time.js';
import type { BulletinInput, PlanningWorld } from '../planning/inputs.js';
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
 * What these boxes would hear differently if `after` stood in place of what it was, or of nothing, and what of it would
 * not sound as asked.
 */
export async function scheduleDiff(
  db: Db,
  edit: { after: Schedule; boxIds: readonly string[]; now: Instant },
  audience: readonly PlacedCluster[],
): Promise<{ diff: PlanDiff; lacks: ScheduleNote[] }> {
  const after = { schedules: [edit.after] };
  const { diff, planned, names } = await draftsDiff(db, { ...edit, after }, audience);
  return { diff, lacks: scheduleLacks(planned, edit.after.id, names) };
}

/** What these boxes would no longer hear if this were suspended, and until when that is known. */
export function suspensionDiff(
  db: Db,
  { made, ...edit }: { made: SuspensionDraft; boxIds: readonly string[]; now: Instant },
  audience: readonly PlacedCluster[],
): Promise<{ diff: PlanDiff; until: Instant }> {
  const after = { suspensions: [made] };
  return draftsDiff(db, { ...edit, after }, audience);
}

/** What these boxes would hear differently after an edit, how far that was looked at, and both plans of each box. */
export async function draftsDiff(
  db: Db,
  edit: {
    after: Partial<Drafts>;
    bulletins?: readonly BulletinInput[];
    boxIds: readonly string[];
    now: Instant;
  },
  audience: readonly PlacedCluster[],
): Promise<{
  diff: PlanDiff;
  until: Instant;
  former: EditedPlan[];
  planned: EditedPlan[];
  names: Names;
}> {
  const boxIds = edit.boxIds.slice(0, MOST_BOXES);
  const villages = new Map(audience.map(({ cluster, name }) => [cluster.id, name]));
  const places = new Map<string, BoxPlace>();
  let last = edit.now;
  const build = async (drafts: Partial<Drafts>, drafted: readonly BulletinInput[] = []) => {
    const loaded = await planningWorld(db, boxIds, edit.now, drafts);
    const read = drafted.map((bulletin) => [bulletin.bulletinId, bulletin] as const);
    const seen = { ...loaded.world, bulletins: new Map([...loaded.world.bulletins, ...read]) };
    const world = prepareWorld(seen);
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
    return { planned, plans: planned.map(({ plan }) => plan), world: seen };
  };
  const before = await build({});
  const { plans, planned, world } = await build(edit.after, edit.bulletins);
  const names = namesOf(eitherWorld(before.world, world));
  return {
    diff: diffPlans(before.plans, plans, places),
    until: last,
    former: before.planned,
    planned,
    names,
  };
}

/** What either holds; of what both do, as the second has it. */
function eitherWorld(a: PlanningWorld, b: PlanningWorld): Parameters<typeof namesOf>[0] {
  return {
    schedules: [...a.schedules, ...b.schedules],
    bulletins: new Map([...a.bulletins, ...b.bulletins]),
    stations: new Map([...a.stations, ...b.stations]),
  };
}
