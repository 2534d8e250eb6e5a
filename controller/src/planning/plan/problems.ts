import type { Instant } from '@loa/shared/instant';
import type { Run } from '../programme/run.js';
import type { LengthLimit, SlotProblem } from '../programme/slot-problem.js';

/** Where in the calendar a problem stands. */
export interface ProblemPlace {
  scheduleId: string;
  localDate: string;
  occurrenceId: string;
  startsAt: Instant;
}

/** Why a whole run is not in a plan, or not as asked. */
export type RunProblem =
  | { kind: 'outside_hours' }
  | { kind: 'quiet_time'; why: string }
  | { kind: 'does_not_fit'; limit: LengthLimit; closesAt: Instant; endsAt: Instant }
  | { kind: 'nothing_to_play' }
  /** Everything is suspended on that day. */
  | { kind: 'suspended'; slot: null; suspensionId: string; name: string }
  /** The place hears no more on that day; a run that was shortened still sounds. */
  | { kind: 'day_limit'; limit: 'sessions' | 'minutes'; shortened: boolean }
  /** Nobody has said yet which of two priority schedules goes first: the younger waits. */
  | { kind: 'awaiting_decision'; by: string }
  | { kind: 'displaced'; by: string }
  /** It is in the plan, but what goes first sounds until `until`, when some of it may begin no more. */
  | { kind: 'waits'; by: string; until: Instant }
  /** A plan holds no more sessions. */
  | { kind: 'plan_full' };

/** Why something that a schedule asks for is not in a plan, or not as asked. */
export type PlanProblem = ProblemPlace & (RunProblem | SlotProblem);

/** A problem where it stands. */
export function problemOf(
  { schedule, localDate, occurrenceId, startsAt }: Run,
  problem: RunProblem | SlotProblem,
): PlanProblem {
  return { scheduleId: schedule.scheduleId, localDate, occurrenceId, startsAt, ...problem };
}
