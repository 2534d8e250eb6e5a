import type { ScheduleNote } from '@loa/shared/api/schedules';
import type { CivilTime } from '../calendar/civil-time.js';
import type { BuiltPlan } from '../plan/built-plan.js';
import { type Names, problemWords } from '../plan/problem-text.js';
import type { PlanProblem } from '../plan/problems.js';
import { clockText, dateText, namesText } from './civil-text.js';
import { groupBy } from './group-by.js';

/** What a schedule that is judged is told by other words already: its days are full, or another goes first. */
const TOLD: readonly PlanProblem['kind'][] = ['day_limit', 'awaiting_decision', 'displaced', 'waits'];
/** Beyond these nobody reads on; the outlook shows the rest. */
const MOST = 6;

/** One box's plan as it would be. */
export interface LackingPlan {
  plan: Pick<BuiltPlan, 'problems'>;
  /** `làng Ơi Briu`. */
  village: string;
  civil: CivilTime;
}

/**
 * What planning knows of a schedule before it is saved, as far as plans reach: which of its items will not sound, or
 * otherwise than asked, in how many runs and where. Each thing is told once.
 */
export function scheduleLacks(
  plans: readonly LackingPlan[],
  scheduleId: string,
  names: Names,
): ScheduleNote[] {
  const found = plans.flatMap(({ plan, village, civil }) =>
    plan.problems
      .filter((problem) => problem.scheduleId === scheduleId && !TOLD.includes(problem.kind))
      .map((problem) => ({ problem, village, civil, words: problemWords(problem, civil, names) })),
  );
  // That nothing is left follows from what is missing, where anything is told to be.
  const causes = found.filter(({ problem }) => problem.kind !== 'nothing_to_play');
  const villages = new Set(plans.map(({ village }) => village));
  return [...groupBy(causes.length > 0 ? causes : found, ({ words }) => words).values()]
    .flatMap((group) => noteOf(group, villages.size) ?? [])
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map(({ note }) => note);
}

interface Found {
  problem: PlanProblem;
  village: string;
  civil: CivilTime;
  words: string;
}

function noteOf(group: readonly Found[], villages: number): { at: number; note: ScheduleNote } | null {
  const [first] = [...group].sort((a, b) => a.problem.startsAt - b.problem.startsAt);
  if (!first) return null;
  const { problem, civil, words } = first;
  const runs = new Set(group.map((each) => `${each.problem.localDate}|${each.problem.occurrenceId}`));
  const more = runs.size > 1 ? ` và ${runs.size - 1} buổi nữa` : '';
  const lacking = [...new Set(group.map(({ village }) => village))];
  const where = lacking.length < villages ? ` ở ${namesText(lacking)}` : '';
  const run = `Buổi ${clockText(problem.startsAt, civil)} ngày ${dateText(problem.localDate)}`;
  return {
    at: problem.startsAt,
    note: { code: problem.kind, message: `${run}${more}${where}: ${words}` },
  };
}
