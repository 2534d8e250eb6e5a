import { MINUTE } from '@loa/shared/instant';
import type { Plan, Session } from '@loa/shared/messages/plan';
import type { TrueSchedule, Truth } from '../../world/truth.js';
import type { World } from '../../world/world.js';
import { runsOf } from './days.js';
import { soundsPastItsTime } from './filler.js';
import { type Candidate, candidatesOf, type Judged, unwanted } from './item.js';
import { hears, placeOf, suspensionsOn, type TruePlace } from './place.js';

/** A session of a plan, and the schedule of which it is a run. */
export interface Explained {
  session: Session;
  schedule: TrueSchedule;
  /** All that it could be a run of: of two at one time that give the same, nobody outside can tell which it is. */
  schedules: readonly TrueSchedule[];
  localDate: string;
  endsAt: number;
}

export type Explanation = { ok: true; place: TruePlace; sessions: Explained[] } | { ok: false; why: string };

const last = new WeakMap<World, { plan: Plan; step: number; found: Explanation }>();

/** As `explain`, once for all rules that ask of one message: nothing is decided while they are asked. */
export function explained(world: World, plan: Plan, clusterId: string): Explanation {
  const step = world.timeline.steps;
  const known = last.get(world);
  if (known?.plan === plan && known.step === step) return known.found;
  const found = explain(world.truth, plan, clusterId);
  last.set(world, { plan, step, found });
  return found;
}

/** Finds out which schedule each session is a run of; says why where no decision of anybody explains one. */
function explain(truth: Truth, plan: Plan, clusterId: string): Explanation {
  const place = placeOf(truth, clusterId);
  const runs = runsAt(truth, place, plan);
  const sessions: Explained[] = [];
  for (const session of plan.sessions) {
    if (session.startsAt <= plan.issuedAt) continue;
    let why = 'no schedule has a run then';
    let found: Explained | null = null;
    for (const run of runs.get(session.startsAt) ?? []) {
      const { schedule, localDate } = run;
      const reason = unexplained(truth, place, session, run);
      if (reason !== null) why = `${schedule.id}: ${reason}`;
      else {
        const schedules: TrueSchedule[] = [...(found?.schedules ?? []), schedule];
        found = { session, schedule, localDate, schedules, endsAt: plannedEnd(session) };
      }
    }
    if (!found) return { ok: false, why: `${shown(session.startsAt)} ${why}` };
    sessions.push(found);
  }
  return { ok: true, place, sessions };
}

interface Run {
  schedule: TrueSchedule;
  localDate: string;
  candidates: readonly Candidate[];
}

function runsAt(truth: Truth, place: TruePlace, { issuedAt: from, coversUntil: until }: Plan) {
  const runs = new Map<number, Run[]>();
  for (const schedule of truth.decisions.schedules.values()) {
    if (schedule.cancelled || !hears(place, schedule)) continue;
    const candidates = candidatesOf(truth, schedule);
    for (const { startsAt, localDate } of runsOf(schedule.times, truth.decisions.calendars, {
      from,
      until,
    })) {
      if (startsAt < schedule.createdAt) continue;
      runs.set(startsAt, [...(runs.get(startsAt) ?? []), { schedule, localDate, candidates }]);
    }
  }
  return runs;
}

function unexplained(
  truth: Truth,
  place: TruePlace,
  session: Session,
  { schedule, localDate, candidates }: Run,
): string | null {
  if (session.priority !== schedule.priority) return 'of another priority';
  const suspensions = suspensionsOn(truth, place, localDate);
  if (suspensions.some(({ everything }) => everything)) return 'everything is suspended';
  const judged: Judged = { truth, place, schedule, candidates, suspensions };
  for (const item of session.items) {
    const why = unwanted(item, judged);
    if (why !== null) return why;
  }
  const { maxMinutes = null, slots = [] } = truth.decisions.programmes.get(schedule.programmeId ?? '') ?? {};
  for (const slot of slots) {
    if (slot.kind === 'filler' && soundsPastItsTime(slot, session.items, truth.decisions.bulletins))
      return 'music past the time up to which it fills';
  }
  const lasts = plannedEnd(session) - session.startsAt;
  if (maxMinutes !== null && lasts > maxMinutes * MINUTE) return 'longer than its programme may be';
  return null;
}

export function plannedEnd({ items, startsAt }: Session): number {
  return Math.max(startsAt, ...items.map((item) => item.startsAt + item.source.durationMs));
}

export const shown = (unix: number) => new Date(unix + 7 * 3_600_000).toISOString().slice(0, 16);
