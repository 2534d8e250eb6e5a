import { closingOutcome, removedOutcome } from './reconcile/closing.js';
import {
  behind,
  byTurn,
  closesAt,
  type Head,
  headOf,
  leadOf,
  STREAM_LEAD_MS,
  standing,
} from './reconcile/heads.js';
import { heldSteps } from './reconcile/held.js';
import { isWaiting, lastTaken, type Sorted, sortOut } from './reconcile/lines.js';
import { rankOf } from './reconcile/rank.js';
import type { Blocked, PlaybackRecord, ReconcileInput } from './state.js';
import type { Decision, Step } from './steps.js';

/** No wait is longer, so that a step of the clock heals, milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * Decides what to do now, and when to look again. Pure: the same look gives the same decision, and carrying it
 * out twice changes nothing, for every step moves a playback's state on.
 */
export function reconcile(input: ReconcileInput): Decision {
  const alarms: number[] = [input.now + LONGEST_WAIT_MS];
  // None of what lies beyond could be armed, noted or closed before the next look.
  const soon = input.now + LONGEST_WAIT_MS + STREAM_LEAD_MS;
  const sorted = sortOut(input, soon);
  const { lines } = sorted;
  const held = heldSteps(lines, input, alarms);
  // Without a clock nothing is begun and no window can be said to have closed.
  if (!input.trusted) return { steps: held, wakeAt: input.now + LONGEST_WAIT_MS };
  judgeAhead(sorted, input);
  const steps = [...held, ...readiness(sorted, input), ...closings(sorted, input, alarms)];
  const ending = new Set(steps.flatMap((step) => (step.type === 'end' ? [step.playbackId] : [])));
  const heads = lines
    .flatMap((line) => headOf(line, input) ?? [])
    .filter((h) => !ending.has(h.record.playbackId));
  steps.push(...turns(heads.sort(byTurn), input, alarms));
  for (const stop of input.stops) alarms.push(stop.startsAt, stop.until);
  for (const { override, expiresAt } of input.overrides.values()) alarms.push(override.until, expiresAt);
  if (input.plan) alarms.push(input.plan.expiresAt);
  return { steps, wakeAt: Math.min(...alarms.filter((at) => at > input.now)) };
}

/** The approvals of what is far are asked for all the same: one that does not hold is told well ahead. */
function judgeAhead({ ahead }: Sorted, { grants }: ReconcileInput): void {
  for (const { item } of ahead) grants.get(item.grantId);
}

/**
 * planned ⇄ ready, as the audio comes and goes. What the plan has left out is not fetched: it stands as it did, and is
 * told of only once if a later plan names it again.
 */
function readiness({ named }: Sorted, { objects }: ReconcileInput): Step[] {
  const steps: Step[] = [];
  for (const { playbackId, state, item } of named) {
    if (item.source.kind !== 'recording') continue;
    const ready = objects.get(item.source.sha256)?.ready === true;
    if (ready && state === 'planned') steps.push({ type: 'ready', playbackId });
    if (!ready && state === 'ready') steps.push({ type: 'unready', playbackId });
  }
  return steps;
}

/** Ends of items whose last start has passed, and notes of what keeps the others from starting. */
function closings({ lines, removed }: Sorted, input: ReconcileInput, alarms: number[]): Step[] {
  const steps: Step[] = [];
  for (const line of lines) {
    const taken = lastTaken(line);
    for (const [index, record] of line.records.entries()) {
      if (!isWaiting(record)) continue;
      const closes = closesAt(record, input);
      if (input.now > closes) {
        steps.push(endOf(record, closingOutcome(record, input, index < taken)));
      } else {
        alarms.push(closes + 1, record.item.startsAt - leadOf(record, input), record.item.startsAt + 1);
        steps.push(...notes(record, index < taken, input));
      }
    }
  }
  for (const record of removed) {
    if (input.now > closesAt(record, input)) steps.push(endOf(record, removedOutcome(record, input)));
    else alarms.push(closesAt(record, input) + 1);
  }
  return steps;
}

function notes(record: PlaybackRecord, passedOver: boolean, input: ReconcileInput): Step[] {
  if (input.now < record.item.startsAt) return [];
  const stands = standing(record, input);
  const blocked = stands.kind === 'held' ? stands.blocked : passedOver ? QUEUE : null;
  return blocked ? noteIfNew(record, blocked) : [];
}

const QUEUE: Blocked = { state: 'skipped', reason: 'queue' };

function noteIfNew(record: PlaybackRecord, blocked: Blocked): Step[] {
  const same = record.blocked?.state === blocked.state && record.blocked.reason === blocked.reason;
  return same ? [] : [{ type: 'note', playbackId: record.playbackId, blocked }];
}

/**
 * Who is handed to the player. `heads` stand in the order of their turn. What is more important is armed whatever
 * sounds, and takes its place at its own sample; what is not is armed shortly before the end of what sounds, and
 * follows it without a gap. Of equals only one waits armed.
 */
function turns(heads: readonly Head[], input: ReconcileInput, alarms: number[]): Step[] {
  const steps: Step[] = [];
  let begun = false;
  for (const head of heads) {
    const { record, kind, startAt } = head;
    const before = input.channels.filter(({ playbackId }) => {
      const other = input.playbacks.get(playbackId);
      return other !== undefined && rankOf(other) >= rankOf(record);
    });
    const armAt = startAt - leadOf(record, input);
    alarms.push(armAt);
    const next = !begun && armAt <= input.now && !before.some(({ phase }) => phase === 'armed');
    if (next) {
      // One at a time: with it in hand the others are looked at anew.
      begun = true;
      steps.push(begin(head));
    } else if (kind === 'claim' && before.length > 0 && input.now >= record.item.startsAt) {
      steps.push(...noteIfNew(record, behind(record, input)));
    }
  }
  return steps;
}

function begin({ record, kind, lineStartsAt: _, ...how }: Head): Step {
  return { type: kind, playbackId: record.playbackId, ...how };
}

function endOf(record: PlaybackRecord, { state, reason, detail }: Blocked): Step {
  return { type: 'end', playbackId: record.playbackId, state, ...detailed(reason, detail) };
}

function detailed<R>(reason: R, detail: string | undefined): { reason: R; detail?: string } {
  return { reason, ...(detail === undefined ? {} : { detail }) };
}
