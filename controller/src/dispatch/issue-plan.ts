import { DAY, type Instant } from '@loa/shared/instant';
import { nextRevision } from '@loa/shared/revision';
import { signCompactText } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Db } from '../db/database.js';
import { decisionId, insertDecision } from '../db/decisions.js';
import type { LoadedPlace } from '../db/planning-world.js';
import { comparePlanAndSet, type PlanHead } from '../db/plans.js';
import { hasDisplaced, upsertPlanned, withdrawAbsent } from '../db/playbacks.js';
import { addDays, type CivilTime } from '../planning/calendar/civil-time.js';
import { buildPlan } from '../planning/plan/build-plan.js';
import type { BuiltPlan } from '../planning/plan/built-plan.js';
import { planText } from '../planning/plan/plan-text.js';
import type { PreparedWorld } from '../planning/plan/prepare-world.js';

/** Days that a new plan covers, from the start of the local day on. */
const COVERED_DAYS = 8;
/** A plan is issued again when it covers less than this ahead, milliseconds. */
export const RENEW_BELOW_MS = 7 * DAY;

export type IssueOutcome =
  /** The box's plan stands; these lines of the log may have changed. */
  | { kind: 'unchanged'; playbackIds: string[] }
  | { kind: 'issued'; bytes: Uint8Array; revision: number; playbackIds: string[] }
  /** Another planner was faster: look again. */
  | { kind: 'overtaken' };

export interface IssueInput {
  db: Db;
  signer: SigningKey;
  /** Prepared once for all boxes that are planned together. */
  world: PreparedWorld;
  place: LoadedPlace;
  head: PlanHead | undefined;
  now: Instant;
  /** The highest revision that the box is known to have seen; the next must be above it. */
  seenRevision: number;
}

/**
 * Plans one box, and signs and keeps the plan when it says something new, runs out, or was overtaken by one that
 * this database does not remember. The log's rows and the plan commit together, before anything is published.
 */
export async function issuePlan(input: IssueInput): Promise<IssueOutcome> {
  const { db, place, world, head, now, seenRevision } = input;
  const { from, until } = coveredFrom(now, world.civil(place.settings.zone));
  const built = buildPlan({ place, world, hold: [], from, until, now });
  await askPeople(db, place, built, now);
  const hash = built.contentHash;
  const lasting = head !== undefined && head.coversUntil - now >= RENEW_BELOW_MS;
  if (lasting && head.contentHash === hash && head.revision >= seenRevision) {
    return { kind: 'unchanged', playbackIds: await keepDisplaced(db, place, built, head.revision, now) };
  }
  const previous = head?.revision ?? 0;
  const revision = nextRevision(Math.max(previous, seenRevision), now);
  const text = planText(built, { revision, issuedAt: now, coversUntil: until, expiresAt: until });
  const bytes = await signCompactText('plan', text, input.signer);
  const issued = { boxId: place.boxId, revision, contentHash: hash, coversUntil: until, issuedAt: now };
  const playbackIds = await db.transaction().execute(async (trx) => {
    const won = await comparePlanAndSet(trx, { ...issued, coversFrom: from, bytes }, previous);
    return won ? writeRows(trx, place, built, revision, now) : null;
  });
  return playbackIds ? { kind: 'issued', bytes, revision, playbackIds } : { kind: 'overtaken' };
}

/** The stretch that a plan made at `now` covers: whole local days, today's included. */
export function coveredFrom(now: Instant, civil: CivilTime): { from: Instant; until: Instant } {
  const today = civil.dateOf(now);
  return { from: civil.startOfDay(today), until: civil.startOfDay(addDays(today, COVERED_DAYS)) };
}

async function writeRows(db: Db, place: LoadedPlace, built: BuiltPlan, revision: number, now: Instant) {
  const rows = [...built.playbacks, ...built.displaced];
  await upsertPlanned(db, place, rows, revision, now);
  const ids = rows.map(({ playbackId }) => playbackId);
  return [...ids, ...(await withdrawAbsent(db, place.boxId, new Set(ids), now))];
}

/** What gives way is in no plan, so it may change without the plan: the log is told of it all the same. */
async function keepDisplaced(db: Db, place: LoadedPlace, built: BuiltPlan, revision: number, now: Instant) {
  if (built.displaced.length === 0 && !(await hasDisplaced(db, place.boxId, now))) return [];
  return db.transaction().execute((trx) => writeRows(trx, place, built, revision, now));
}

/** Two priority schedules that meet, and nobody has said yet which goes first. */
async function askPeople(db: Db, place: LoadedPlace, { problems }: BuiltPlan, now: Instant) {
  const asked = new Set<string>();
  for (const problem of problems) {
    if (problem.kind !== 'awaiting_decision') continue;
    const pair = { elderId: problem.by, youngerId: problem.scheduleId };
    const id = decisionId(pair);
    if (asked.has(id)) continue;
    asked.add(id);
    const areaId = place.communeId ?? place.areaId;
    await insertDecision(db, { id, areaId, ...pair, firstAt: problem.startsAt, createdAt: now });
  }
}
