import { coversChain } from '@loa/shared/trust/areas';
import { grantAllows } from '@loa/shared/trust/check-grant';
import { allowanceAt } from '@loa/shared/trust/limits';
import type { Blocked, PlaybackRecord, ReconcileInput, Stop } from '../state.js';

export type Verdict = { ok: true; gainDb: number } | { ok: false; blocked: Blocked };

/**
 * Whether a playback may begin at `at`, and how loud: stop, plan's end, hours, approval, audio, disk, in the order
 * in which a person wants to hear the reason.
 */
export function judge(record: PlaybackRecord, at: number, input: ReconcileInput): Verdict {
  const { plan } = input;
  const stop = stopAt(at, input);
  if (stop) return blocked('cancelled', 'stopped', `stop ${stop.overrideId}`);
  if (!plan || at >= plan.expiresAt) return blocked('missed', 'plan_expired');
  const approved = approval(record, at, input);
  const loudness = loudnessAt(record, at, input, approved.ok && approved.emergency);
  if (loudness === null) return blocked('failed', 'outside_hours');
  if (!approved.ok) return blocked('failed', 'not_approved', approved.detail);
  const audio = missingAudio(record, input);
  if (audio) return { ok: false, blocked: audio };
  if (input.diskFull) return blocked('failed', 'disk_full', 'no room to keep the record of a playback');
  return { ok: true, gainDb: loudness };
}

/** Why what sounds or is suspended must end now, or null; its grant's validity was judged when it began. */
export function mustEnd(
  record: PlaybackRecord,
  input: ReconcileInput,
): { reason: 'stopped' | 'not_approved' | 'outside_hours' | 'ends_by'; detail?: string } | null {
  // What is armed is judged at the instant it will sound.
  const at = Math.max(input.now, record.startAt ?? 0);
  const stop = stopAt(at, input);
  if (stop) return { reason: 'stopped', detail: `stop ${stop.overrideId}` };
  const approved = approval(record, record.startAt ?? record.item.startsAt, input);
  if (!approved.ok) return { reason: 'not_approved', detail: approved.detail };
  // Without a clock neither hours nor ends can be judged; what began while it was known may reach its end.
  if (!input.trusted) return null;
  if (loudnessAt(record, at, input, approved.emergency) === null) return { reason: 'outside_hours' };
  return input.now >= record.endsBy ? { reason: 'ends_by' } : null;
}

/** The loudest gain allowed for a playback at `at`, or null where it must be silent. */
export function loudnessAt(
  record: PlaybackRecord,
  at: number,
  { roster, plan }: ReconcileInput,
  emergency: boolean,
): number | null {
  if (emergency) return record.item.gainDb;
  if (!roster || !plan) return null;
  const allowance = allowanceAt(at, roster, plan.settings, plan.areaChain);
  return allowance.allowed ? Math.min(record.item.gainDb, allowance.maxGainDb) : null;
}

/** The stop in force at `at` for this box. While the time is unknown every stop that was accepted holds. */
export function stopAt(at: number, input: ReconcileInput): Stop | null {
  const chain = input.plan?.areaChain ?? [];
  const holds = (stop: Stop) =>
    (!input.trusted || (stop.startsAt <= at && at < stop.until)) &&
    (stop.boxes === undefined || stop.boxes.includes(input.boxId)) &&
    coversChain(stop.areas, chain, input.roster?.successors ?? {});
  return input.stops.find(holds) ?? null;
}

type Approval = { ok: true; emergency: boolean } | { ok: false; detail: string };

/**
 * Whether a person's grant covers this recording for a start at `at`. An item of an emergency session passes the
 * limits only under a grant for emergencies; under an ordinary one it may still sound in the ordinary hours.
 */
export function approval(record: PlaybackRecord, at: number, input: ReconcileInput): Approval {
  const { source, grantId } = record.item;
  if (!input.roster) return { ok: false, detail: 'no roster is in force' };
  const state = input.grants.get(grantId);
  if (!state) return { ok: false, detail: 'its grant is not on the box' };
  if (!state.ok) return { ok: false, detail: `${state.reason}: ${state.detail}` };
  if (source.kind !== 'recording') return { ok: true, emergency: false };
  const wanted = { sha256: source.sha256, at };
  if (record.priority === 'emergency' && grantAllows(state.grant, { use: 'emergency', ...wanted }).ok) {
    return { ok: true, emergency: true };
  }
  const allowed = grantAllows(state.grant, { use: 'scheduled', ...wanted });
  return allowed.ok
    ? { ok: true, emergency: false }
    : { ok: false, detail: `${allowed.reason}: ${allowed.detail}` };
}

/** Why its sound is not on the box, or null when it is. */
export function missingAudio(record: PlaybackRecord, input: ReconcileInput): Blocked | null {
  const { source } = record.item;
  if (source.kind !== 'recording') {
    return { state: 'failed', reason: 'audio_missing', detail: 'this version does not carry relays' };
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
