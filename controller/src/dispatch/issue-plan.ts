import { DAY, type Instant } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import { nextRevision } from '@loa/shared/revision';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Db } from '../db/database.js';
import type { PlacedBox, PlanningWorld } from '../db/planning-world.js';
import { comparePlanAndSet, type PlanHead } from '../db/plans.js';
import { upsertPlanned, withdrawAbsent } from '../db/playbacks.js';
import { type BuiltPlan, buildPlan } from '../planning/build-plan.js';
import { addDays, type CivilTime } from '../planning/calendar/civil-time.js';
import { contentHash } from '../planning/content-hash.js';

/** Days that a new plan covers, from the start of the local day on. */
const COVERED_DAYS = 8;
/** A plan is issued again when it covers less than this ahead, milliseconds. */
export const RENEW_BELOW_MS = 7 * DAY;

export type IssueOutcome =
  | { kind: 'unchanged' }
  | { kind: 'issued'; bytes: Uint8Array; revision: number; playbackIds: string[] }
  /** Another planner was faster: look again. */
  | { kind: 'overtaken' };

export interface IssueInput {
  db: Db;
  signer: SigningKey;
  world: PlanningWorld;
  place: PlacedBox;
  civil: CivilTime;
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
  const { db, place, civil, head, now, seenRevision } = input;
  const today = civil.dateOf(now);
  const from = civil.startOfDay(today);
  const until = civil.startOfDay(addDays(today, COVERED_DAYS));
  const { schedules, bulletins } = input.world;
  const { areaId, ...placeInput } = place;
  const built = buildPlan({ place: placeInput, schedules, bulletins, hold: [], from, until, civil });
  const hash = contentHash(built.content);
  const lasting = head !== undefined && head.coversUntil - now >= RENEW_BELOW_MS;
  if (lasting && head.contentHash === hash && head.revision >= seenRevision) return { kind: 'unchanged' };
  const previous = head?.revision ?? 0;
  const revision = nextRevision(Math.max(previous, seenRevision), now);
  const plan: Plan = { ...built.content, revision, issuedAt: now, coversUntil: until, expiresAt: until };
  const bytes = await signCompact('plan', plan, input.signer);
  const issued = { boxId: place.boxId, revision, contentHash: hash, coversUntil: until, issuedAt: now };
  const playbackIds = await db.transaction().execute(async (trx) => {
    const won = await comparePlanAndSet(trx, { ...issued, coversFrom: from, bytes }, previous);
    return won ? writeRows(trx, place, built, revision, now) : null;
  });
  return playbackIds ? { kind: 'issued', bytes, revision, playbackIds } : { kind: 'overtaken' };
}

async function writeRows(db: Db, place: PlacedBox, built: BuiltPlan, revision: number, now: Instant) {
  await upsertPlanned(db, place, built.playbacks, revision, now);
  const ids = built.playbacks.map(({ playbackId }) => playbackId);
  return [...ids, ...(await withdrawAbsent(db, place.boxId, new Set(ids), now))];
}
