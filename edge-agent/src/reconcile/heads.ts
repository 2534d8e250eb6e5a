import { type Blocked, isStream, type PlaybackRecord, type ReconcileInput } from '../state.js';
import type { Loudness } from '../steps.js';
import { approvedAtStart, judge, latestEnd, loudnessAt, missingAudio, mustEnd } from './judge.js';
import { isWaiting, type Line, lastTaken } from './lines.js';
import { rankOf } from './rank.js';

/** An item is claimed this long before its first sample is due, milliseconds (DESIGN §4). */
export const ARM_LEAD_MS = 2_000;
/** A stream is opened earlier, so that it is buffered when its time comes. */
export const STREAM_LEAD_MS = 6_000;
/** A start up to this late is still on time: timers, the loop and the device take a moment. */
export const START_TOLERANCE_MS = 1_000;

/** What is joined midway begins a moment from now, at a place known ahead: so late boxes agree with the others. */
export const JOIN_LEAD_MS = 250;

/** A station whose fallback is still on its way is opened late rather than without it. */
export function leadOf({ item }: PlaybackRecord, { objects }: Pick<ReconcileInput, 'objects'>): number {
  if (!isStream(item)) return ARM_LEAD_MS;
  const { source } = item;
  const fallback = source.kind === 'relay' ? source.fallback : undefined;
  return fallback === undefined || objects.get(fallback)?.ready ? STREAM_LEAD_MS : ARM_LEAD_MS;
}

/** What could take the loudspeaker next, of one line. */
export interface Head extends Loudness {
  record: PlaybackRecord;
  kind: 'claim' | 'resume';
  /** When its first sample is due; an instant in the past means now. */
  startAt: number;
  /** From when on it may sound, once what goes first is over. */
  soonestAt: number;
  offsetMs: number;
  endsBy: number;
  lineStartsAt: number;
}

/** How one item that has not begun stands. */
export type Standing =
  | ({
      kind: 'startable';
      startAt: number;
      soonestAt: number;
      offsetMs: number;
      endsBy: number;
    } & Loudness)
  /** It may not start now; `blocked` is its end if that lasts, null when only its lateness forbids it. */
  | { kind: 'held'; blocked: Blocked | null };

/** When the loudspeaker is free for this one: what goes before it is expected to be over, or was. */
function freeAt(record: PlaybackRecord, input: ReconcileInput): number {
  let at = input.lastSoundEnd ?? 0;
  for (const { playbackId, phase, endsAt } of input.channels) {
    const other = input.playbacks.get(playbackId);
    if (!other || playbackId === record.playbackId || rankOf(other) < rankOf(record)) continue;
    // What should be over and still sounds is over at the soonest now.
    at = Math.max(at, phase === 'stopping' ? input.now : Math.max(endsAt, input.now));
  }
  return at;
}

/** The instant from which this item may sound: its own start, or the end of the sound before it. */
export function dueAt(record: PlaybackRecord, input: ReconcileInput): number {
  return Math.max(record.item.startsAt, freeAt(record, input));
}

/** The last instant at which it may begin. Of an override that was lifted nothing is waited for beyond its start. */
export function closesAt(record: PlaybackRecord, input: ReconcileInput): number {
  const { override, item } = record;
  const lifted = override !== undefined && !input.overrides.has(override.overrideId);
  return (lifted ? item.startsAt : item.latestStartAt) + START_TOLERANCE_MS;
}

/** Whether and how an item could start, looking at the rules but not at who has the loudspeaker. */
export function standing(record: PlaybackRecord, input: ReconcileInput): Standing {
  const { item } = record;
  const due = dueAt(record, input);
  const late = input.now > due + START_TOLERANCE_MS;
  const joins = late && item.lateness === 'joinMidway';
  const startAt = late ? input.now + (joins ? JOIN_LEAD_MS : 0) : due;
  const verdict = judge(record, startAt, input);
  if (!verdict.ok) return { kind: 'held', blocked: verdict.blocked };
  if (startAt > closesAt(record, input) || startAt >= verdict.endsBy) {
    return { kind: 'held', blocked: behind(record, input) };
  }
  const { gainDb, maxGainDb, endsBy } = verdict;
  const soonestAt = late ? startAt : item.startsAt;
  const when = { startAt, soonestAt, offsetMs: 0, endsBy };
  const startable = { kind: 'startable', ...when, gainDb, maxGainDb } as const;
  if (!late) return startable;
  switch (item.lateness) {
    case 'skip':
      return { kind: 'held', blocked: null };
    case 'fromStart':
      return startable;
    case 'joinMidway': {
      const offsetMs = Math.round(startAt - due);
      return offsetMs < item.source.durationMs ? { ...startable, offsetMs } : { kind: 'held', blocked: null };
    }
  }
}

/** Why it does not get its turn in time. */
export function behind(record: PlaybackRecord, { channels, playbacks }: ReconcileInput): Blocked {
  const outranked = channels.some(({ playbackId }) => {
    const other = playbacks.get(playbackId);
    return other !== undefined && rankOf(other) > rankOf(record);
  });
  return { state: 'skipped', reason: outranked ? 'preempted' : 'queue' };
}

/** The item of a queue that would sound next: a suspended one first, else the first that may start. */
export function headOf(line: Line, input: ReconcileInput): Head | null {
  const lineStartsAt = line.startsAt;
  const taken = lastTaken(line);
  const inHand = new Set(input.channels.map(({ playbackId }) => playbackId));
  for (const [index, record] of line.records.entries()) {
    if (record.state === 'suspended' && !inHand.has(record.playbackId)) {
      return resumption(record, lineStartsAt, input);
    }
    if (!isWaiting(record) || index < taken || beginsMidway(line, record, input)) continue;
    const now = standing(record, input);
    if (now.kind !== 'startable') continue;
    const { kind: _, ...how } = now;
    return { record, kind: 'claim', ...how, lineStartsAt };
  }
  return null;
}

/** A repetition of an emergency whose beginning was missed is not begun in its middle; the next one tells it whole. */
function beginsMidway(line: Line, { override }: PlaybackRecord, input: ReconcileInput): boolean {
  const [first] = line.records;
  if (override === undefined || override.part === 0 || !first || lastTaken(line) >= 0) return false;
  return input.now > closesAt(first, input);
}

/** A suspended record as a head, or null while something else forbids it to go on. */
function resumption(record: PlaybackRecord, lineStartsAt: number, input: ReconcileInput): Head | null {
  if (mustEnd(record, input) || missingAudio(record, input)) return null;
  // Its grant was valid when it began, which is what counts.
  const approved = approvedAtStart(record, input);
  const loudness = loudnessAt(record, input.now, input, approved);
  if (loudness === null) return null;
  const startAt = Math.max(input.now, freeAt(record, input));
  const offsetMs = goesOnAt(record, startAt);
  const endsBy = latestEnd(record, approved);
  const when = { startAt, soonestAt: input.now, offsetMs, endsBy, lineStartsAt };
  return { record, kind: 'resume', ...when, ...loudness };
}

/** A recording goes on from where it was left; a stream did not wait. */
export function goesOnAt({ item, offsetMs, startAt }: PlaybackRecord, at: number): number {
  if (!isStream(item)) return offsetMs;
  return Math.min(item.source.durationMs, offsetMs + Math.max(0, at - (startAt ?? at)));
}

/** Who goes first when several are due: rank, then the line that began first. */
export function byTurn(a: Head, b: Head): number {
  return rankOf(b.record) - rankOf(a.record) || a.lineStartsAt - b.lineStartsAt;
}
