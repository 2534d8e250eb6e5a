import { createHash } from 'node:crypto';
import type { PriorityDecision } from '@loa/shared/api/conflicts';
import { base32 } from '@loa/shared/ids';
import { z } from 'zod';
import type { Winner } from '../planning/inputs.js';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { inOrderOf } from './list-page.js';

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

/**
 * Decisions about areas at or below `root`, those that wait before the rest, the earliest meeting first. What was cancelled
 * meets nothing any more.
 */
export async function listDecisions(db: Db, root: string): Promise<PriorityDecision[]> {
  const rows = await decisionsQuery(db)
    .where('priority_decision.area_id', 'in', belowQuery(db, root))
    .where('elder.state', '=', 'active')
    .where('younger.state', '=', 'active')
    .execute();
  return inOrderOf(rows.map(toDecision), decisionKey);
}

/** Where a decision stands in `listDecisions`. */
export function decisionKey({ winner, firstAt, id }: Pick<PriorityDecision, 'winner' | 'firstAt' | 'id'>) {
  return { key: `${winner === null ? 0 : 1} ${String(firstAt).padStart(16, '0')}`, id };
}

/** Writes a person's word down before those that were said earlier. Call in a transaction. */
export async function decide(
  db: Db,
  decision: { id: string; winner: string; by: string; at: number },
): Promise<void> {
  const before = await db
    .selectFrom('priority_decision')
    .select(['winner', 'decided_at', 'earlier_words'])
    .where('id', '=', decision.id)
    .executeTakeFirst();
  await db
    .updateTable('priority_decision')
    .set({ winner: decision.winner, decided_by: decision.by, decided_at: decision.at })
    .set({ earlier_words: before ? JSON.stringify(wordsOf(before).slice(0, WORDS_KEPT)) : '[]' })
    .where('id', '=', decision.id)
    .execute();
}

/** Runs that began under an older word are long over. */
const WORDS_KEPT = 20;
const Words = z.array(z.object({ scheduleId: z.string(), decidedAt: z.int() }));

/** Everything that was said of two schedules, the newest first. */
function wordsOf(row: {
  winner: string | null;
  decided_at: number | null;
  earlier_words: string;
}): z.infer<typeof Words> {
  const earlier = readJson(Words, row.earlier_words, 'priority_decision.earlier_words');
  return row.winner === null
    ? earlier
    : [{ scheduleId: row.winner, decidedAt: row.decided_at ?? 0 }, ...earlier];
}

export interface Decided {
  elderId: string;
  youngerId: string;
  /** A person's word; null while nobody said. */
  winner: Winner | null;
}

/** What was asked about pairs of these schedules, and what people said. */
export async function decisionsAmong(db: Db, scheduleIds: readonly string[]): Promise<Decided[]> {
  if (scheduleIds.length < 2) return [];
  const rows = await db
    .selectFrom('priority_decision')
    .select(['elder_id', 'younger_id', 'winner', 'decided_at', 'earlier_words'])
    .where('elder_id', 'in', [...scheduleIds])
    .where('younger_id', 'in', [...scheduleIds])
    .execute();
  return rows.map((row) => {
    const [said, ...earlier] = wordsOf(row);
    return { elderId: row.elder_id, youngerId: row.younger_id, winner: said ? { ...said, earlier } : null };
  });
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
