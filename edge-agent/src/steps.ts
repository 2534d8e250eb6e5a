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
  | { type: 'end'; playbackId: string; state: EndState; reason?: Reason; detail?: string }
  /** Commit that it begins, then arm the player. */
  | ({ type: 'claim' } & Begin)
  /** Go on with a suspended one. */
  | ({ type: 'resume' } & Begin)
  /** The same live speech from its new stream, in place of the old. */
  | ({ type: 'reopen'; playbackId: string; offsetMs: number; endsBy: number } & Loudness)
  /** Silence what was handed to the player, for good. */
  | { type: 'halt'; playbackId: string; outcome: HaltOutcome };

/** How loud something is to be, dB, and how loud it may become by what the plan asks of an output; infinite where no cap holds. */
export interface Loudness {
  gainDb: number;
  maxGainDb: number;
}

export interface Begin extends Loudness {
  playbackId: string;
  /** When its first sample is expected; an instant in the past means now. */
  startAt: number;
  /** From when on it may sound: as soon after this as what goes first is over. */
  soonestAt: number;
  offsetMs: number;
  /** It is cut here, to the sample. */
  endsBy: number;
}

export type HaltOutcome =
  | { kind: 'end'; reason: Reason; detail?: string }
  /** It has no end of its own, and this is it. */
  | { kind: 'finish'; detail?: string };

export type StepType = Step['type'];
export type StepOf<T extends StepType> = Extract<Step, { type: T }>;

export interface Decision {
  steps: Step[];
  /** When to look again even if nothing happens, unix ms. */
  wakeAt: number;
}
