import type { OnOverlap, Schedule, ScheduleNote } from '@loa/shared/api/schedules';
import type { z } from 'zod';
import type { Db } from '../db/database.js';
import { decisionId, insertDecision } from '../db/decisions.js';
import { findSchedule } from '../db/schedules.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { ScheduleJudgement } from './schedule-judgement.js';

/** Why a judged schedule is not saved; null when it is. */
export function refusalOf(
  { refusals, conflicts }: ScheduleJudgement,
  onOverlap: z.infer<typeof OnOverlap>,
): ProblemAnswer | null {
  const [refusal] = refusals;
  if (refusal) {
    const status = refusal.code === 'not_approved' ? 409 : 422;
    return problem(status, refusal.code, refusal.message, { refusals });
  }
  const [equal] = conflicts.filter(({ kind }) => kind === 'queues');
  if (!equal || onOverlap === 'queue') return null;
  return problem(409, 'overlap', equal.text, { conflicts });
}

/** What its author should know of a schedule that is saved. */
export function warningsOf({ warnings, conflicts }: ScheduleJudgement): ScheduleNote[] {
  return [...warnings, ...conflicts.map(({ kind, text }) => ({ code: `overlap_${kind}`, message: text }))];
}

/** Asks people which of two priority schedules goes first, as soon as it is known that they meet. */
export async function askPeople(
  db: Db,
  schedule: Schedule,
  { conflicts }: ScheduleJudgement,
  now: number,
): Promise<void> {
  for (const { kind, scheduleId, firstAt } of conflicts) {
    if (kind !== 'undecided') continue;
    const other = await findSchedule(db, scheduleId);
    if (!other) continue;
    const [elder, younger] = isElder(other, schedule) ? [other, schedule] : [schedule, other];
    const pair = { elderId: elder.id, youngerId: younger.id };
    const id = decisionId(pair);
    await insertDecision(db, { id, ...pair, areaId: schedule.areaId, firstAt, createdAt: now });
  }
}

function isElder(a: Schedule, b: Schedule): boolean {
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
}
