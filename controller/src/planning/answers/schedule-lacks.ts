import type { ScheduleNote } from '@loa/shared/api/schedules';
import type { CivilTime } from '../calendar/civil-time.js';
import type { BuiltPlan } from '../plan/built-plan.js';
import { type Names, problemWords } from '../plan/problem-text.js';
import type { PlanProblem } from '../plan/problems.js';
import { type Lack, lackNotes } from './lack-notes.js';

/** What a schedule that is judged is told by other words already: its days are full, another goes first, an end. */
const TOLD: readonly string[] = [
  'day_limit',
  'awaiting_decision',
  'displaced',
  'waits',
  'bulletin_not_valid',
] satisfies PlanProblem['kind'][];
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
  const found = plans.flatMap((plan) =>
    lacksOf(plan, names).filter(({ run }) => run.scheduleId === scheduleId),
  );
  const untold = withoutEffects(found).filter(({ code }) => !TOLD.includes(code));
  const villages = new Set(plans.map(({ village }) => village));
  return lackNotes(untold, villages.size).slice(0, MOST);
}

/** Everything that is wrong with the runs of a plan. */
export function lacksOf({ plan, village, civil }: LackingPlan, names: Names): Lack[] {
  return plan.problems.map((problem) => ({
    ...{ run: problem, code: problem.kind, village, civil },
    slot: 'slot' in problem ? problem.slot : null,
    words: problemWords(problem, civil, names),
  }));
}

/** That nothing is left of a schedule follows from what is missing, where anything is told to be. */
export function withoutEffects(lacks: readonly Lack[]): Lack[] {
  const isEffect = ({ code }: Lack) => code === ('nothing_to_play' satisfies PlanProblem['kind']);
  const explained = new Set(lacks.filter((lack) => !isEffect(lack)).map(({ run }) => run.scheduleId));
  return lacks.filter((lack) => !isEffect(lack) || !explained.has(lack.run.scheduleId));
}
