import { type Instant, MINUTE } from '@loa/shared/instant';
import type { Item, Session } from '@loa/shared/messages/plan';
import { playbackId } from '@loa/shared/playback';
import type { ScheduleInput } from '../inputs.js';
import type { Piece } from '../programme/filled-slot.js';
import type { PlannedPlayback } from './built-plan.js';
import type { ComposedRun } from './compose-run.js';

/**
 * How late an item may start where its schedule does not say, milliseconds. Five minutes let an ordinary item wait
 * for a box that is just waking or for the item before it; later, a village no longer expects it.
 */
export const LATEST_START_MS = { skip: 5 * MINUTE, fromStart: 30 * MINUTE } as const;

/** Room after a session's planned end for pauses between items and slow outputs. */
const SLACK_MS = 30_000;

/** A box still calls a start on time when it comes so late, milliseconds. */
const TOLERANCE_MS = 1_000;

export interface BoxSession extends ComposedRun {
  session: Session;
  /** One for each of its items. */
  playbacks: PlannedPlayback[];
}

/** A run as one box is to play it, with what the log of playbacks knows of it. */
export function sessionOf(composed: ComposedRun, boxId: string): BoxSession {
  const { run, room, pieces, endsAt } = composed;
  const { schedule, sessionId, localDate, startsAt } = run;
  const { scheduleId, priority } = schedule;
  // A queue that is joined midway ends when it was meant to.
  const lateMs = schedule.lateness === 'joinMidway' ? 0 : latenessMs(schedule, 0);
  const endsBy = Math.min(room.closesAt, endsAt + lateMs + SLACK_MS);
  const name = { scheduleId, localDate, occurrence: run.occurrenceId, boxId };
  const items: Item[] = [];
  const playbacks: PlannedPlayback[] = [];
  for (const piece of pieces) {
    const id = playbackId({ ...name, slot: piece.name, variant: piece.soundId });
    const latestStartAt = latestStart(piece, schedule, endsBy);
    const { source, grantId } = piece;
    const { gainDb, lateness, resume } = schedule;
    items.push({
      playbackId: id,
      source,
      startsAt: piece.startsAt,
      latestStartAt,
      gainDb,
      lateness,
      resume,
      grantId,
    });
    playbacks.push({
      playbackId: id,
      sessionId,
      scheduleId,
      localDate,
      slot: piece.slot,
      role: piece.role,
      bulletinId: piece.bulletinId,
      variantId: piece.variantId,
      language: piece.language,
      title: piece.title,
      plannedAt: piece.startsAt,
      latestStartAt,
      endsBy,
      durationMs: source.durationMs,
      priority,
      sha256: source.kind === 'recording' ? source.sha256 : '',
      grantId,
    });
  }
  return { ...composed, session: { sessionId, priority, startsAt, endsBy, items }, playbacks };
}

/**
 * The last instant at which a piece may begin. Rather not at all than cut at its session's end, past its validity, or
 * into what follows a filler; one that is joined midway ends on time by itself.
 */
function latestStart(piece: Piece, schedule: ScheduleInput, endsBy: Instant): Instant {
  const { startsAt, source, usableUntil, endsBefore } = piece;
  const { durationMs } = source;
  const wholeMs = schedule.lateness === 'joinMidway' ? 0 : durationMs;
  const latest = Math.min(
    startsAt + latenessMs(schedule, durationMs),
    endsBy - wholeMs,
    usableUntil - TOLERANCE_MS - 1,
    (endsBefore ?? endsBy) - wholeMs,
  );
  return Math.max(startsAt, latest);
}

function latenessMs({ lateness, latestStartMs }: ScheduleInput, durationMs: number): number {
  if (latestStartMs !== null) return latestStartMs;
  return lateness === 'joinMidway' ? durationMs : LATEST_START_MS[lateness];
}
