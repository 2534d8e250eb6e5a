import type { Reason } from '@loa/shared/playback';
import type { Ending } from './ending.js';
import { addDelivered } from './evidence.js';
import type { PlayProgress, PlayResult } from './sound-port.js';
import { isStream, NOTHING_DELIVERED, type PlaybackRecord } from './state.js';
import type { HaltOutcome } from './steps.js';

type How = Omit<Ending, 'endedAt'>;

export function deliveredOf({
  deliveredMs,
  underruns,
  rmsDbfs,
  peakDbfs,
  heard,
}: PlayProgress): PlaybackRecord['delivered'] {
  return addDelivered(NOTHING_DELIVERED, {
    deliveredMs,
    underruns,
    ...(rmsDbfs === undefined ? {} : { rmsDbfs }),
    ...(peakDbfs === undefined ? {} : { peakDbfs }),
    ...(heard === undefined ? {} : { heard }),
  });
}

/** How a stretch that is over ends its playback. `heard` counts all that was delivered. */
export function endingOf(halted: HaltOutcome | null, heard: PlaybackRecord, result: PlayResult): How {
  const silent = heard.delivered.deliveredMs === 0;
  /** What was on record as started cannot have been cancelled or skipped, however little of it was heard. */
  const never = silent && heard.state !== 'started';
  const detail = result.detail === undefined ? {} : { detail: result.detail };
  switch (result.end) {
    case 'completed':
      // What went wrong on the way (a stream that broke, a restarted engine) belongs into the record.
      return { state: 'finished', ...detail };
    case 'output_failed': {
      const reason = result.cause === 'source' ? sourceFault(heard) : 'output';
      return { state: silent ? 'failed' : 'interrupted', reason, ...detail };
    }
    case 'stopped':
      if (halted) return haltedEnding(halted, never);
      if (result.cause === 'displaced') return displaced(never);
      if (result.cause === 'end_by') return atItsEnd(heard, never);
      // The player was stopped by nobody who said why: its output was taken away.
      return {
        state: 'interrupted',
        reason: 'output',
        detail: result.detail ?? 'the player stopped by itself',
      };
  }
}

/** A stream that never came or broke for good; a prepared recording that could not be read any more. */
function sourceFault({ item }: PlaybackRecord): Reason {
  return isStream(item) ? 'audio_missing' : 'audio_damaged';
}

function displaced(silent: boolean): How {
  return { state: silent ? 'skipped' : 'interrupted', reason: 'preempted' };
}

function atItsEnd({ item }: PlaybackRecord, silent: boolean): How {
  if (silent) return { state: 'skipped', reason: 'queue' };
  return item.source.kind === 'live' ? { state: 'finished' } : { state: 'interrupted', reason: 'ends_by' };
}

function haltedEnding(halted: HaltOutcome, silent: boolean): How {
  const why = halted.detail === undefined ? {} : { detail: halted.detail };
  if (halted.kind === 'finish') {
    return silent ? { state: 'cancelled', reason: 'removed', ...why } : { state: 'finished', ...why };
  }
  const { reason } = halted;
  if (!silent) return { state: 'interrupted', reason, ...why };
  switch (reason) {
    case 'stopped':
    case 'removed':
      return { state: 'cancelled', reason, ...why };
    case 'preempted':
    case 'queue':
      return { state: 'skipped', reason, ...why };
    case 'ends_by':
      return { state: 'skipped', reason: 'queue', ...why };
    case 'not_approved':
    case 'outside_hours':
      return { state: 'failed', reason, ...why };
    default:
      return { state: 'interrupted', reason, ...why };
  }
}
