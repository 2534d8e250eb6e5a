import { type Instant, MINUTE } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import type { Item, Session } from '@loa/shared/messages/plan';
import { playbackId } from '@loa/shared/playback';
import type { ScheduleInput } from '../inputs.js';
import type { Piece } from '../programme/filled-slot.js';
import type { ComposedRun } from './compose-run.js';
import type { PlannedPlayback } from './planned-playback.js';

/**
 * How late an item may start where its schedule does not say, milliseconds. Five minutes let an ordinary item wait
 * for a box that is just waking or for the item before it; later, a village no longer expects it.
 */
const LATEST_START_MS = { skip: 5 * MINUTE, fromStart: 30 * MINUTE } as const;

/** Room after a session's planned end for pauses between items and slow outputs. */
const SLACK_MS = 30_000;

/** A box still calls a start on time when it comes so late, milliseconds. */
const TOLERANCE_MS = 1_000;

/** A run as every box of its place is to play it, but for the ids of its playbacks. */
export interface AnyBoxSession extends ComposedRun {
  endsBy: Instant;
  /** One for each piece. */
  items: readonly Omit<Item, 'playbackId'>[];
  /** Its JSON as all boxes share it: what stands before its items, and each item after its playbackId. */
  texts: { head: string; tails: readonly string[] };
  /** sha256 of all that a box is told of it and that its playbacks are named by. */
  digest: string;
}

export interface BoxSession {
  shared: AnyBoxSession;
  session: Session;
  /** One for each of its items. */
  playbacks: PlannedPlayback[];
}

/** A composed run with its times and policies. */
export function anyBoxSession(composed: ComposedRun): AnyBoxSession {
  const { run, pieces } = composed;
  const { schedule, sessionId, startsAt } = run;
  const endsBy = endOf(composed);
  const { priority, gainDb, lateness, resume } = schedule;
  const items = pieces.map((piece) => {
    const latestStartAt = latestStart(piece, schedule, endsBy);
    const { source, grantId } = piece;
    return { source, startsAt: piece.startsAt, latestStartAt, gainDb, lateness, resume, grantId };
  });
  const names = pieces.map(({ name, soundId }) => [name, soundId]);
  const digest = sha256Hex(JSON.stringify([sessionId, priority, startsAt, endsBy, items, names]));
  const head = JSON.stringify({ sessionId, priority, startsAt, endsBy }).slice(0, -1);
  // Each item is an object with fields: what follows its brace.
  const tails = items.map((item) => JSON.stringify(item).slice(1));
  return { ...composed, endsBy, items, texts: { head, tails }, digest };
}

/** The last instant at which the first piece of a run may begin: from then on the log tells what became of it. */
export function latestBegin(composed: ComposedRun): Instant {
  const [first] = composed.pieces;
  return first ? latestStart(first, composed.run.schedule, endOf(composed)) : composed.run.startsAt;
}

function endOf({ run: { schedule }, room, endsAt }: ComposedRun): Instant {
  // A queue that is joined midway ends when it was meant to.
  const lateMs = schedule.lateness === 'joinMidway' ? 0 : latenessMs(schedule, 0);
  return Math.min(room.closesAt, endsAt + lateMs + SLACK_MS);
}

/** A session as one box is to play it, with what the log of playbacks knows of it. */
export function sessionOf(shared: AnyBoxSession, boxId: string): BoxSession {
  const { run, pieces, endsBy } = shared;
  const { sessionId, localDate, startsAt, occurrenceId: occurrence } = run;
  const { scheduleId, priority } = run.schedule;
  const items: Item[] = [];
  const playbacks: PlannedPlayback[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const [piece, asked] = [pieces[at], shared.items[at]];
    if (!piece || !asked) break;
    const { name: slot, soundId: variant } = piece;
    const id = playbackId({ scheduleId, localDate, occurrence, slot, variant, boxId });
    const { source, latestStartAt, grantId } = asked;
    items.push({
      playbackId: id,
      source,
      startsAt: asked.startsAt,
      latestStartAt,
      gainDb: asked.gainDb,
      lateness: asked.lateness,
      resume: asked.resume,
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
      plannedAt: asked.startsAt,
      latestStartAt,
      endsBy,
      durationMs: source.durationMs,
      priority,
      sha256: source.kind === 'recording' ? source.sha256 : '',
      grantId,
    });
  }
  const session: Session = { sessionId, priority, startsAt, endsBy, items };
  return { shared, session, playbacks };
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
