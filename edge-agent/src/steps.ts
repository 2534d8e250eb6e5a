import type { EndState, Reason } from '@loa/shared/playback';
import type { Blocked } from './state.js';

/** What reconciling decided, as data: the executor carries each out, and doing one twice changes nothing. */
export type Step =
  /** Its audio is on the box and decodes. */
  | { type: 'ready'; playbackId: string }
  /** Its audio is no longer there. */
  | { type: 'unready'; playbackId: string }
  /** Remember what keeps it from starting: a forecast of its end. */
  | { type: 'note'; playbackId: string; blocked: Blocked }
  /** It ends without sounding any more. */
  | { type: 'end'; playbackId: string; state: EndState; reason: Reason; detail?: string }
  /** Commit that it begins, then arm the player. `startAt` in the past means now. */
  | { type: 'claim'; playbackId: string; startAt: number; offsetMs: number; gainDb: number }
  /** Go on with a suspended one. */
  | { type: 'resume'; playbackId: string; startAt: number; offsetMs: number; gainDb: number }
  /** Silence what holds the loudspeaker, for good or until something of higher priority ended. */
  | { type: 'halt'; playbackId: string; outcome: HaltOutcome };

export type HaltOutcome = { kind: 'suspend'; by: string } | { kind: 'end'; reason: Reason; detail?: string };

export type StepType = Step['type'];
export type StepOf<T extends StepType> = Extract<Step, { type: T }>;

export interface Decision {
  steps: Step[];
  /** When to look again even if nothing happens, unix ms. */
  wakeAt: number;
}
