import type { ItemRole } from '@loa/shared/api/answers';
import type { Instant } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import type { Priority } from '@loa/shared/messages/use';
import type { PlanProblem } from './problems.js';
import type { BoxSession } from './sessions.js';

/** What a plan says, without its counter and times of issue: equal content is never published twice. */
export type PlanContent = Pick<Plan, 'boxId' | 'areaChain' | 'settings' | 'hold' | 'sessions'>;

/** A plan's counter and times of issue. */
export type PlanIssue = Omit<Plan, keyof PlanContent>;

/** One line of the playback log, as it stands before anything happened. */
export interface PlannedPlayback {
  playbackId: string;
  sessionId: string;
  scheduleId: string;
  /** The civil date that its run is meant for. */
  localDate: string;
  slot: string;
  role: ItemRole;
  /** Null for a relay. */
  bulletinId: string | null;
  variantId: string | null;
  /** `und` for a relay: nobody knows what another station speaks. */
  language: string;
  title: string;
  plannedAt: Instant;
  latestStartAt: Instant;
  endsBy: Instant;
  durationMs: number;
  priority: Priority;
  /** Empty for a relay. */
  sha256: string;
  grantId: string;
}

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
