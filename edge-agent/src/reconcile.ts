import { MINUTE } from '@loa/shared/instant';
import type { Plan } from '@loa/shared/messages/plan';
import { closingOutcome, removedOutcome } from './reconcile/closing.js';
import {
  ARM_LEAD_MS,
  byTurn,
  closesAt,
  dueAt,
  type Head,
  headOf,
  isWaiting,
  type Line,
  lastTaken,
  linesOf,
  PREEMPT_LEAD_MS,
  rankOf,
  standing,
} from './reconcile/heads.js';
import { mustEnd } from './reconcile/judge.js';
import type { Blocked, PlaybackRecord, ReconcileInput } from './state.js';
import type { Decision, HaltOutcome, Step } from './steps.js';

/** No wait is longer, so that a step of the clock heals, milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * Decides what to do now, and when to look again. Pure: the same look gives the same decision, and carrying it
 * out twice changes nothing, for every step moves a playback's state on.
 */
export function reconcile(input: ReconcileInput): Decision {
  const alarms: number[] = [input.now + LONGEST_WAIT_MS];
  const held = heldSteps(input, alarms);
  // Without a clock nothing is begun and no window can be said to have closed.
  if (!input.trusted) return { steps: held, wakeAt: input.now + LONGEST_WAIT_MS };
  const lines = input.plan ? linesOf(input.plan, input.playbacks) : [];
  const steps = [...held, ...readiness(input), ...closings(lines, input, alarms)];
  const ending = new Set(steps.flatMap((step) => (step.type === 'end' ? [step.playbackId] : [])));
  const heads = lines
    .flatMap((line) => headOf(line, input) ?? [])
    .filter((h) => !ending.has(h.record.playbackId));
  steps.push(...turns(heads.sort(byTurn), held.length > 0, input, alarms));
  for (const stop of input.stops) alarms.push(stop.startsAt, stop.until);
  if (input.plan) alarms.push(input.plan.expiresAt);
  return { steps, wakeAt: Math.min(...alarms.filter((at) => at > input.now)) };
}

/** What sounds or is suspended and must not any more. */
function heldSteps(input: ReconcileInput, alarms: number[]): Step[] {
  const steps: Step[] = [];
  for (const record of input.playbacks.values()) {
    const { playbackId, state } = record;
    if (state === 'suspended') {
      alarms.push(record.endsBy);
      const end = mustEnd(record, input) ?? removed(record, input);
      if (!end) continue;
      const reason = end.reason === 'ends_by' ? 'preempted' : end.reason;
      steps.push({ type: 'end', playbackId, state: 'interrupted', ...detailed(reason, end.detail) });
    }
  }
  const record = input.channel ? input.playbacks.get(input.channel.playbackId) : undefined;
  if (!record || !input.channel || input.channel.phase === 'stopping') return steps;
  const end = mustEnd(record, input) ?? removed(record, input);
  if (end) {
    const outcome: HaltOutcome = { kind: 'end', ...detailed(end.reason, end.detail) };
    steps.push({ type: 'halt', playbackId: record.playbackId, outcome });
  }
  // Hours have the grain of a minute, so the next minute is the next chance for a window to close.
  alarms.push(record.endsBy, Math.floor(input.now / MINUTE) * MINUTE + MINUTE);
  return steps;
}

/**
 * A newer plan that was issued before its end and does not name it: somebody cancelled it on purpose, for plans name
 * what sounds until its session ends.
 */
function removed(
  record: PlaybackRecord,
  { plan }: ReconcileInput,
): { reason: 'removed'; detail?: string } | null {
  if (!plan || plan.revision <= record.planRevision || plan.issuedAt >= record.endsBy) return null;
  return names(plan, record.playbackId) ? null : { reason: 'removed' };
}

function names(plan: Plan, playbackId: string): boolean {
  return plan.sessions.some((session) => session.items.some((item) => item.playbackId === playbackId));
}

/** planned ⇄ ready, as the audio comes and goes. */
function readiness(input: ReconcileInput): Step[] {
  const steps: Step[] = [];
  for (const { playbackId, state, item } of input.playbacks.values()) {
    if (state !== 'planned' && state !== 'ready') continue;
    if (item.source.kind !== 'recording') continue;
    const ready = input.objects.get(item.source.sha256)?.ready === true;
    if (ready && state === 'planned') steps.push({ type: 'ready', playbackId });
    if (!ready && state === 'ready') steps.push({ type: 'unready', playbackId });
  }
  return steps;
}

/** Ends of items whose last start has passed, and notes of what keeps the others from starting. */
function closings(lines: readonly Line[], input: ReconcileInput, alarms: number[]): Step[] {
  const steps: Step[] = [];
  const named = new Set<string>();
  for (const line of lines) {
    const taken = lastTaken(line);
    for (const [index, record] of line.records.entries()) {
      named.add(record.playbackId);
      if (!isWaiting(record)) continue;
      if (input.now > closesAt(record.item)) {
        steps.push(endOf(record, closingOutcome(record, input, index < taken)));
      } else {
        alarms.push(closesAt(record.item) + 1, record.item.startsAt - ARM_LEAD_MS, record.item.startsAt + 1);
        steps.push(...notes(record, index < taken, input));
      }
    }
  }
  for (const record of input.playbacks.values()) {
    if (named.has(record.playbackId) || !isWaiting(record)) continue;
    if (input.now > closesAt(record.item)) steps.push(endOf(record, removedOutcome(record, input)));
    else alarms.push(closesAt(record.item) + 1);
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
const PREEMPTED: Blocked = { state: 'skipped', reason: 'preempted' };

function noteIfNew(record: PlaybackRecord, blocked: Blocked): Step[] {
  const same = record.blocked?.state === blocked.state && record.blocked.reason === blocked.reason;
  return same ? [] : [{ type: 'note', playbackId: record.playbackId, blocked }];
}

/** Who takes the loudspeaker. `heads` stand in the order of their turn; only one sounds at a time. */
function turns(heads: readonly Head[], halting: boolean, input: ReconcileInput, alarms: number[]): Step[] {
  const holder = input.channel ? input.playbacks.get(input.channel.playbackId) : undefined;
  if (!input.channel) {
    if (halting) return [];
    const next = heads.find((head) => head.startAt - ARM_LEAD_MS <= input.now);
    for (const head of heads) alarms.push(head.startAt - ARM_LEAD_MS);
    return next ? [begin(next)] : [];
  }
  const steps: Step[] = [];
  const best = holder && heads.find((head) => rankOf(head.record) > rankOf(holder));
  if (best && holder) {
    alarms.push(best.startAt - PREEMPT_LEAD_MS);
    if (best.startAt - PREEMPT_LEAD_MS <= input.now && !halting && input.channel.phase !== 'stopping') {
      steps.push(displace(holder, best, input));
    }
  }
  for (const head of heads) {
    if (head.kind !== 'claim' || input.now < dueAt(head.record.item, input)) continue;
    const reason = holder && rankOf(holder) > rankOf(head.record) ? PREEMPTED : QUEUE;
    steps.push(...noteIfNew(head.record, reason));
  }
  return steps;
}

function begin({ record, kind, startAt, offsetMs, gainDb }: Head): Step {
  return { type: kind, playbackId: record.playbackId, startAt, offsetMs, gainDb };
}

/** Makes way for `best`: suspended to go on later, or ended where its policy says so or nothing sounded yet. */
function displace(holder: PlaybackRecord, best: Head, { channel }: ReconcileInput): Step {
  const { playbackId } = holder;
  const drop = holder.item.resume === 'drop' || channel?.phase === 'armed';
  const outcome: HaltOutcome = drop
    ? { kind: 'end', reason: 'preempted' }
    : { kind: 'suspend', by: best.record.playbackId };
  return { type: 'halt', playbackId, outcome };
}

function endOf(record: PlaybackRecord, { state, reason, detail }: Blocked): Step {
  return { type: 'end', playbackId: record.playbackId, state, ...detailed(reason, detail) };
}

function detailed<R>(reason: R, detail: string | undefined): { reason: R; detail?: string } {
  return { reason, ...(detail === undefined ? {} : { detail }) };
}
