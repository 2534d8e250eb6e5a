import { createHash } from 'node:crypto';
import type { PriorityDecision } from '@loa/shared/api/conflicts';
import { base32 } from '@loa/shared/ids';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';

export interface NewDecision {
  id: string;
  areaId: string;
  elderId: string;
  youngerId: string;
  /** When the two first meet. */
  firstAt: number;
  createdAt: number;
}

/** The id of the question which of two schedules goes first: whoever asks it again asks the same. */
export function decisionId({ elderId, youngerId }: Pick<NewDecision, 'elderId' | 'youngerId'>): string {
  const digest = createHash('sha256').update(`${elderId}|${youngerId}`).digest();
  return `decision_${base32(digest.subarray(0, 10))}`;
}

/** Asks people once which of two priority schedules goes first; false when that was asked before. */
export async function insertDecision(db: Db, decision: NewDecision): Promise<boolean> {
  const result = await db
    .insertInto('priority_decision')
    .values({
      id: decision.id,
      area_id: decision.areaId,
      elder_id: decision.elderId,
      younger_id: decision.youngerId,
      first_at: decision.firstAt,
      created_at: decision.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['elder_id', 'younger_id']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

export async function findDecision(db: Db, id: string): Promise<PriorityDecision | null> {
  const row = await decisionsQuery(db).where('priority_decision.id', '=', id).executeTakeFirst();
  return row ? toDecision(row) : null;
}

/** Decisions about areas at or below `root`, those that wait before the rest, the earliest meeting first. */
export async function listDecisions(db: Db, root: string): Promise<PriorityDecision[]> {
  const rows = await decisionsQuery(db)
    .where('priority_decision.area_id', 'in', belowQuery(db, root))
    .orderBy('priority_decision.first_at')
    .orderBy('priority_decision.id')
    .execute();
  const decisions = rows.map(toDecision);
  return [...decisions.filter((d) => d.winner === null), ...decisions.filter((d) => d.winner !== null)];
}

export async function decide(
  db: Db,
  decision: { id: string; winner: string; by: string; at: number },
): Promise<void> {
  await db
    .updateTable('priority_decision')
    .set({ winner: decision.winner, decided_by: decision.by, decided_at: decision.at })
    .where('id', '=', decision.id)
    .execute();
}

export interface Decided {
  elderId: string;
  youngerId: string;
  /** A person's word; null while nobody said. */
  winner: { scheduleId: string; decidedAt: number } | null;
}

/** What was asked about pairs of these schedules, and what people said. */
export async function decisionsAmong(db: Db, scheduleIds: readonly string[]): Promise<Decided[]> {
  if (scheduleIds.length < 2) return [];
  const rows = await db
    .selectFrom('priority_decision')
    .select(['elder_id', 'younger_id', 'winner', 'decided_at'])
    .where('elder_id', 'in', [...scheduleIds])
    .where('younger_id', 'in', [...scheduleIds])
    .execute();
  return rows.map((row) => ({
    elderId: row.elder_id,
    youngerId: row.younger_id,
    winner: row.winner === null ? null : { scheduleId: row.winner, decidedAt: row.decided_at ?? 0 },
  }));
}

function decisionsQuery(db: Db) {
  return db
    .selectFrom('priority_decision')
    .innerJoin('schedule as elder', 'elder.id', 'priority_decision.elder_id')
    .innerJoin('schedule as younger', 'younger.id', 'priority_decision.younger_id')
    .leftJoin('account', 'account.id', 'priority_decision.decided_by')
    .selectAll('priority_decision')
    .select(['elder.name as elder_name', 'younger.name as younger_name', 'account.name as decider']);
}

type DecisionRow = Awaited<ReturnType<ReturnType<typeof decisionsQuery>['executeTakeFirstOrThrow']>>;

function toDecision(row: DecisionRow): PriorityDecision {
  return {
    id: row.id,
    areaId: row.area_id,
    scheduleIds: [row.elder_id, row.younger_id],
    names: [row.elder_name, row.younger_name],
    firstAt: row.first_at,
    winner: row.winner,
    decidedBy: row.decider ?? row.decided_by,
    decidedAt: row.decided_at,
  };
}
