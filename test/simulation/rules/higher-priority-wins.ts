import type { Item, Plan, Session } from '@loa/shared/messages/plan';
import type { Priority } from '@loa/shared/messages/use';
import { z } from 'zod';
import { statement } from '../../../edge-agent/src/rows.js';
import { Violation } from '../violation.js';
import type { Rule, WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';
import { believedAreas } from './believed-areas.js';
import { toleranceOf } from './clock-tolerance.js';
import { stretchOf, together, within } from './hours-of-day.js';
import { plannedSound } from './planned-sound.js';

const RULE = 'the higher priority wins';
const RANK: Record<Priority, number> = { normal: 0, priority: 1, emergency: 2 };
const Row = z.object({ state: z.string() });

/**
 * Nothing begins while something of higher priority is due and could sound; and soon after something of higher
 * priority came due, nothing lower sounds any more.
 */
export function higherPriorityWins(world: World): Rule {
  const checks = new Set<string>();

  function check(watched: WatchedBox, at: number): void {
    const sounding = watched.heard.at(-1);
    if (!sounding || sounding.to !== null || sounding.from > at) return;
    const planned = plannedSound(watched, sounding);
    if (!planned || !watched.plan) return;
    for (const session of watched.plan.sessions) {
      if (RANK[session.priority] <= RANK[planned.session.priority]) continue;
      for (const item of session.items) {
        if (!couldSound(world, watched, watched.plan, session, item, at)) continue;
        throw new Violation(
          RULE,
          at,
          `${watched.id} sounds ${sounding.playbackId} while ${item.playbackId} (${session.priority}) waits`,
        );
      }
    }
  }

  return {
    onHeard: (watched, heard) => check(watched, heard.from),
    onPlan(watched, plan) {
      for (const { priority, items } of plan.sessions) {
        if (RANK[priority] === 0) continue;
        for (const { startsAt } of items) {
          const due = startsAt - world.origin + DUE_MS;
          const name = `${watched.id} ${due}`;
          if (checks.has(name) || due < world.timeline.now()) continue;
          checks.add(name);
          world.timeline.at(due, () => world.witness.later(() => check(watched, due)));
        }
      }
    },
  };
}

/** The lower one makes way half a second ahead; a box whose clock is off does it so much later. */
const DUE_MS = 8_000;

function couldSound(
  world: World,
  watched: WatchedBox,
  plan: Plan,
  session: Session,
  item: Item,
  at: number,
): boolean {
  const unix = world.origin + at;
  const tolerance = toleranceOf(world, watched);
  if (unix < item.startsAt + tolerance || unix > item.latestStartAt - tolerance) return false;
  if (item.lateness !== 'fromStart' || unix >= session.endsBy - tolerance) return false;
  const raw = statement(watched.box.db(), 'SELECT state FROM playbacks WHERE playback_id = ?').get(
    item.playbackId,
  );
  // Only what was ready well before can be said to have waited.
  if (Row.safeParse(raw).data?.state !== 'ready' || !wasReadyBefore(watched, item, world.origin))
    return false;
  const grant = world.truth.grants.get(item.grantId);
  const roster = world.truth.rosters.get(watched.rosterVersion);
  if (!grant || !roster || roster.revoked.has(grant.personId)) return false;
  if (unix < grant.validFrom + tolerance || unix > grant.validUntil - tolerance) return false;
  const held = statement(watched.box.db(), 'SELECT 1 FROM grants WHERE grant_id = ?').get(item.grantId);
  const layers = [roster.hours, stretchOf(plan.settings.hours)];
  if (held === undefined || !within(unix, together(layers), -tolerance)) return false;
  const chain = believedAreas(world, watched);
  const stops = [...watched.stops.values()].flatMap(({ overrides }) => overrides);
  return !stops.some(
    ({ areas, startsAt, until }) =>
      areas.some((area) => chain.includes(area)) && unix > startsAt - tolerance && unix < until + tolerance,
  );
}

function wasReadyBefore({ entries }: WatchedBox, { playbackId, startsAt }: Item, _origin: number): boolean {
  return entries.some(
    (entry) => entry.kind === 'ready' && entry.playbackId === playbackId && entry.at < startsAt - 60_000,
  );
}
