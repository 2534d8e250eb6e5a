import type { Item, Plan, Session } from '@loa/shared/messages/plan';
import type { Priority } from '@loa/shared/messages/use';
import type { Blocked, PlaybackRecord, ReconcileInput } from '../state.js';
import { approval, judge, loudnessAt, missingAudio, mustEnd } from './judge.js';

/** An item is claimed this long before its first sample is due, milliseconds (DESIGN §4). */
export const ARM_LEAD_MS = 2_000;
/** What already sounds is silenced this long before something of higher priority begins. */
export const PREEMPT_LEAD_MS = 500;
/** A start up to this late is still on time: timers, the loop and the device take a moment. */
export const START_TOLERANCE_MS = 1_000;

const RANK: Record<Priority, number> = { normal: 0, priority: 1, emergency: 2 };

export function rankOf(record: PlaybackRecord): number {
  return RANK[record.priority];
}

/** What could take the loudspeaker next, of one session. */
export interface Head {
  record: PlaybackRecord;
  kind: 'claim' | 'resume';
  /** When its first sample is due; an instant in the past means now. */
  startAt: number;
  offsetMs: number;
  gainDb: number;
  sessionStartsAt: number;
}

/** How one item that has not begun stands. */
export type Standing =
  | { kind: 'startable'; startAt: number; offsetMs: number; gainDb: number }
  /** It may not start now; `blocked` is its end if that lasts, null when only its lateness forbids it. */
  | { kind: 'held'; blocked: Blocked | null };

/** The instant from which this item may sound: its own start, or the end of the sound before it. */
export function dueAt(item: Item, input: ReconcileInput): number {
  return Math.max(item.startsAt, input.lastSoundEnd ?? 0);
}

export function closesAt(item: Item): number {
  return item.latestStartAt + START_TOLERANCE_MS;
}

/** Whether and how an item could start, looking at the rules but not at who has the loudspeaker. */
export function standing(record: PlaybackRecord, input: ReconcileInput): Standing {
  const { item } = record;
  const due = dueAt(item, input);
  const late = input.now > due + START_TOLERANCE_MS;
  const startAt = late ? input.now : due;
  const verdict = judge(record, startAt, input);
  if (!verdict.ok) return { kind: 'held', blocked: verdict.blocked };
  if (startAt > closesAt(item) || startAt >= record.endsBy) {
    return { kind: 'held', blocked: { state: 'skipped', reason: 'queue' } };
  }
  if (!late) return { kind: 'startable', startAt, offsetMs: 0, gainDb: verdict.gainDb };
  switch (item.lateness) {
    case 'skip':
      return { kind: 'held', blocked: null };
    case 'fromStart':
      return { kind: 'startable', startAt, offsetMs: 0, gainDb: verdict.gainDb };
    case 'joinMidway': {
      const offsetMs = Math.round(startAt - due);
      return offsetMs < item.source.durationMs
        ? { kind: 'startable', startAt, offsetMs, gainDb: verdict.gainDb }
        : { kind: 'held', blocked: null };
    }
  }
}

/** The plan's sessions with the records of their items, in the order of who goes first among equals. */
export interface Line {
  session: Session;
  records: PlaybackRecord[];
}

export function linesOf(plan: Plan, playbacks: ReadonlyMap<string, PlaybackRecord>): Line[] {
  const sessions = [...plan.sessions].sort(
    (a, b) => a.startsAt - b.startsAt || (a.sessionId < b.sessionId ? -1 : 1),
  );
  return sessions.map((session) => ({
    session,
    records: session.items.flatMap((item) => playbacks.get(item.playbackId) ?? []),
  }));
}

/** Items at or before this position have had their turn: a later one of their queue was claimed. */
export function lastTaken(line: Line): number {
  return line.records.findLastIndex((record) => record.claimedAt !== undefined);
}

/** Open and never claimed. */
export function isWaiting(record: PlaybackRecord): boolean {
  return record.state === 'planned' || record.state === 'ready';
}

/** The item of a queue that would sound next: a suspended one first, else the first that may start. */
export function headOf(line: Line, input: ReconcileInput): Head | null {
  const sessionStartsAt = line.session.startsAt;
  const taken = lastTaken(line);
  for (const [index, record] of line.records.entries()) {
    if (record.state === 'suspended') return resumption(record, sessionStartsAt, input);
    if (!isWaiting(record) || index < taken) continue;
    const now = standing(record, input);
    if (now.kind !== 'startable') continue;
    const { startAt, offsetMs, gainDb } = now;
    return { record, kind: 'claim', startAt, offsetMs, gainDb, sessionStartsAt };
  }
  return null;
}

/** A suspended record as a head, or null while something else forbids it to go on. */
export function resumption(
  record: PlaybackRecord,
  sessionStartsAt: number,
  input: ReconcileInput,
): Head | null {
  if (mustEnd(record, input) || missingAudio(record, input)) return null;
  // Its grant was valid when it began, which is what counts.
  const approved = approval(record, record.startAt ?? record.item.startsAt, input);
  const gainDb = loudnessAt(record, input.now, input, approved.ok && approved.emergency);
  if (gainDb === null) return null;
  return { record, kind: 'resume', startAt: input.now, offsetMs: record.offsetMs, gainDb, sessionStartsAt };
}

/** Who goes first when several are due: priority, then the session that began first. */
export function byTurn(a: Head, b: Head): number {
  return rankOf(b.record) - rankOf(a.record) || a.sessionStartsAt - b.sessionStartsAt;
}
