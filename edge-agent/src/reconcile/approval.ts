import type { Grant } from '@loa/shared/messages/grant';
import type { GrantUse } from '@loa/shared/messages/use';
import { isBuiltInSound } from '@loa/shared/trust/built-in-sounds';
import { grantAllows } from '@loa/shared/trust/check-grant';
import { grantAllowsLive, grantAllowsRelay } from '@loa/shared/trust/stream-grants';
import type { PlaybackRecord, ReconcileInput } from '../state.js';

/** `emergency`: it passes the limits. `relay`, `maxMs`: what its grant says further of a stream. */
export type Approval =
  | { ok: true; emergency: boolean; relay?: Extract<Grant, { use: 'relay' }>; maxMs?: number }
  | { ok: false; detail: string };

/**
 * Whether a person's grant covers this sound for a start at `at`. An emergency passes the limits only under a grant for
 * emergencies; under an ordinary one it may still sound in the ordinary hours.
 */
export function approval(record: PlaybackRecord, at: number, input: ReconcileInput): Approval {
  const { source, grantId } = record.item;
  if (!input.roster) return { ok: false, detail: 'no roster is in force' };
  if (record.override?.kind === 'test' && source.kind === 'recording' && isBuiltInSound(source.sha256)) {
    return { ok: true, emergency: false };
  }
  const state = input.grants.get(grantId);
  if (!state) return { ok: false, detail: 'its grant is not on the box' };
  if (!state.ok) return { ok: false, detail: `${state.reason}: ${state.detail}` };
  const { grant } = state;
  switch (source.kind) {
    case 'recording':
      return forRecording(record, grant, { sha256: source.sha256, at });
    case 'relay': {
      const allowed = grantAllowsRelay(grant, { url: source.url, fallback: source.fallback, at });
      return allowed.ok ? { ok: true, emergency: false, relay: allowed.grant } : told(allowed);
    }
    case 'live': {
      const allowed = grantAllowsLive(grant, { liveId: source.liveId, at });
      return allowed.ok ? { ok: true, emergency: false, maxMs: allowed.maxMs } : told(allowed);
    }
  }
}

function forRecording(
  record: PlaybackRecord,
  grant: Grant,
  wanted: { sha256: string; at: number },
): Approval {
  if (record.priority === 'emergency' && grantAllows(grant, { use: 'emergency', ...wanted }).ok) {
    return { ok: true, emergency: true };
  }
  const use: GrantUse = record.override?.kind === 'test' ? 'test' : 'scheduled';
  const allowed = grantAllows(grant, { use, ...wanted });
  return allowed.ok ? { ok: true, emergency: false } : told(allowed);
}

function told({ reason, detail }: { reason: string; detail: string }): Approval {
  return { ok: false, detail: `${reason}: ${detail}` };
}
