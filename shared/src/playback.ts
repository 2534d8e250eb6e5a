import { createHash } from 'node:crypto';
import { z } from 'zod';
import { base32 } from './ids.js';

/**
 * A playback's life:
 * planned → ready → claimed → started ⇄ suspended → one end state. Every planned playback ends exactly once.
 */
export const OpenState = z.enum(['planned', 'ready', 'claimed', 'started', 'suspended']);
export type OpenState = z.infer<typeof OpenState>;

export const EndState = z.enum(['finished', 'interrupted', 'missed', 'skipped', 'failed', 'cancelled']);
export type EndState = z.infer<typeof EndState>;

/** `unknown` is the controller's provisional end for what nobody reported; a late report supersedes it. */
export const PlaybackState = z.enum([...OpenState.options, ...EndState.options, 'unknown']);
export type PlaybackState = z.infer<typeof PlaybackState>;

/** Why a playback did not simply finish. */
export const Reason = z
  .enum([
    'power', // interrupted: the box lost power or its agent was killed while claimed
    'stopped', // a stop-all: interrupted when sounding, cancelled over its start window
    'removed', // cancelled: absent from a newer plan; interrupted when it was sounding
    'preempted', // skipped or interrupted: something of higher priority had the loudspeaker
    'queue', // skipped: the items before it took longer than its latest start
    'ends_by', // interrupted: its session had to end
    'outside_hours', // failed or interrupted: the roster or the plan does not allow sound at that hour
    'not_approved', // failed: no valid grant covers it
    'audio_missing', // failed: the recording never arrived
    'audio_damaged', // failed: the bytes do not match their hash, after fetching again
    'audio_undecodable', // failed: it does not decode to the promised length
    'output', // failed or interrupted: the output would not take sound
    'disk_full', // failed: no room to keep the recording or its record
    'box_off', // missed: the box was off over its start window
    'clock_untrusted', // missed: the box could not know the time
    'plan_late', // missed: the plan reached the box after its start window
    'plan_expired', // missed: the plan had run out
    'shutdown', // interrupted: the agent was stopped in order
    'unreachable', // unknown: nobody reported
  ])
  .meta({ id: 'Reason' });
export type Reason = z.infer<typeof Reason>;

const NEXT: Record<OpenState, readonly (OpenState | EndState)[]> = {
  planned: ['ready', 'claimed', 'missed', 'skipped', 'failed', 'cancelled'],
  ready: ['planned', 'claimed', 'missed', 'skipped', 'failed', 'cancelled'],
  claimed: ['started', 'finished', 'interrupted', 'missed', 'skipped', 'failed', 'cancelled'],
  started: ['suspended', 'finished', 'interrupted', 'failed'],
  suspended: ['started', 'finished', 'interrupted', 'skipped', 'failed', 'cancelled'],
};

/** Whether a box may move a playback from one state to another. Ends are final. */
export function mayFollow(from: PlaybackState, to: PlaybackState): boolean {
  const open = OpenState.safeParse(from);
  if (!open.success) return from === 'unknown' && to !== 'unknown';
  if (to === 'unknown') return true;
  return NEXT[open.data].includes(to);
}

export function isEnd(state: PlaybackState): state is EndState {
  return EndState.safeParse(state).success;
}

/** What names one run of one item on one box for ever: never the time of day, never a plan revision. */
export interface PlaybackName {
  scheduleId: string;
  /** Local civil date `YYYY-MM-DD` in the schedule's zone. */
  localDate: string;
  /** The lasting id of the timetable entry, never its position. */
  occurrence: string;
  /** Which slot of the programme. */
  slot: string;
  /** The variant's id. */
  variant: string;
  boxId: string;
}

/** The 26-character id of a playback: base32(sha256(parts joined by `|`)). */
export function playbackId(name: PlaybackName): string {
  return hash26([name.scheduleId, name.localDate, name.occurrence, name.slot, name.variant, name.boxId]);
}

/** The id of an override's playback: overrideId | repeat | box. */
export function overridePlaybackId(overrideId: string, repeat: number, boxId: string): string {
  return hash26([overrideId, String(repeat), boxId]);
}

function hash26(parts: readonly string[]): string {
  return base32(createHash('sha256').update(parts.join('|')).digest()).slice(0, 26);
}
