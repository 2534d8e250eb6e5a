import type { Instant } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import type { Plan } from '@loa/shared/messages/plan';
import type { Priority } from '@loa/shared/messages/use';
import type { CivilTime } from '../calendar/civil-time.js';
import type { PlaceInput, PlanningWorld } from '../inputs.js';
import type { BuiltPlan, DisplacedPlayback, PlanContent } from './built-plan.js';
import type { PlannedPlayback } from './planned-playback.js';
import { type PreparedWorld, prepareWorld } from './prepare-world.js';
import { type PlanProblem, problemOf } from './problems.js';
import { type AnyBoxSession, type BoxSession, sessionOf } from './sessions.js';

/** What a plan holds (messages/plan.ts). */
const MAX_SESSIONS = 2000;
const MAX_HOLD = 200;

const PRIORITY_ORDER: Record<Priority, number> = { emergency: 0, priority: 1, normal: 2 };

export interface PlanAsked {
  place: PlaceInput;
  /** Prepared where more than one box is planned. */
  world: PlanningWorld | PreparedWorld;
  hold: Plan['hold'];
  from: Instant;
  until: Instant;
  now: Instant;
  /** Shared between the boxes of a zone, so that its days are asked for once; a prepared world has its own. */
  civil?: CivilTime;
}

/**
 * Everything one box is to play in [from, until), including what began before `from` and has not ended yet.
 * What cannot sound is left out and told in `problems`; it never holds back the rest. All boxes of a cluster that are
 * asked about at one time hear the same.
 */
export function buildPlan(asked: PlanAsked): BuiltPlan {
  const { place, from, until, now } = asked;
  const { civil } = asked;
  const world = 'decided' in asked.world ? asked.world : prepareWorld(asked.world, civil ? [civil] : []);
  const decided = world.decided(place, { from, until, now });
  const sessionsOf = (composed: readonly AnyBoxSession[]) =>
    composed
      .filter(({ run, endsBy }) => run.startsAt >= place.since && endsBy > from)
      .map((session) => sessionOf(session, place.boxId));
  const { kept, beyond } = atMost(sessionsOf(decided.runs));
  const full = beyond.map(({ shared }) => problemOf(shared.run, { kind: 'plan_full' }));
  const problems = [...decided.problems, ...full];
  const { boxId, areaChain, settings } = place;
  const sessions = kept.map(({ session }) => session);
  const hold = heldFor(asked.hold, kept, world);
  const content: PlanContent = { boxId, areaChain: [...areaChain], settings, hold, sessions };
  return {
    content,
    contentHash: hashOf(content, kept),
    sessions: kept,
    playbacks: playbacksOf(kept),
    displaced: decided.displaced.flatMap(({ session, by }) => displacedOf(sessionsOf([session]), by)),
    problems: problems.filter(({ startsAt }) => startsAt >= from && startsAt >= place.since).sort(byTime),
  };
}

/**
 * sha256 of what a plan says. A session is told by the digest that all boxes of its place share; the ids of its
 * playbacks follow from that and the box. Fields are written by planning alone, always in the same order, so nothing
 * needs to be sorted; a hash that differs for another reason would cost no more than one plan issued again.
 */
function hashOf({ boxId, areaChain, settings, hold }: PlanContent, sessions: readonly BoxSession[]): string {
  const digests = sessions.map(({ shared }) => shared.digest);
  return sha256Hex(JSON.stringify([boxId, areaChain, settings, hold, digests]));
}

/** In the order of the plan: by time; at one instant by priority; then by id, so that equal content hashes alike. */
function inOrder({ session: a }: BoxSession, { session: b }: BoxSession): number {
  return (
    a.startsAt - b.startsAt ||
    PRIORITY_ORDER[a.priority] - PRIORITY_ORDER[b.priority] ||
    (a.sessionId < b.sessionId ? -1 : 1)
  );
}

/** When there are more than a plan holds, the highest priority and then the earliest have room. */
function atMost(sessions: readonly BoxSession[]): { kept: BoxSession[]; beyond: BoxSession[] } {
  const ordered = [...sessions].sort(inOrder);
  if (ordered.length <= MAX_SESSIONS) return { kept: ordered, beyond: [] };
  ordered.sort((a, b) => PRIORITY_ORDER[a.session.priority] - PRIORITY_ORDER[b.session.priority]);
  return { kept: ordered.slice(0, MAX_SESSIONS).sort(inOrder), beyond: ordered.slice(MAX_SESSIONS) };
}

/** What stays on the box: as asked, and what sounds when a station that it is to carry fails. */
function heldFor(asked: Plan['hold'], sessions: readonly BoxSession[], world: PlanningWorld): Plan['hold'] {
  const held = new Map(asked.map((object) => [object.sha256, object]));
  for (const { shared } of sessions) {
    for (const { role, soundId, grantId } of shared.pieces) {
      const fallback = role === 'relay' ? world.stations.get(soundId)?.fallback : null;
      if (fallback && !held.has(fallback.sha256)) held.set(fallback.sha256, { ...fallback, grantId });
    }
  }
  return [...held.values()].slice(0, MAX_HOLD);
}

/** In the order of the plan. By concat: flatMap takes ten times as long, and a province has hundreds of thousands. */
function playbacksOf(sessions: readonly BoxSession[]): PlannedPlayback[] {
  const none: PlannedPlayback[] = [];
  return none.concat(...sessions.map(({ playbacks }) => playbacks));
}

function displacedOf(sessions: readonly BoxSession[], by: string): DisplacedPlayback[] {
  return sessions.flatMap(({ playbacks }) =>
    playbacks.map((playback) => ({ ...playback, by, reason: 'preempted' as const })),
  );
}

function byTime(a: PlanProblem, b: PlanProblem): number {
  return a.startsAt - b.startsAt || (a.scheduleId < b.scheduleId ? -1 : a.scheduleId > b.scheduleId ? 1 : 0);
}
