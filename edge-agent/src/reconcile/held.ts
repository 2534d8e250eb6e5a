import { MINUTE } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import type { Reason } from '@loa/shared/playback';
import { type Channel, isStream, type PlaybackRecord, type ReconcileInput } from '../state.js';
import type { HaltOutcome, Step } from '../steps.js';
import { behind, closesAt, goesOnAt } from './heads.js';
import { approvedAtStart, latestEnd, loudnessAt, mustEnd } from './judge.js';
import { isWaiting, type Line, lastTaken } from './lines.js';
import { rankOf } from './rank.js';

interface Cause {
  reason: Reason;
  detail?: string;
}

/** What was begun and must not go on, and what must go on otherwise. */
export function heldSteps(lines: readonly Line[], input: ReconcileInput, alarms: number[]): Step[] {
  const inHand = new Set(input.channels.map(({ playbackId }) => playbackId));
  const steps: Step[] = [];
  for (const record of input.open.values()) {
    if (record.state !== 'suspended' || inHand.has(record.playbackId)) continue;
    alarms.push(record.endsBy);
    const cause = causeOf(record, input) ?? timeIsOver(record, input) ?? passedOver(record, lines);
    if (cause) steps.push(endSuspended(record, cause));
  }
  for (const channel of waitingFirst(input.channels)) {
    const record = input.playbacks.get(channel.playbackId);
    if (!record || channel.phase === 'stopping') continue;
    const cause = causeOf(record, input) ?? waitedTooLong(record, channel, input);
    if (cause) {
      steps.push({ type: 'halt', playbackId: record.playbackId, outcome: outcomeOf(record, cause) });
    } else steps.push(...reopening(record, channel, input));
    alarms.push(record.endsBy, latestEnd(record, approvedAtStart(record, input)));
    // Hours have the grain of a minute, so the next minute is the next chance for a window to close.
    alarms.push(Math.floor(input.now / MINUTE) * MINUTE + MINUTE);
    if (channel.phase === 'armed') alarms.push(closesAt(record, input) + 1);
  }
  return steps;
}

/** What is armed is let go before what sounds: else it would have its place, if only for a moment. */
function waitingFirst(channels: readonly Channel[]): readonly Channel[] {
  const rank = ({ phase }: Channel) => (phase === 'armed' ? 0 : 1);
  return channels.length > 1 ? channels.toSorted((a, b) => rank(a) - rank(b)) : channels;
}

function causeOf(record: PlaybackRecord, input: ReconcileInput): Cause | null {
  return mustEnd(record, input) ?? (record.override ? lifted(record, input) : removed(record, input));
}

/**
 * A newer plan that was issued before its end and does not name it: somebody cancelled it on purpose, for plans name
 * what sounds until its session ends.
 */
function removed(record: PlaybackRecord, { plan }: ReconcileInput): Cause | null {
  if (!plan || plan.revision <= record.planRevision || plan.issuedAt >= record.endsBy) return null;
  return names(plan, record.playbackId) ? null : { reason: 'removed' };
}

function names(plan: Plan, playbackId: string): boolean {
  return plan.sessions.some((session) => session.items.some((item) => item.playbackId === playbackId));
}

/**
 * The newest document of its area does not name its override any more. When a document merely ran out, a recording that
 * has begun reaches its end; live speech does not, for nobody could stop it.
 */
function lifted({ override, item }: PlaybackRecord, input: ReconcileInput): Cause | null {
  const force = override && input.overrides.get(override.overrideId);
  if (!force) return { reason: 'removed', detail: 'the override was lifted' };
  const adrift = item.source.kind === 'live' && input.trusted && input.now >= force.expiresAt;
  return adrift ? { reason: 'plan_expired', detail: 'the override was not renewed' } : null;
}

/** A stream did not wait for the loudspeaker. */
function timeIsOver(record: PlaybackRecord, { now, trusted }: ReconcileInput): Cause | null {
  const over = trusted && isStream(record.item) && goesOnAt(record, now) >= record.item.source.durationMs;
  return over ? { reason: 'ends_by' } : null;
}

/** A later one of its line was begun meanwhile: out of order it is not heard. */
function passedOver(record: PlaybackRecord, lines: readonly Line[]): Cause | null {
  const line = lines.find(({ records }) => records.includes(record));
  if (!line || line.records.indexOf(record) >= lastTaken(line)) return null;
  return { reason: 'preempted', detail: 'what follows it was already begun' };
}

/** It was armed to follow what sounds, which went on for longer than it may wait. */
function waitedTooLong(record: PlaybackRecord, { phase }: Channel, input: ReconcileInput): Cause | null {
  if (phase !== 'armed' || record.state !== 'claimed' || input.now <= closesAt(record, input)) return null;
  const sounding = input.channels.flatMap((channel) =>
    channel.phase === 'sounding' ? (input.playbacks.get(channel.playbackId) ?? []) : [],
  );
  const waits = sounding.some((other) => rankOf(other) >= rankOf(record));
  return waits ? { reason: behind(record, input).reason } : null;
}

function outcomeOf({ item }: PlaybackRecord, { reason, detail }: Cause): HaltOutcome {
  const told = detail === undefined ? {} : { detail };
  // Whoever spoke has ended, or reached the end that was set: that is how live speech ends well.
  const well = item.source.kind === 'live' && (reason === 'removed' || reason === 'ends_by');
  return well ? { kind: 'finish', ...told } : { kind: 'end', reason, ...told };
}

function endSuspended(record: PlaybackRecord, cause: Cause): Step {
  const { playbackId } = record;
  const outcome = outcomeOf(record, cause);
  if (outcome.kind === 'finish') return { type: 'end', playbackId, state: 'finished' };
  const { reason, detail } = outcome;
  return {
    type: 'end',
    playbackId,
    state: 'interrupted',
    reason: reason === 'ends_by' ? 'preempted' : reason,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** A new epoch of live speech: its new stream takes the place of the old one when there is sound of it. */
function reopening(record: PlaybackRecord, { epoch }: Channel, input: ReconcileInput): Step[] {
  const { item, playbackId, startAt = item.startsAt, offsetMs } = record;
  if (item.source.kind !== 'live' || epoch === undefined || epoch >= item.source.epoch) return [];
  const approved = approvedAtStart(record, input);
  const loudness = loudnessAt(record, input.now, input, approved);
  if (loudness === null || !input.liveReady || isWaiting(record)) return [];
  const goesOn = offsetMs + Math.max(0, input.now - startAt);
  return [{ type: 'reopen', playbackId, offsetMs: goesOn, ...loudness, endsBy: latestEnd(record, approved) }];
}
