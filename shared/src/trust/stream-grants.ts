import { minutesOfDay } from '../instant.js';
import type { Grant } from '../messages/grant.js';
import { minuteOfLocalDay } from './local-minute.js';
import { type Refusal, refuse } from './refusal.js';

type RelayGrant = Extract<Grant, { use: 'relay' }>;

/** Whether a grant may start this live speech at `at`, and how long it may last at most, milliseconds. */
export function grantAllowsLive(
  grant: Grant,
  wanted: { liveId: string; at: number },
): { ok: true; maxMs: number } | Refusal {
  const early = outOfValidity(grant, wanted.at);
  if (early) return early;
  if (grant.use !== 'live') return refuse('not_allowed', `granted for ${grant.use}, not live`);
  const { liveId, maxMs } = grant.subject;
  return liveId === wanted.liveId ? { ok: true, maxMs } : refuse('wrong_subject', `granted for ${liveId}`);
}

/** Whether a grant may start this station's stream at `at`, with this fallback or none. Its hours are asked apart. */
export function grantAllowsRelay(
  grant: Grant,
  wanted: { url: string; fallback?: string | undefined; at: number },
): { ok: true; grant: RelayGrant } | Refusal {
  const early = outOfValidity(grant, wanted.at);
  if (early) return early;
  if (grant.use !== 'relay') return refuse('not_allowed', `granted for ${grant.use}, not relay`);
  const { url, fallback } = grant.subject;
  if (url !== wanted.url) return refuse('wrong_subject', `granted for ${url}`);
  if (wanted.fallback !== undefined && wanted.fallback !== fallback) {
    return refuse('wrong_subject', `granted with ${fallback ?? 'no fallback'}`);
  }
  return { ok: true, grant };
}

/** Whether a station may be carried at `at`, by the local hours that its grant names. */
export function relayHoursAllow({ subject }: RelayGrant, at: number, zone: string): boolean {
  const minute = minuteOfLocalDay(at, zone);
  return subject.hours.some(({ from, to }) => minutesOfDay(from) <= minute && minute < minutesOfDay(to));
}

function outOfValidity({ validFrom, validUntil }: Grant, at: number): Refusal | null {
  if (at < validFrom) return refuse('not_yet_valid', `valid from ${validFrom}`);
  return at >= validUntil ? refuse('expired', `valid until ${validUntil}`) : null;
}
