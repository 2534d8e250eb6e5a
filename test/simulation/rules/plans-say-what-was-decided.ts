import { DAY, MINUTE } from '@loa/shared/instant';
import { Plan } from '@loa/shared/messages/plan';
import { readDocument } from '../box/read-document.js';
import { Violation } from '../violation.js';
import { COMMUNE_HOURS, type Village, ZONE_MS } from '../world/places.js';
import type { TrueSchedule } from '../world/truth.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';
import { together, within } from './hours-of-day.js';

const RULE = 'plans say what people decided';

/** An item as people would name it. */
interface Wanted {
  startsAt: number;
  endsAt: number;
  sha256: string;
  schedule: TrueSchedule;
}

/**
 * Every new plan lists exactly what the decisions of people, expanded here in the plainest way, make this village hear
 * from now on: nothing withdrawn, cancelled, expired or outside its hours, and nothing forgotten.
 */
export function plansSayWhatWasDecided(world: World): Rule {
  const newest = new Map<string, number>();
  return {
    onRestored: () => newest.clear(),
    onPublished(topic, payload) {
      if (!topic.endsWith('/down/plan') || payload.byteLength === 0) return;
      const plan = readDocument(payload, Plan);
      // What was decided since an old plan was issued, it cannot say.
      if (!plan || plan.revision <= (newest.get(plan.boxId) ?? 0)) return;
      newest.set(plan.boxId, plan.revision);
      if (plan.issuedAt < world.origin + world.timeline.now() - FRESH_MS) return;
      judge(world, plan);
    },
  };
}

/** A plan that went out at once. */
const FRESH_MS = 2_000;

function judge(world: World, plan: Plan): void {
  const { village } = world.witness.watched(plan.boxId);
  const wanted = wantedOf(world, village, plan.issuedAt, plan.coversUntil);
  const listed = plan.sessions
    .flatMap(({ items }) => items)
    .filter(({ startsAt }) => startsAt > plan.issuedAt);
  const nameOf = (startsAt: number, sha256: string) => `${startsAt} ${sha256}`;
  const decided = new Set(wanted.map(({ startsAt, sha256 }) => nameOf(startsAt, sha256)));
  const fail = (why: string): never => {
    throw new Violation(RULE, world.timeline.now(), `${plan.boxId}: ${why}`);
  };
  for (const { startsAt, source } of listed) {
    const sha256 = source.kind === 'recording' ? source.sha256 : '';
    if (!decided.has(nameOf(startsAt, sha256)))
      fail(`lists ${sha256.slice(0, 8)} at ${shown(startsAt)}, undecided`);
  }
  const said = new Set(
    listed.map(({ startsAt, source }) => nameOf(startsAt, source.kind === 'recording' ? source.sha256 : '')),
  );
  for (const { startsAt, sha256, endsAt, schedule } of wanted) {
    // Of what overlaps, planning may leave one out.
    const alone = !wanted.some(
      (other) =>
        other.schedule !== schedule && other.startsAt < endsAt + MINUTE && startsAt < other.endsAt + MINUTE,
    );
    if (alone && !said.has(nameOf(startsAt, sha256))) fail(`forgets ${schedule.id} at ${shown(startsAt)}`);
  }
}

function wantedOf(world: World, village: Village, after: number, before: number): Wanted[] {
  const { bulletins, schedules, rosterVersion } = world.truth.decisions;
  const roster = world.truth.rosters.get(rosterVersion);
  const layers = [
    COMMUNE_HOURS,
    ...(village.hours ? [village.hours] : []),
    ...(roster ? [roster.hours] : []),
  ];
  const hours = together(layers);
  const found: Wanted[] = [];
  for (const schedule of schedules.values()) {
    const bulletin = bulletins.get(schedule.bulletinId);
    if (schedule.cancelled || !bulletin || (schedule.village !== null && schedule.village !== village.id))
      continue;
    const grant = world.truth.grants.get(bulletin.grantId ?? '');
    if (!grant) continue;
    for (let day = midnight(after); day < before; day += DAY) {
      const startsAt = day + schedule.minute * MINUTE;
      const endsAt = startsAt + bulletin.durationMs;
      if (startsAt <= after || startsAt < schedule.createdAt || startsAt >= before) continue;
      if (bulletin.validUntil !== null && startsAt >= bulletin.validUntil) continue;
      if (startsAt < grant.validFrom || startsAt >= grant.validUntil) continue;
      if (!within(startsAt, { from: hours.from, to: hours.to - 1 }, 0) || !within(endsAt, hours, 0)) continue;
      found.push({ startsAt, endsAt, sha256: bulletin.sha256, schedule });
    }
  }
  return found;
}

function midnight(unix: number): number {
  return Math.floor((unix + ZONE_MS) / DAY) * DAY - ZONE_MS;
}

const shown = (unix: number) => new Date(unix + ZONE_MS).toISOString().slice(0, 16);
