import type { Instant } from '@loa/shared/instant';

/** Where in the calendar a problem stands. */
export interface ProblemPlace {
  scheduleId: string;
  localDate: string;
  occurrenceId: string;
  startsAt: Instant;
}

/** Why something that a schedule asks for is not in a plan, or not as asked. */
export type PlanProblem = ProblemPlace &
  (
    | { kind: 'outside_hours' }
    | { kind: 'does_not_fit'; closesAt: Instant; endsAt: Instant }
    | { kind: 'nothing_to_play' }
    | { kind: 'bulletin_missing' | 'bulletin_not_valid'; slot: string; bulletinId: string }
    | {
        /** This language is left out; others of the same bulletin may still sound. */
        kind: 'variant_missing' | 'variant_not_approved' | 'variant_not_recorded' | 'variant_not_covered';
        slot: string;
        bulletinId: string;
        language: string;
      }
  );
