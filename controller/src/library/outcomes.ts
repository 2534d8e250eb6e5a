/** Why an upload does not become a recording. Expected outcomes, not errors: each has a message for a person in `refusal-messages.ts`. */
export type RefusalReason =
  | 'not_audio'
  | 'empty'
  | 'playlist'
  | 'truncated'
  | 'too_long'
  | 'too_short'
  | 'too_large'
  | 'silent'
  | 'no_audio_stream'
  | 'timeout'
  | 'disk_full'
  | 'decode_failed';

export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** English, for the log and the technician; never shown alone. */
  readonly detail: string;
}

export function refuse(reason: RefusalReason, detail: string): Refusal {
  return { ok: false, reason, detail };
}

/** `truncated` when more is missing than rounding, encoder delay and a lost last frame explain. */
export function refuseMissing(missingMs: number, promisedMs: number): Refusal | undefined {
  if (missingMs <= 1000 || missingMs <= promisedMs * 0.02) return undefined;
  return refuse('truncated', `${Math.round(missingMs)} ms of ${Math.round(promisedMs)} ms are missing`);
}

/** What one recording may cost. */
export interface ImportLimits {
  readonly maxBytes: number;
  readonly maxDurationMs: number;
  readonly minDurationMs: number;
}

export const DEFAULT_IMPORT_LIMITS: ImportLimits = {
  maxBytes: 200 * 1024 * 1024,
  maxDurationMs: 60 * 60_000,
  minDurationMs: 500,
};
