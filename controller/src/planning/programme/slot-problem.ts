import type { LeftOut } from './route-languages.js';

/** What made a run too long. `items`: a session holds no more than 200. */
export type LengthLimit = 'hours' | 'quiet' | 'programme' | 'place' | 'day' | 'items';

/** Why a slot does not sound, or not as asked. */
export type SlotProblem = { slot: string } & (
  | { kind: 'bulletin_missing' | 'bulletin_not_valid'; bulletinId: string }
  /** This language is left out; others of the same bulletin may still sound. */
  | { kind: LeftOut['why']; bulletinId: string; language: string }
  /** No bulletin of the column may sound that was not heard here a short time ago. */
  | { kind: 'nothing_new'; column: string }
  | {
      kind: 'station_missing' | 'station_not_approved' | 'station_not_covered' | 'station_closed';
      stationId: string;
    }
  | { kind: 'suspended'; suspensionId: string; name: string }
  /** The fallback sounds instead; `why` is what kept the slot's own content from sounding. */
  | { kind: 'fallback_used'; bulletinId: string; why: string }
  | { kind: 'dropped_for_length'; limit: LengthLimit }
);
