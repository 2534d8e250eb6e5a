import type { CivilTime } from '../calendar/civil-time.js';
import type { BuiltPlan } from '../plan/built-plan.js';
import { type Names, problemWords } from '../plan/problem-text.js';
import type { PlanProblem } from '../plan/problems.js';
import { sessionId } from '../plan/session-id.js';
import type { RunWarning } from './outlook.js';

/** What is wrong with the runs of a box's plan, in words. */
export function runWarnings(
  { problems }: Pick<BuiltPlan, 'problems'>,
  civil: CivilTime,
  names: Names,
): RunWarning[] {
  return problems.map((problem) => {
    const { scheduleId, localDate, occurrenceId, startsAt, kind } = problem;
    const run = {
      sessionId: sessionId(scheduleId, localDate, occurrenceId),
      scheduleId,
      localDate,
      startsAt,
    };
    const slot = 'slot' in problem && problem.slot !== null ? { slot: problem.slot } : {};
    return {
      ...run,
      ...slot,
      ...aboutOf(problem, names),
      code: kind,
      text: problemWords(problem, civil, names),
    };
  });
}

function aboutOf(problem: PlanProblem, names: Names): Pick<RunWarning, 'about'> {
  if (!('language' in problem)) return {};
  return { about: { title: names.bulletin(problem.bulletinId), language: problem.language } };
}
