import { coversChain } from '@loa/shared/trust/areas';
import { allowanceAt } from '@loa/shared/trust/limits';
import { relayHoursAllow } from '@loa/shared/trust/stream-grants';
import type { Blocked, PlaybackRecord, ReconcileInput, Stop } from '../state.js';
import type { Loudness } from '../steps.js';
import { type Approval, approval } from './approval.js';

export type Verdict = ({ ok: true; endsBy: number } & Loudness) | { ok: false; blocked: Blocked };

/**
 * Whether a playback may begin at `at`, how loud and until when: stop, its document's end, hours, approval, audio, disk,
 * in the order in which a person wants to hear the reason.
 */
export function judge(record: PlaybackRecord, at: number, input: ReconcileInput): Verdict {
  const approved = approval(record, at, input);
  const stop = stopOver(record, at, approved, input);
  if (stop) return blocked('cancelled', 'stopped', `stop ${stop.overrideId}`);
  if (input.forgetful && record.item.startsAt < input.bootAt && record.state !== 'suspended') {
    return blocked('missed', 'box_off', 'the card keeps no record: it may have been heard before');
  }
  const over = lapsed(record, at, input);
  if (over) return { ok: false, blocked: over };
  const loudness = loudnessAt(record, at, input, approved);
  if (loudness === null) return blocked('failed', 'outside_hours');
  if (!approved.ok) return blocked('failed', 'not_approved', approved.detail);
  const audio = missingAudio(record, input);
  if (audio) return { ok: false, blocked: audio };
  // An emergency is worth the last byte: its record is tried, and it sounds only if that is kept.
  if (input.diskFull && !approved.emergency) {
    return blocked('failed', 'disk_full', 'no room to keep the record of a playback');
  }
  return { ok: true, ...loudness, endsBy: latestEnd(record, approved) };
}

/** Why what sounds or is suspended must end now, or null; its grant's validity was judged when it began. */
export function mustEnd(
  record: PlaybackRecord,
  input: ReconcileInput,
): { reason: 'stopped' | 'not_approved' | 'outside_hours' | 'ends_by'; detail?: string } | null {
  // What is armed is judged at the instant it will sound.
  const at = Math.max(input.now, record.startAt ?? 0);
  const approved = approvedAtStart(record, input);
  const stop = stopOver(record, at, approved, input);
  if (stop) return { reason: 'stopped', detail: `stop ${stop.overrideId}` };
  if (!approved.ok) return { reason: 'not_approved', detail: approved.detail };
  // Without a clock neither hours nor ends can be judged; what began while it was known may reach its end.
  if (!input.trusted) return null;
  if (loudnessAt(record, at, input, approved) === null) return { reason: 'outside_hours' };
  return input.now >= latestEnd(record, approved) ? { reason: 'ends_by' } : null;
}

export function approvedAtStart(record: PlaybackRecord, input: ReconcileInput): Approval {
  return approval(record, record.startAt ?? record.item.startsAt, input);
}

/** Live speech ends when it has lasted as long as was granted, however often its stream was opened anew. */
export function latestEnd({ endsBy, item }: PlaybackRecord, approved: Approval): number {
  const maxMs = approved.ok ? approved.maxMs : undefined;
  return maxMs === undefined ? endsBy : Math.min(endsBy, item.startsAt + maxMs);
}

/** How loud a playback is at `at`, and how loud it may be, or null where it must be silent. */
export function loudnessAt(
  record: PlaybackRecord,
  at: number,
  { roster, plan }: ReconcileInput,
  approved: Approval,
): Loudness | null {
  const { gainDb } = record.item;
  if (approved.ok && approved.emergency) return { gainDb, maxGainDb: Number.POSITIVE_INFINITY };
  if (!roster || !plan) return null;
  if (approved.ok && approved.relay && !relayHoursAllow(approved.relay, at, plan.settings.zone)) return null;
  const allowance = allowanceAt(at, roster, plan.settings, plan.areaChain);
  if (!allowance.allowed) return null;
  const { maxGainDb } = allowance;
  return { gainDb: Math.min(gainDb, maxGainDb), maxGainDb };
}

/** The stop in force at `at` for this box. While the time is unknown every stop that was accepted holds. */
export function stopAt(at: number, input: ReconcileInput): Stop | null {
  return input.stops.find((stop) => holds(stop, at, input)) ?? null;
}

/** As `stopAt`, but an emergency that people called after a stop goes over it. */
function stopOver(
  { override }: PlaybackRecord,
  at: number,
  approved: Approval,
  input: ReconcileInput,
): Stop | null {
  const over = approved.ok && approved.emergency && override !== undefined;
  const stops = over ? input.stops.filter((stop) => stop.createdAt >= override.createdAt) : input.stops;
  return stops.find((stop) => holds(stop, at, input)) ?? null;
}

function holds(stop: Stop, at: number, input: ReconcileInput): boolean {
  return (
    (!input.trusted || (stop.startsAt <= at && at < stop.until)) &&
    (stop.boxes === undefined || stop.boxes.includes(input.boxId)) &&
    coversChain(stop.areas, input.areaChain, input.roster?.successors ?? {})
  );
}

/** What asked for it no longer does: the plan ran out, the override was lifted, or its document was not renewed. */
function lapsed(record: PlaybackRecord, at: number, input: ReconcileInput): Blocked | null {
  if (!record.override) {
    if (input.plan && at < input.plan.expiresAt) return null;
    return { state: 'missed', reason: 'plan_expired' };
  }
  const force = input.overrides.get(record.override.overrideId);
  if (!force) return { state: 'cancelled', reason: 'removed', detail: 'the override was lifted' };
  if (at < force.expiresAt) return null;
  return { state: 'missed', reason: 'plan_expired', detail: 'the override was not renewed' };
}

/** Why its sound is not on the box, or null when it is, or comes from elsewhere. */
export function missingAudio(record: PlaybackRecord, input: ReconcileInput): Blocked | null {
  const { source } = record.item;
  if (source.kind === 'relay') return null;
  if (source.kind === 'live') {
    const detail = 'without a token the stream cannot be asked for';
    return input.liveReady ? null : { state: 'failed', reason: 'audio_missing', detail };
  }
  const object = input.objects.get(source.sha256);
  if (object?.ready) return null;
  return object
    ? { state: 'failed', reason: object.reason, detail: object.detail }
    : { state: 'failed', reason: 'audio_missing', detail: 'not fetched yet' };
}

function blocked(state: Blocked['state'], reason: Blocked['reason'], detail?: string): Verdict {
  return { ok: false, blocked: { state, reason, ...(detail === undefined ? {} : { detail }) } };
}
