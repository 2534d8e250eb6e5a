import { hash } from 'node:crypto';
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
    'audio_undecodable', // failed: it does not decode to the promised length, or to silence
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

/** Asked of every playback that a box knows, with every look: no schema is asked. */
export function isEnd(state: PlaybackState): state is EndState {
  return ENDS.has(state);
}

const ENDS: ReadonlySet<string> = new Set(EndState.options);

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
  const { scheduleId, localDate, occurrence, slot, variant, boxId } = name;
  return hash26(`${scheduleId}|${localDate}|${occurrence}|${slot}|${variant}|${boxId}`);
}

/**
 * The id of an override's playback: overrideId | repeat | box. The recordings of one repetition after its first are
 * told apart as `repeat.part`, part counting from 1.
 */
export function overridePlaybackId(overrideId: string, repeat: number, boxId: string, part = 0): string {
  return hash26(`${overrideId}|${part === 0 ? repeat : `${repeat}.${part}`}|${boxId}`);
}

/** One-shot hashing costs a quarter of a hash object: a controller names hundreds of thousands of playbacks. */
function hash26(parts: string): string {
  return base32Start(hash('sha256', parts, 'binary'));
}

/** The first 26 characters of the base32 of a digest, given as a text of one character a byte. */
function base32Start(digest: string): string {
  let text = '';
  for (let at = 0; at < 15; at += 5) {
    const high =
      (digest.charCodeAt(at) << 12) | (digest.charCodeAt(at + 1) << 4) | (digest.charCodeAt(at + 2) >> 4);
    const low =
      ((digest.charCodeAt(at + 2) & 15) << 16) | (digest.charCodeAt(at + 3) << 8) | digest.charCodeAt(at + 4);
    text += pair(high >> 10) + pair(high & 1023) + pair(low >> 10) + pair(low & 1023);
  }
  return text + pair((digest.charCodeAt(15) << 2) | (digest.charCodeAt(16) >> 6));
}

/** The two characters of ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) =>
  base32(Uint8Array.of(bits >> 2, (bits & 3) << 6)).slice(0, 2),
);
const pair = (bits: number) => PAIRS[bits] ?? '';
