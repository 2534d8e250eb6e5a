import type { Plan } from '@loa/shared/messages/plan';
import type { PlannedPlayback } from './planned-playback.js';
import type { PlanProblem } from './problems.js';
import type { BoxSession } from './sessions.js';

/** What a plan says, without its counter and times of issue: equal content is never published twice. */
export type PlanContent = Pick<Plan, 'boxId' | 'areaChain' | 'settings' | 'hold' | 'sessions'>;

/** A plan's counter and times of issue. */
export type PlanIssue = Omit<Plan, keyof PlanContent>;

/** A line that will not sound because another schedule has the loudspeaker: the log says `skipped`. */
export interface DisplacedPlayback extends PlannedPlayback {
  /** The schedule that goes first. */
  by: string;
  reason: 'preempted';
}

export interface BuiltPlan {
  content: PlanContent;
  /** sha256 of the content: the same for equal content. */
  contentHash: string;
  /** The content's sessions with what they share with those of other boxes. */
  sessions: readonly BoxSession[];
  /** One for each item of the content, in its order. */
  playbacks: PlannedPlayback[];
  displaced: DisplacedPlayback[];
  problems: PlanProblem[];
}
